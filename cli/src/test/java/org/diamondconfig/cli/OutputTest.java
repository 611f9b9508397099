/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.diamondconfig.cli.Cli.Ran;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Data goes to the standard output, talk to the standard error; a table is for people, JSON is one object a line. */
class OutputTest extends DiamondCase {

    private static final ConfigKey KEY = ConfigKey.of("DEFAULT_GROUP", "app");
    private static final String PAGE = "{\"configs\":[{\"namespace\":\"\",\"group\":\"g\",\"dataId\":\"%s\","
            + "\"type\":\"text\",\"version\":%d,\"at\":\"t\",\"by\":\"b\\u001b\\tc\"}]%s}";

    @Test
    void content_isPrintedByteForByte() {
        String content = "a\r\nb\u0000ü\uFEFF no end";
        diamond.publish(KEY, content);

        assertThat(cli.run("get", "app").out()).isEqualTo(content);
        assertThat(cli.run("get", "app", "-o", "raw").out()).isEqualTo(content);
        assertThat(Json.parseObject(cli.run("get", "app", "-o", "json").bytes()).string("content"))
                .isEqualTo(content);
    }

    @Test
    void content_ofAnOldVersion_isHeldAgainstItsMd5() {
        String row = "{\"version\":1,\"operation\":\"publish\",\"md5\":\"%s\",\"content\":\"%s\"}";
        for (String[] command : new String[][] {
            {"get", "app", "--version-number", "1"},
            {"get", "app", "--version-number", "1", "-o", "json"},
            {"diff", "app", "--versions", "1..2"}
        }) {
            diamond.enqueue(200, row.formatted(Md5.hex("two"), "one"));

            Ran ran = cli.run(command);

            assertThat(ran.code()).isEqualTo(7);
            assertThat(ran.bytes()).isEmpty();
            assertThat(ran.err()).contains("has not the md5 that is stated");
        }
        diamond.enqueue(200, row.formatted(Md5.hex("one"), "one"));
        assertThat(cli.run("get", "app", "--version-number", "1").out()).isEqualTo("one");
        diamond.enqueue(200, row.formatted(Md5.NOTHING, "")); // when it was removed
        assertThat(cli.run("get", "app", "--version-number", "1").code()).isZero();
    }

    @Test
    void options_standBeforeTheCommandToo() {
        diamond.publish(KEY, "one");

        assertThat(cli.run("-o", "json", "get", "app").out()).startsWith("{\"namespace\":\"\"");
    }

    @Test
    void list_followsItsPages_andShowsNoControlCharacter() {
        diamond.enqueue(200, PAGE.formatted("first", 1, ",\"next\":\"c1\""));
        diamond.enqueue(200, PAGE.formatted("second", 12, ""));

        Ran ran = cli.run("list");

        assertThat(ran.out())
                .isEqualTo("NAMESPACE  GROUP  DATAID  TYPE  VERSION  AT  BY\n"
                        + "public     g      first   text  1        t   b\\x1b\\tc\n"
                        + "public     g      second  text  12       t   b\\x1b\\tc\n");
        assertThat(diamond.requests().get(1).query()).containsEntry("cursor", "c1");
    }

    @Test
    void list_tellsOfATrouble() {
        diamond.enqueue(200, PAGE.formatted("first", 1, ",\"code\":\"STORE_DOWN\""));
        diamond.enqueue(200, PAGE.formatted("first", 1, ",\"cut\":true"));

        assertThat(cli.run("list", "-o", "raw").err()).isEqualTo("STORE_DOWN\n");
        assertThat(cli.run("list", "--content", "a+", "--regex", "-o", "raw").err())
                .contains("may be missing");
        assertThat(last().query()).containsEntry("content", "a+").containsEntry("match", "regex");
        assertThat(cli.run("list", "--regex").code()).isEqualTo(2);
    }

    @Test
    void list_counts() {
        diamond.enqueue(
                200,
                "{\"all\":3,\"namespaces\":{\"values\":1,\"most\":[{\"name\":\"\",\"count\":3}]},"
                        + "\"groups\":{\"values\":0,\"most\":[]},\"types\":{\"values\":0,\"most\":[]}}");

        assertThat(cli.run("list", "--count", "a*", "-o", "raw").out()).isEqualTo("all\t\t3\nnamespaces\tpublic\t3\n");
        assertThat(last().query()).containsEntry("dataId", "a*");
        assertThat(cli.run("list", "--count", "--content", "t").code()).isEqualTo(2);
        assertThat(cli.run("list", "--count", "--order", "newest").code()).isEqualTo(2);
    }

    @Test
    void raw_isTabsWithoutAHead_andJsonALineEach() {
        diamond.enqueue(200, PAGE.formatted("first", 1, ""));
        diamond.enqueue(200, PAGE.formatted("first", 1, ""));

        assertThat(cli.run("list", "-o", "raw").out()).isEqualTo("public\tg\tfirst\ttext\t1\tt\tb\\x1b\\tc\n");
        assertThat(cli.run("list", "-o", "json").out()).hasLineCount(1).startsWith("{\"namespace\":\"\",\"group\"");
    }

    @Test
    void refusal_isTheServersProblem_whenJsonIsAskedFor() {
        Ran ran = cli.run("get", "app", "-o", "json");

        assertThat(ran.bytes()).isEmpty();
        assertThat(Json.parseObject(ran.err().strip().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .string("code"))
                .isEqualTo("CONFIG_NOT_FOUND");
    }

    @Test
    void refusal_inJson_tellsWhatWasDoneBefore() {
        diamond.publish(KEY, "one");

        Ran ran = cli.run("rm", "app", "nothing", "-o", "json");

        assertThat(ran.code()).isEqualTo(8);
        assertThat(ran.err().lines().skip(1))
                .singleElement()
                .satisfies(line -> assertThat(Json.parseObject(line.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                                .string("message"))
                        .contains("1 removed, then"));
    }

    @Test
    void dryRun_ofAPut_isAnObjectInJson() {
        diamond.publish(KEY, "one\n");
        diamond.enqueue(
                200,
                "{\"valid\":false,\"problems\":[{\"line\":1,\"column\":2,\"severity\":\"error\","
                        + "\"code\":\"SYNTAX\",\"message\":\"no\"}]}");

        Ran ran = cli.run("put", "app", "--content", "two", "--dry-run", "-o", "json");

        assertThat(ran.code()).isEqualTo(6);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).hasLineCount(1).startsWith("{\"different\":true,\"diff\":\"---");
        assertThat(Json.parseObject(ran.bytes()).objects("problems")).hasSize(1);
    }

    @Test
    void quiet_saysNothing() {
        diamond.publish(KEY, "one");

        assertThat(cli.run("rm", "app", "-q").err()).isEmpty();
    }

    @Test
    void write_isSentOnce_howeverOftenItIsTried() {
        cli.run("put", "app", "--content", "one", "-m", "why", "--type", "yaml");

        assertThat(diamond.requests().get(0).headers()).containsKey("idempotency-key");
        assertThat(diamond.requests().get(0).query())
                .containsEntry("comment", "why")
                .containsEntry("type", "yaml");
    }

    @Test
    void content_mayBeginWithAnAt_andAFileIsNotReadForIt() throws IOException {
        Path file = Files.writeString(home.resolve("words"), "two words");

        assertThat(cli.run("put", "app", "--content", "@" + file).code()).isZero();
        assertThat(cli.run("get", "app").out()).isEqualTo("@" + file);
    }

    @Test
    void list_hasAShorterName_whateverItsPatternIs() {
        diamond.enqueue(200, PAGE.formatted("copy", 1, ""));

        assertThat(cli.run("ls", "copy", "-o", "raw").out()).startsWith("public\tg\tcopy\t");
    }

    @Test
    @Timeout(120)
    void watch_printsWhatIs_andEachChange_andRunsTheCommand() {
        diamond.publish(KEY, "one");
        Path seen = home.resolve("seen");
        String command = "printf '%s=' \"$DIAMOND_DATA_ID\" >> " + seen + "; cat >> " + seen;

        Ran ran = cli.run("watch", "app", "--count", "1", "--exec", command);

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .isEqualTo("{\"namespace\":\"\",\"group\":\"DEFAULT_GROUP\",\"dataId\":\"app\","
                        + "\"state\":\"present\",\"version\":1,\"md5\":\"f97c5d29941bfb1b2fdab0874906ab82\","
                        + "\"type\":\"text\",\"content\":\"one\"}\n");
        assertThat(seen).hasContent("app=one");
    }

    @Test
    @Timeout(120)
    void watch_ofAPrefix_endsAtOnce_ifItMayNotBeRead() {
        diamond.enqueue(403, "{\"code\":\"FORBIDDEN\",\"detail\":\"You may not.\"}");

        assertThat(cli.run("watch", "app/").code()).isEqualTo(4);
    }

    @Test
    @Timeout(120)
    void watch_ofAPrefix_tellsWhatIsBelow() {
        diamond.publish(ConfigKey.of("DEFAULT_GROUP", "app/a"), "one");

        assertThat(cli.run("watch", "app/", "--count", "1").out())
                .contains("\"dataId\":\"app/a\",\"state\":\"present\"");
    }

    @Test
    @Timeout(120)
    void watch_tellsThatAKeyIsAbsent() {
        assertThat(cli.run("watch", "app", "--count", "1").out()).contains("\"state\":\"absent\"");
    }
}
