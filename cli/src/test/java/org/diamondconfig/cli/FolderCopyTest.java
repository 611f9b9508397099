/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.diamondconfig.cli.Cli.Ran;
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
                .startsWith(
                        "{\"from\":\"dev\",\"to\":\"prod\",\"group\":\"*\",\"dataId\":\"a*\",\"policy\":\"overwrite\"")
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
}
