/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.problem.TooMany;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Places for bodies that may never come. */
class IntakeTest {

    private static final String FIRST = "10.0.0.1";
    private static final String SECOND = "10.0.0.2";
    private static final String THIRD = "10.0.0.3";

    private final ManualTicker ticker = new ManualTicker();
    private final Intake intake = new Intake(3, 2, ticker, () -> new TooMany("BUSY", "Try again.", 1));
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    @AfterEach
    void end() {
        end.complete(null);
    }

    /** Reads inside of reading: as many at once as there are addresses. */
    private String nested(String... addresses) {
        Supplier<String> read = () -> "read";
        for (String address : addresses) {
            Supplier<String> inner = read;
            read = () -> intake.read(address, inner);
        }
        return read.get();
    }

    @Test
    void bodies_areRead_upToTheMostOfOneAddressAndOfAll() {
        assertThat(nested("10.0.0.1", "10.0.0.1", "10.0.0.2")).isEqualTo("read");

        assertThatThrownBy(() -> nested("10.0.0.1", "10.0.0.1", "10.0.0.1")).isInstanceOf(TooMany.class);
        assertThatThrownBy(() -> nested("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4"))
                .isInstanceOf(TooMany.class);
        assertThatThrownBy(() -> nested("2001:db8::1", "2001:db8::2", "2001:db8::3"))
                .isInstanceOf(TooMany.class);
    }

    @Test
    void place_isFreeAgain_howeverTheReadingEnds() {
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> intake.read("10.0.0.1", () -> {
                        throw new IllegalStateException("cut off");
                    }))
                    .isInstanceOf(IllegalStateException.class);
        }

        assertThat(nested("10.0.0.1", "10.0.0.1")).isEqualTo("read");
    }

    @Test
    void bodiesThatDoNotCome_giveWay_theOldestFirst_onceTheyHadTheirTime() throws Exception {
        CompletableFuture<String> oldest = stalled(FIRST, this::waitInterruptibly);
        CompletableFuture<String> second = stalled(SECOND, this::waitInterruptibly);
        CompletableFuture<String> third = stalled(SECOND, this::waitInterruptibly);

        ticker.advance(Intake.PATIENCE.minusNanos(1));
        assertThatThrownBy(() -> nested(THIRD)).isInstanceOf(TooMany.class);
        ticker.advance(Intake.PATIENCE);
        assertThat(nested(THIRD)).isEqualTo("read");

        assertThat(oldest.get()).isEqualTo("gave way, and its thread goes on as if nothing had been");
        assertThat(second).isNotDone();
        assertThat(third).isNotDone();
    }

    @Test
    void bodiesOfOneAddress_giveWayToItsOwn() throws Exception {
        CompletableFuture<String> other = stalled(FIRST, this::waitInterruptibly);
        CompletableFuture<String> own = stalled(SECOND, this::waitInterruptibly);
        stalled(SECOND, this::waitInterruptibly);
        ticker.advance(Intake.PATIENCE);

        assertThat(nested(SECOND)).isEqualTo("read");

        assertThat(own.get()).startsWith("gave way");
        assertThat(other).isNotDone();
    }

    /** Else each of them would cost another thread. */
    @Test
    void bodiesThatDoNotLeave_thoughTheyGaveWay_areFew() {
        List<CompletableFuture<String>> all = new ArrayList<>();
        for (String address : List.of(FIRST, SECOND, THIRD, FIRST, SECOND)) {
            ticker.advance(Intake.PATIENCE);
            all.add(stalled(address, this::waitStubbornly));
        }
        ticker.advance(Intake.PATIENCE);

        assertThatThrownBy(() -> nested(THIRD)).isInstanceOf(TooMany.class);

        assertThat(all).noneMatch(CompletableFuture::isDone);
    }

    /** A body on a thread of its own that has begun to be read and does not come; what became of it. */
    private CompletableFuture<String> stalled(String address, Runnable wait) {
        CompletableFuture<String> outcome = new CompletableFuture<>();
        CompletableFuture<Void> begun = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try {
                outcome.complete(intake.read(address, () -> {
                    begun.complete(null);
                    wait.run();
                    return "read";
                }));
            } catch (IllegalStateException gaveWay) {
                boolean interrupted = Thread.currentThread().isInterrupted();
                outcome.complete(
                        interrupted ? "still interrupted" : "gave way, and its thread goes on as if nothing had been");
            } catch (RuntimeException | Error e) {
                begun.completeExceptionally(e);
            }
        });
        reader.setDaemon(true);
        reader.start();
        begun.join();
        return outcome;
    }

    private void waitInterruptibly() {
        try {
            end.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private void waitStubbornly() {
        end.join();
    }
}
