/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.diamondconfig.server.problem.TooMany;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final Turns turns = new Turns(1, () -> new TooMany("FULL", "Try again.", 1));

    @Test
    void nobodyBeyondTheMost_hasATurn_untilOneIsGivenBack() {
        turns.require();
        turns.take();

        assertThat(turns.isTaken()).isFalse();
        assertThatThrownBy(turns::take).isInstanceOf(TooMany.class);
        assertThatThrownBy(turns::require).isInstanceOf(TooMany.class);
        assertThatThrownBy(() -> turns.await(Duration.ofMillis(1))).isInstanceOf(TooMany.class);
        turns.give();
        turns.await(Duration.ZERO);
    }

    @Test
    void await_whoIsInterruptedIsRefused_andStaysInterrupted() {
        turns.take();
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> turns.await(Duration.ofMinutes(1))).isInstanceOf(TooMany.class);

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void during_theTurnLastsUntilTheFutureEnds_howeverItDoes() {
        CompletableFuture<String> work = new CompletableFuture<>();
        CompletableFuture<String> done = turns.during(() -> work);

        assertThatThrownBy(() -> turns.during(() -> work)).isInstanceOf(TooMany.class);
        work.complete("done");
        assertThat(done).isCompletedWithValue("done");
        assertThat(turns.during(() -> CompletableFuture.failedFuture(new IllegalStateException("broken"))))
                .isCompletedExceptionally();
        assertThatThrownBy(() -> turns.during(() -> {
                    throw new IllegalStateException("never began");
                }))
                .isInstanceOf(IllegalStateException.class);
        turns.take();
    }
}
