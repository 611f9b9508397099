/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.diamondconfig.cli.Cli.Ran;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a folder's commands make of answers that are not all good; the good ones are tried on a real server. */
class FolderTest extends DiamondCase {

    private static final String OK = "{\"namespace\":\"\",\"group\":\"g\",\"dataId\":\"a\",\"status\":200,"
            + "\"version\":1,\"md5\":\"x\",\"changed\":true}";
    private static final String NO = "{\"namespace\":\"\",\"group\":\"g\",\"dataId\":\"b\",\"status\":403,"
            + "\"code\":\"FORBIDDEN\",\"detail\":\"You may not.\"}";

    private Path folder;

    @BeforeEach
    void start() throws IOException {
        folder = home.resolve("all");
        Path group = Files.createDirectories(folder.resolve("public/g"));
        Files.writeString(group.resolve("a"), "1");
        Files.writeString(group.resolve("b"), "2");
    }

    private static String there(String dataId, String content) {
        return "{\"namespace\":\"\",\"group\":\"g\",\"dataId\":\"" + dataId + "\",\"status\":200,\"epoch\":"
                + "\"1-0123456789abcdef\",\"version\":3,\"md5\":\"" + Md5.hex(content) + "\"}";
    }

    private static String missing(String dataId) {
        return "{\"namespace\":\"\",\"group\":\"g\",\"dataId\":\"" + dataId + "\",\"status\":404}";
    }

    private static String absent(String... dataIds) {
        return configs(Stream.of(dataIds).map(FolderTest::missing).toArray(String[]::new));
    }

    private Ran importing(String... more) {
        return cli.run(List.of("import", folder.toString(), "--policy", "overwrite"), more);
    }

    @Test
    void some_thatAreRefused_are8_andEachIsTold() {
        diamond.enqueue(200, absent("a", "b"));
        diamond.enqueue(200, results(OK, NO));

        Ran ran = importing("-o", "json");

        assertThat(ran.code()).isEqualTo(8);
        assertThat(ran.out())
                .startsWith(
                        "{\"outcome\":\"created\",\"namespace\":\"\",\"group\":\"g\",\"dataId\":\"a\",\"version\":1}\n")
                .hasLineCount(2);
        assertThat(ran.out()).contains("FORBIDDEN: You may not.");
        assertThat(ran.err()).contains("1 created, 1 refused");
    }

    @Test
    void all_thatAreRefused_areTheirReason() {
        diamond.enqueue(200, absent("a", "b"));
        diamond.enqueue(200, results(NO, NO));

        assertThat(importing().code()).isEqualTo(4);
    }

    @Test
    void server_thatGoes_endsIt_andWhatIsNotKnownIsTold() {
        diamond.enqueue(200, absent("a", "b"));
        diamond.enqueue(503);

        Ran ran = importing("-o", "json");

        assertThat(ran.code()).isEqualTo(7);
        assertThat(ran.out()).hasLineCount(2).contains("\"outcome\":\"refused\"");
    }

    @Test
    void what_somebodyPublishedMeanwhile_isNotOverwritten_whereTheFirstIsToAbort() {
        diamond.enqueue(200, absent("a", "b"));
        diamond.enqueue(200, configs(there("a", "other"), missing("b")));
        diamond.enqueue(200, results(OK));

        Ran ran = cli.run("import", folder.toString(), "-o", "json");

        assertThat(ran.code()).isEqualTo(8);
        assertThat(ran.out()).contains("EXISTS").contains("\"dataId\":\"b\",\"version\"");
        assertThat(diamond.requests().get(2).body()).doesNotContain("\"dataId\":\"a\"");
    }

    @Test
    void dryRun_thatIsToAbort_tellsWhatStandsInTheWay_andIs5() {
        diamond.enqueue(200, configs(there("a", "other"), missing("b")));

        Ran ran = cli.run("import", folder.toString(), "--dry-run", "-o", "raw");

        assertThat(ran.code()).isEqualTo(5);
        assertThat(ran.out())
                .contains("refused\tpublic\tg\ta\t")
                .contains("EXISTS")
                .contains("created\tpublic\tg\tb");
        assertThat(diamond.requests()).hasSize(1);
    }

    @Test
    void answer_thatLeavesKeysOut_isNoDiamonds_andNothingIsPublished() {
        diamond.enqueue(200, absent("a"));

        Ran ran = importing();

        assertThat(ran.code()).isEqualTo(7);
        assertThat(ran.err()).contains("no Diamond answers there: it tells of other keys than were asked for");
        assertThat(diamond.requests()).hasSize(1);
    }

    @Test
    void key_thatMayNotBeRead_isRefused_andNotPublished() {
        diamond.enqueue(200, configs(missing("a"), NO));
        diamond.enqueue(200, results(OK));

        Ran ran = importing("-o", "json");

        assertThat(ran.code()).isEqualTo(8);
        assertThat(ran.out()).contains("FORBIDDEN: You may not.");
        assertThat(diamond.requests().get(1).body())
                .contains("\"dataId\":\"a\"")
                .doesNotContain("\"dataId\":\"b\"");
    }

    @Test
    void key_thatMayNotBeRead_endsOneThatIsToAbort_beforeAnythingIsDone() {
        diamond.enqueue(200, configs(missing("a"), NO));

        Ran ran = cli.run("import", folder.toString());

        assertThat(ran.code()).isEqualTo(4);
        assertThat(ran.err()).contains("public/g/b: FORBIDDEN: You may not.; nothing was done");
        assertThat(diamond.requests()).hasSize(1);
    }

    @Test
    void namespaceAndGroup_thatAreSet_areAllThatIsImported() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("dev/h")).resolve("c"), "3");
        Files.writeString(Files.createDirectories(folder.resolve("dev/other")).resolve("d"), "4");
        for (List<String> set : List.of(List.of("-n", "public"), List.of("-n", "public", "-g", "?"))) {
            diamond.enqueue(200, absent("a", "b"));
            diamond.enqueue(200, results(OK, OK));

            Ran ran = importing(set.toArray(String[]::new));

            assertThat(ran.code()).as(ran.err()).isZero();
            assertThat(ran.err()).contains("2 created; groups of the folder that are not set: 2");
        }
        assertThat(diamond.requests())
                .hasSize(4)
                .noneMatch(request -> request.body().contains("dev"));
    }

    @Test
    void namespace_thatTheFolderHasNot_is2_andAllNamespacesAreAllOfIt() {
        Ran ran = importing("-n", "dev");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("has no group that is set: it has").contains("-A takes all namespaces");
        assertThat(diamond.requests()).isEmpty();

        diamond.enqueue(200, absent("a", "b"));
        diamond.enqueue(200, results(OK, OK));
        assertThat(importing("-n", "dev", "-A").code()).isZero();
    }

    @Test
    void folder_thatIsNone_is2() {
        assertThat(cli.run("import", home.resolve("nothing").toString()).code()).isEqualTo(2);
    }

    @Test
    void name_thatNoKeyCanHave_is6_withItsFile() throws IOException {
        Files.writeString(folder.resolve("public/g/two words"), "3");

        Ran ran = importing();

        assertThat(ran.code()).isEqualTo(6);
        assertThat(ran.err()).contains("two words: dataId: character 4 is not allowed");
    }

    @Test
    void labels_goAlong_andWhereAreNoneTheTypeByName() throws IOException {
        Files.writeString(
                folder.resolve(".labels.jsonl"),
                "{\"namespace\":\"\",\"group\":\"g\",\"dataId\":\"a\",\"type\":\"yaml\",\"description\":\"why\","
                        + "\"app\":\"cart\",\"tags\":[\"t\"]}\n");
        diamond.enqueue(200, absent("a", "b"));
        diamond.enqueue(200, results(OK, OK));

        importing();

        assertThat(diamond.requests().get(1).body())
                .contains(
                        "\"dataId\":\"a\",\"content\":\"1\",\"type\":\"yaml\",\"description\":\"why\",\"app\":\"cart\","
                                + "\"tags\":[\"t\"],\"ifAbsent\":true")
                .contains("\"dataId\":\"b\",\"content\":\"2\",\"type\":\"text\"");
    }

    @Test
    @Timeout(120)
    void ctrlC_endsBehindABatch_andTellsWhatWasDone() throws IOException {
        for (int i = 100; i < 248; i++) {
            Files.writeString(folder.resolve("public/g/c" + i), "3");
        }
        List<String> names = Stream.concat(
                        Stream.of("a", "b"), IntStream.range(100, 248).mapToObj(i -> "c" + i))
                .toList();
        diamond.enqueue(200, absent(names.subList(0, 100).toArray(String[]::new)));
        diamond.enqueue(200, absent(names.subList(100, 150).toArray(String[]::new)));
        diamond.enqueue(200, results(Collections.nCopies(100, OK).toArray(String[]::new)));
        Cli waiting = Cli.of(diamond, home);
        waiting.to(new OutputStream() {
            @Override
            public void write(int b) {
                new Thread(waiting.interruption()::ask).start();
                while (!waiting.interruption().isAsked()) {
                    Thread.onSpinWait();
                }
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                write(0);
            }
        });

        Ran ran = waiting.run("import", folder.toString(), "--policy", "overwrite", "-o", "json");
        waiting.interruption().over();

        assertThat(ran.code()).isEqualTo(130);
        assertThat(ran.err()).isEqualTo("diamond: interrupted: 100 created; run again, it does the rest\n");
        assertThat(diamond.requests()).hasSize(3);
    }
}
