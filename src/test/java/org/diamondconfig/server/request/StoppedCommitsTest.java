/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Who waits while the server stops is told so at once, and nobody twice. */
class StoppedCommitsTest extends CommitsKit {

    @Test
    void stop_refusesWhoWaits_andLetsTheOneThatIsAtItEnd() throws Exception {
        FutureTask<String> first = commits.first();
        CompletableFuture<String> second = commits.begun("b");
        FutureTask<String> third = commits.onAThread("c");

        commits.together.stop();

        assertThat(second).isCompletedExceptionally();
        assertRefused("DRAINING", second::join);
        assertRefused("DRAINING", third::get);
        commits.goOn();
        assertThat(first.get()).isEqualTo("done first");
        assertThat(commits.made()).containsExactly(List.of("first"));
        assertThat(commits.together.waiting()).isZero();
        assertThat(commits.freePlaces()).isEqualTo(PLACES);
    }

    /** As Payara does once it has disabled an application. */
    @Test
    void stop_refusesThoseWhoseTaskWasTaken_andIsNeverRun() throws Exception {
        FutureTask<String> first = commits.first();
        CompletableFuture<String> second = commits.begun("b");
        CompletableFuture<String> third = commits.begun("alone");
        commits.firstGoesOn();
        assertThat(first.get()).isEqualTo("done first");
        assertThat(second).isNotDone();

        commits.together.stop();

        assertRefused("DRAINING", second::join);
        assertRefused("DRAINING", third::join);
        assertThat(commits.together.changing()).isZero();
        assertThat(commits.freePlaces()).isEqualTo(PLACES);
        commits.scheduler.runDue();
        assertThat(commits.made()).containsExactly(List.of("first"));
    }

    @Test
    void changeThatWouldHaveToWait_isRefused_andAnyOtherIsMade_onceItStops() {
        commits.first();
        commits.together.stop();

        assertRefused("DRAINING", () -> commits.begun("b"));
        assertRefused("DRAINING", () -> commits.together.run("thing", "c"));
        assertThat(commits.together.run("other thing", "d")).isEqualTo("done d");
        commits.goOn();
        assertThat(commits.begun("e")).isCompletedWithValue("done e");
    }
}
