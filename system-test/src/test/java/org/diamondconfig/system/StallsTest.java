/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What a machine takes from a test, on one whose clock and work the test itself makes. */
class StallsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Made machine = new Made();
    private final Stalls stalls = new Stalls(machine);

    /** A machine of two cores. */
    private static final class Made implements Stalls.Machine {

        private long nanos = -5;
        private Duration work = Duration.ofHours(7);
        private Duration own = Duration.ofMinutes(3);

        void pass(Duration time) {
            nanos += time.toNanos();
        }

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public Duration work() {
            return work;
        }

        @Override
        public Duration ownWork() {
            return own;
        }

        @Override
        public int cores() {
            return 2;
        }
    }

    private void ticks(int count) {
        for (int i = 0; i < count; i++) {
            machine.pass(Stalls.TICK);
            stalls.tick();
        }
    }

    @Test
    void quietMachine_addsNothing_howeverLongItTakes() {
        ticks(1_000);

        assertThat(stalls.soFar()).isZero();
        assertThat(stalls.over(SECOND)).isEqualTo(SECOND);
    }

    @Test
    void ticksThatComeLate_areAddedUp_theOneThatIsDueAsWell() {
        machine.pass(Duration.ofMillis(300));
        stalls.tick();
        ticks(10);
        machine.pass(Duration.ofMillis(110));
        stalls.tick();
        assertThat(stalls.soFar()).isEqualTo(Duration.ofMillis(390));

        machine.pass(Duration.ofMillis(60));

        assertThat(stalls.over(SECOND)).isEqualTo(Duration.ofMillis(1_440));
    }

    @Test
    void workOfOthers_isPartedByTheCores_andOwnWorkIsNone() {
        ticks(100);
        machine.own = machine.own.plus(SECOND);
        machine.work = machine.work.plus(SECOND);
        assertThat(stalls.soFar()).isZero();

        machine.work = machine.work.plus(SECOND);

        assertThat(stalls.soFar()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void lateTicksAndWorkOfOthers_areTheSameTime() {
        machine.pass(Duration.ofMillis(310));
        stalls.tick();
        machine.work = machine.work.plus(Duration.ofMillis(400));
        assertThat(stalls.soFar()).isEqualTo(Duration.ofMillis(300));

        machine.work = machine.work.plus(Duration.ofMillis(400));

        assertThat(stalls.soFar()).isEqualTo(Duration.ofMillis(400));
    }

    @Test
    void processThatEnds_takesNothingBack() {
        machine.own = machine.own.minus(SECOND);
        machine.work = machine.work.minus(SECOND.multipliedBy(2));

        assertThat(stalls.soFar()).isZero();
    }

    /** By the true clock, of which no more can be said. */
    @Test
    void thisMachine_isWatchedUntilItIsClosed() {
        try (Stalls real = Stalls.watch()) {
            Awaitility.await().pollDelay(Stalls.TICK.multipliedBy(3)).until(() -> true);

            assertThat(real.soFar()).isGreaterThanOrEqualTo(Duration.ZERO);
        }
    }
}
