/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.diamondconfig.cli.Cli.Ran;
import org.diamondconfig.client.test.Received;
import org.junit.jupiter.api.Test;

/** A copy at the server, page by page: each item is told, and the worst of them is how it ends. */
class FolderCopyTest extends DiamondCase {

    private static final String DONE = "{\"outcome\":\"created\",\"group\":\"g\",\"dataId\":\"%s\",\"version\":1}";
    private static final String NOT_DONE = "{\"outcome\":\"refused\",\"group\":\"g\",\"dataId\":\"%s\","
            + "\"code\":\"FORBIDDEN\",\"detail\":\"You may not.\"}";

    private void answers(String more, String... items) {
        diamond.enqueue(200, "{\"items\":[" + String.join(",", items) + "]" + more + "}");
    }

    private Ran copy(String... more) {
        return cli.run(List.of("copy", "-n", "dev", "--to", "prod"), more);
    }

    @Test
    void copy_followsItsPages() {
        answers(",\"next\":\"c1\"", DONE.formatted("a"));
        answers("", DONE.formatted("b"));

        Ran ran = copy("-o", "raw", "--policy", "overwrite", "--rename-group", "g=h", "-m", "why", "a*");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).isEqualTo("created\tg\ta\t1\t\t\ncreated\tg\tb\t1\t\t\n");
        assertThat(diamond.requests().get(0).body())
                .startsWith("{\"from\":\"dev\",\"to\":\"prod\",\"policy\":\"overwrite\"")
                .contains("\"group\":\"*\",\"dataId\":\"a*\"")
                .contains("\"groups\":{\"g\":\"h\"}")
                .contains("\"comment\":\"why\"")
                .doesNotContain("cursor");
        assertThat(diamond.requests().get(1).body()).contains("\"cursor\":\"c1\"");
    }

    @Test
    void some_thatAreRefused_are8_andAll5() {
        answers("", DONE.formatted("a"), NOT_DONE.formatted("b"));
        answers("", NOT_DONE.formatted("b"));

        assertThat(copy().code()).isEqualTo(8);
        assertThat(copy().code()).isEqualTo(5);
    }

    @Test
    void copy_thatIsAborted_is5_andAsksForNoMore() {
        answers(",\"aborted\":true,\"next\":\"c1\"", NOT_DONE.formatted("a"));

        Ran ran = copy();

        assertThat(ran.code()).isEqualTo(5);
        assertThat(ran.err()).contains("nothing was written of this page");
        assertThat(diamond.requests()).hasSize(1);
    }

    @Test
    void copy_thatEndsBeforeItsTime_is8_andTellsWhatWasDone() {
        answers(",\"code\":\"STORE_DOWN\"", DONE.formatted("a"));

        Ran ran = copy("-o", "raw");

        assertThat(ran.code()).isEqualTo(8);
        assertThat(ran.out()).startsWith("created\tg\ta\t");
        assertThat(ran.err()).contains("STORE_DOWN: what is not told was not written");
    }

    @Test
    void dryRun_is1_ifAnythingWouldBeWritten() {
        answers("", DONE.formatted("a"));
        assertThat(cli.run("copy", "--to", "dev", "--dry-run").code()).isEqualTo(1);

        answers("", DONE.formatted("a").replace("created", "same"));
        assertThat(cli.run("copy", "--to", "dev", "--dry-run").code()).isZero();
    }

    @Test
    void page_thatFails_behindOneThatWasDone_is8_andTellsHowMany() {
        answers(",\"next\":\"c1\"", DONE.formatted("a"));
        diamond.enqueue(403);

        Ran ran = copy();

        assertThat(ran.code()).isEqualTo(8);
        assertThat(ran.err()).contains("; before, 1 looked at, 0 refused");
    }

    @Test
    void page_thatIsAborted_behindOneThatWasDone_is8() {
        answers(",\"next\":\"c1\"", DONE.formatted("a"));
        answers(",\"aborted\":true,\"next\":\"c2\"", NOT_DONE.formatted("b"));

        assertThat(copy().code()).isEqualTo(8);
        assertThat(diamond.requests()).hasSize(2);
    }

    @Test
    void keys_thatAreNamed_areCopied_alsoUnderOtherNames() {
        answers("", DONE.formatted("a"), DONE.formatted("c"));

        Ran ran = copy("-g", "g", "--key", "a", "--key", "b/b.yml=c", "-o", "raw");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).isEqualTo("created\tg\ta\t1\t\t\ncreated\tg\tc\t1\t\t\n");
        assertThat(diamond.requests()).hasSize(1);
        assertThat(last().body())
                .startsWith("{\"from\":\"dev\",\"to\":\"prod\",\"policy\":\"abort\"")
                .endsWith("\"keys\":[{\"group\":\"g\",\"dataId\":\"a\"},"
                        + "{\"group\":\"g\",\"dataId\":\"b/b.yml\",\"toDataId\":\"c\"}]}")
                .doesNotContain("limit");
    }

    @Test
    void keys_areReadOfLinesAsListPrintsThem() {
        answers("", DONE.formatted("a"));

        Ran ran = cli.input("{\"namespace\":\"dev\",\"group\":\"g\",\"dataId\":\"a\",\"version\":3}\n\n"
                        + "{\"group\":\"g\",\"dataId\":\"b\",\"toGroup\":\"h\",\"toDataId\":\"c\"}")
                .run("copy", "-n", "dev", "--to", "prod", "--keys", "-");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(last().body())
                .endsWith("\"keys\":[{\"group\":\"g\",\"dataId\":\"a\"},"
                        + "{\"group\":\"g\",\"dataId\":\"b\",\"toGroup\":\"h\",\"toDataId\":\"c\"}]}");
    }

    @Test
    void keys_areSent500AtATime() {
        answers("", DONE.formatted("a"));
        answers("", NOT_DONE.formatted("b"));
        String lines = IntStream.range(0, 501)
                .mapToObj(i -> "{\"group\":\"g\",\"dataId\":\"a" + i + "\"}")
                .collect(Collectors.joining("\n"));

        assertThat(cli.input(lines)
                        .run("copy", "-n", "dev", "--to", "prod", "--keys", "-")
                        .code())
                .isEqualTo(8);
        assertThat(diamond.requests())
                .extracting(Received::body)
                .satisfiesExactly(
                        first ->
                                assertThat(first).contains("\"a0\"", "\"a499\"").doesNotContain("\"a500\""),
                        second -> assertThat(second).contains("[{\"group\":\"g\",\"dataId\":\"a500\"}]"));
    }

    @Test
    void names_thatAreNone_orOfAnotherNamespace_orBesideAPattern_are2_andNobodyIsAsked() {
        assertThat(copy("--key", "a", "b*").err()).contains("and not both");
        assertThat(copy("--key", "a b").code()).isEqualTo(2);
        assertThat(copy("--key", "a=").code()).isEqualTo(2);
        Ran other = cli.input("{\"dataId\":\"a\"}\n{\"namespace\":\"test\",\"dataId\":\"a\"}\n")
                .run("copy", "-n", "dev", "--to", "prod", "--keys", "-");

        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains("the standard input, line 2: namespace: another one than dev");
        assertThat(cli.input("{\"group\":\"g\"}")
                        .run("copy", "--to", "prod", "--keys", "-")
                        .err())
                .contains("line 1: dataId: text expected");
        assertThat(cli.input("a.yml").run("copy", "--to", "prod", "--keys", "-").code())
                .isEqualTo(2);
        assertThat(copy("--keys", home.resolve("none").toString()).code()).isEqualTo(1);
        assertThat(diamond.requests()).isEmpty();
    }

    @Test
    void no_keys_areNoRequest() {
        assertThat(cli.input("").run("copy", "--to", "prod", "--keys", "-").code())
                .isZero();
        assertThat(diamond.requests()).isEmpty();
    }
}
