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

    private Ran importing(String... more) {
        return cli.run(List.of("import", folder.toString(), "--policy", "overwrite"), more);
    }

    @Test
    void some_thatAreRefused_are8_andEachIsTold() {
        diamond.enqueue(200, NO_CONFIGS);
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
        diamond.enqueue(200, NO_CONFIGS);
        diamond.enqueue(200, results(NO, NO));

        assertThat(importing().code()).isEqualTo(4);
    }

    @Test
    void server_thatGoes_endsIt_andWhatIsNotKnownIsTold() {
        diamond.enqueue(200, NO_CONFIGS);
        diamond.enqueue(503);

        Ran ran = importing("-o", "json");

        assertThat(ran.code()).isEqualTo(7);
        assertThat(ran.out()).hasLineCount(2).contains("\"outcome\":\"refused\"");
    }

    @Test
    void what_somebodyPublishedMeanwhile_isNotOverwritten_whereTheFirstIsToAbort() {
        String other = "{\"namespace\":\"\",\"group\":\"g\",\"dataId\":\"a\",\"status\":200,\"epoch\":"
                + "\"1-0123456789abcdef\",\"version\":3,\"md5\":\"" + Md5.hex("other") + "\"}";
        diamond.enqueue(200, NO_CONFIGS);
        diamond.enqueue(200, configs(other));
        diamond.enqueue(200, results(OK));

        Ran ran = cli.run("import", folder.toString(), "-o", "json");

        assertThat(ran.code()).isEqualTo(8);
        assertThat(ran.out()).contains("EXISTS").contains("\"dataId\":\"b\",\"version\"");
        assertThat(diamond.requests().get(2).body()).doesNotContain("\"dataId\":\"a\"");
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
        diamond.enqueue(200, NO_CONFIGS);
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
        for (int i = 2; i < 150; i++) {
            Files.writeString(folder.resolve("public/g/c" + i), "3");
        }
        diamond.enqueue(200, NO_CONFIGS);
        diamond.enqueue(200, NO_CONFIGS);
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
