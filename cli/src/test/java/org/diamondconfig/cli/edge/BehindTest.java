/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What goes on beside a command. */
class BehindTest {

    @Test
    void failure_isToldOnce_andWhatIsBegunAfterItIsDone() {
        AtomicInteger done = new AtomicInteger();
        try (Behind behind = new Behind()) {
            behind.begin(() -> {
                throw new Refused(Exit.INVALID, "too large");
            });
            assertThatThrownBy(behind::await).isInstanceOf(Refused.class).hasMessage("too large");

            behind.begin(done::incrementAndGet);
            behind.await();
        }
        assertThat(done).hasValue(1);
    }

    @Test
    void allThatIsBegun_isDoneBeforeAFailureIsTold_andThatIsOfTheFirst() {
        AtomicInteger done = new AtomicInteger();
        CountDownLatch failed = new CountDownLatch(1);
        try (Behind behind = new Behind()) {
            behind.begin(
                    () -> {
                        throw new Refused(Exit.FAILED, "first");
                    },
                    () -> {
                        failed.countDown();
                        throw new Refused(Exit.INVALID, "second");
                    },
                    () -> {
                        await(failed);
                        done.incrementAndGet();
                    });

            assertThatThrownBy(() -> behind.begin(done::incrementAndGet))
                    .isInstanceOf(Refused.class)
                    .hasMessage("first");
            assertThat(done).hasValue(1);
            behind.await();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
