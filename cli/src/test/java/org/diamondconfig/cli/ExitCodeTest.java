/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.diamondconfig.cli.Cli.Ran;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.Test;

/** Each way to end, but by Ctrl-C, which a process of its own is needed for. */
class ExitCodeTest extends DiamondCase {

    private static final ConfigKey KEY = ConfigKey.of("DEFAULT_GROUP", "app");

    @Test
    void what_isDone_is0() {
        diamond.publish(KEY, "one");

        assertThat(cli.run("get", "app").code()).isZero();
    }

    @Test
    void difference_is1_andNone0() throws IOException {
        diamond.publish(KEY, "one\ntwo\n");
        Path file = Files.writeString(home.resolve("file"), "one\n2\n");

        Ran ran = cli.run("diff", "app", "-f", file.toString());

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).contains("-two\n+2\n");
        Files.writeString(file, "one\ntwo\n");
        assertThat(cli.run("diff", "app", "-f", file.toString()).code()).isZero();
    }

    @Test
    void full_disk_is1() {
        diamond.publish(KEY, "one");

        Ran ran = cli.to(refusing("No space left on device")).run("get", "app");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("No space left on device");
    }

    @Test
    void wrong_commandLine_is2_andAsksNobody() {
        assertThat(cli.run("gte", "app").code()).isEqualTo(2);
        assertThat(cli.run("get").code()).isEqualTo(2);
        assertThat(cli.run("put", "app", "--if-version", "1", "--create").code())
                .isEqualTo(2);
        assertThat(cli.run("get", "app", "--timeout", "soon").code()).isEqualTo(2);
        assertThat(cli.run("get", "app", "-o", "xml").code()).isEqualTo(2);
        assertThat(cli.run("get", "app", "--context", "none").code()).isEqualTo(2);
        assertThat(diamond.requests()).isEmpty();
    }

    @Test
    void command_thatHoldsOthers_tellsWhichTheyAre_andAWordNearToOneIsUnderstood() {
        assertThat(cli.run().code()).isEqualTo(2);
        assertThat(cli.run().err()).startsWith("Usage: diamond").contains("rollback");
        assertThat(cli.run("grants").err()).startsWith("Usage: diamond grants").contains("check");
        assertThat(cli.run("expot").err()).contains("did you mean export").hasLineCount(1);
        assertThat(cli.run("grants", "--help").code()).isZero();
    }

    @Test
    void names_thatNoKeyCanHave_are2_andAreNotEchoed() {
        for (String name : new String[] {"a b", "a\nb", "", "../x", "\u001b[2Jx"}) {
            Ran ran = cli.run("get", name);

            assertThat(ran.code()).as(name).isEqualTo(2);
            assertThat(ran.err())
                    .startsWith("diamond: ")
                    .doesNotContain("\u001b")
                    .hasLineCount(1);
        }
        assertThat(cli.run("get", "app", "-g", "a b").code()).isEqualTo(2);
        assertThat(cli.run("get", "app", "-n", "a\nb").code()).isEqualTo(2);
        assertThat(diamond.requests()).isEmpty();
    }

    @Test
    void what_isNotThere_is3() {
        Ran ran = cli.run("get", "app");

        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.bytes()).isEmpty();
        assertThat(cli.run("rm", "app").code()).isEqualTo(3);
        assertThat(cli.run("rm", "app", "--ignore-missing").code()).isZero();
    }

    @Test
    void foreign_404_is7_sinceItSaysNothingOfTheKey() {
        diamond.enqueue(404, "<html>not here</html>");

        assertThat(cli.run("get", "app").code()).isEqualTo(7);
    }

    @Test
    void who_isNotLetIn_is4() {
        diamond.enqueue(401, "{\"code\":\"SIGN_IN_REQUIRED\",\"detail\":\"Sign in.\"}");
        diamond.enqueue(403, "{\"code\":\"FORBIDDEN\",\"detail\":\"You may not.\"}");

        assertThat(cli.run("get", "app").code()).isEqualTo(4);
        assertThat(cli.run("get", "app").err()).isEqualTo("diamond: FORBIDDEN: You may not.\n");
    }

    @Test
    void who_isLate_is5() {
        diamond.publish(KEY, "one");
        diamond.publish(KEY, "two");

        assertThat(cli.run("put", "app", "--content", "x", "--if-version", "1").code())
                .isEqualTo(5);
        assertThat(cli.run("put", "app", "--content", "x", "--create").code()).isEqualTo(5);
        assertThat(cli.run("put", "app", "--content", "x", "--if-version", "2").code())
                .isZero();
    }

    @Test
    void content_thatIsRefused_is6() {
        assertThat(cli.run("put", "app", "--content", "").code()).isEqualTo(6);
        diamond.enqueue(
                200,
                "{\"valid\":false,\"problems\":[{\"line\":1,\"column\":2,\"severity\":\"error\","
                        + "\"code\":\"SYNTAX\",\"message\":\"no\"}]}");
        assertThat(cli.input("{").run("validate", "-f", "-", "--type", "json").code())
                .isEqualTo(6);
    }

    @Test
    void bytes_thatAreNotUtf8_are6_withTheirPlace_andAreNotSent() {
        Ran ran = cli.input(new byte[] {'a', '\n', 'b', (byte) 0xff}).run("put", "app");

        assertThat(ran.code()).isEqualTo(6);
        assertThat(ran.err()).contains("is not UTF-8: byte 4, in line 2");
        assertThat(diamond.requests()).isEmpty();
    }

    @Test
    void file_thatNoMemoryHolds_is6_andIsNotRead() throws IOException {
        Path file = home.resolve("large");
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(3L << 30); // no block of a disk is used
        }

        Ran ran = cli.run("put", "app", "-f", file.toString());

        assertThat(ran.code()).isEqualTo(6);
        assertThat(ran.err()).contains(file + ": more than 64 MiB");
        assertThat(diamond.requests()).isEmpty();
    }

    @Test
    void file_thatIsNotThere_is1_andSaidToBe() throws IOException {
        String none = home.resolve("none").toString();
        Path file = Files.writeString(home.resolve("file"), "one");

        Ran put = cli.run("put", "app", "-f", none);
        Ran export = cli.run("export", file.toString());

        assertThat(put.code()).isEqualTo(1);
        assertThat(put.err()).isEqualTo("diamond: " + none + ": cannot be read: there is no such file or folder\n");
        assertThat(export.code()).isEqualTo(1);
        assertThat(export.err()).isEqualTo("diamond: " + file + ": it is there already, and no folder\n");
        assertThat(diamond.requests()).isEmpty();
    }

    @Test
    void server_thatIsNotThere_is7() {
        diamond.down();

        assertThat(cli.run("get", "app").code()).isEqualTo(7);
        assertThat(cli.run("put", "app", "--content", "x").code()).isEqualTo(7);
    }

    @Test
    void server_thatCannotNow_is7() {
        diamond.enqueue(503);

        assertThat(cli.run("get", "app").code()).isEqualTo(7);
    }

    @Test
    void some_ofMany_is8() {
        diamond.publish(KEY, "one");

        Ran ran = cli.run("rm", "app", "nothing");

        assertThat(ran.code()).isEqualTo(8);
        assertThat(ran.err()).contains("app removed").contains("1 removed, then");
    }

    @Test
    void what_oneHasAlready_is9_andNothingIsPrinted() {
        diamond.publish(KEY, "one");
        String row = cli.run("get", "app", "-o", "json").out();
        String tag = Json.parseObject(row.getBytes(StandardCharsets.UTF_8)).string("etag");

        for (String had : new String[] {
            tag, tag.replace("\"", ""), Md5.hex("one"), Md5.hex("one").toUpperCase(Locale.ROOT)
        }) {
            for (String format : new String[] {"table", "json", "raw"}) {
                Ran ran = cli.run("get", "app", "--if-none-match", had, "-o", format);

                assertThat(ran.code()).as(had).isEqualTo(9);
                assertThat(ran.bytes()).isEmpty();
                assertThat(ran.err()).contains("app is what you have already").hasLineCount(1);
            }
        }
        assertThat(cli.run("get", "app", "--if-none-match", tag, "-q").err()).isEmpty();
        assertThat(last().headers()).containsEntry("if-none-match", tag);
    }

    @Test
    void what_oneHasNot_isPrinted_andIs0() {
        diamond.publish(KEY, "one");
        diamond.publish(KEY, "two");

        for (String had : new String[] {"", "1.1", "\"1.1\"", Md5.hex("one")}) {
            Ran ran = cli.run("get", "app", "--if-none-match", had);

            assertThat(ran.code()).as(ran.err()).isZero();
            assertThat(ran.out()).isEqualTo("two");
        }
        assertThat(cli.run("get", "nothing", "--if-none-match", "1.1").code()).isEqualTo(3);
    }

    @Test
    void what_isNoEtag_is2_andAsksNobody() {
        for (String had : new String[] {"*", "W/\"1.1\"", "one", "1", "\"1.1\", \"1.2\""}) {
            assertThat(cli.run("get", "app", "--if-none-match", had).code())
                    .as(had)
                    .isEqualTo(2);
        }
        assertThat(cli.run("get", "app", "--if-none-match", "1.1", "--version-number", "1")
                        .code())
                .isEqualTo(2);
        assertThat(diamond.requests()).isEmpty();
    }

    @Test
    void foreign_304_is7_sinceItSaysNothingOfTheKey() {
        diamond.enqueue(304);
        diamond.enqueue(304);

        assertThat(cli.run("get", "app", "--if-none-match", "1.1").code()).isEqualTo(7);
        assertThat(cli.run("get", "app").code()).isEqualTo(7);
    }

    @Test
    void closed_pipe_is141_andSaysNothing() {
        diamond.publish(KEY, "one");

        Ran ran = cli.to(refusing("Broken pipe")).run("get", "app");

        assertThat(ran.code()).isEqualTo(141);
        assertThat(ran.err()).isEmpty();
    }

    private static OutputStream refusing(String reason) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        };
    }
}
