/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.health.Readiness.Background;
import org.diamondconfig.server.health.Readiness.Check;
import org.junit.jupiter.api.Test;

/** What is told of a container that has one thread for the background. */
class BackgroundTest {

    /** Its other thread, if it has one, is as quick as can be. */
    private static final class Container implements Scheduler {

        private final Deque<Runnable> later = new ArrayDeque<>();
        private boolean several;
        private boolean stopping;
        private Runnable amid = () -> {};
        private Runnable amidPlan = () -> {};

        @Override
        public Handle every(String name, Duration period, Runnable task) {
            throw new UnsupportedOperationException(name);
        }

        @Override
        public Handle sparingly(String name, Duration period, int rest, Runnable task) {
            throw new UnsupportedOperationException(name);
        }

        @Override
        public boolean soon(String name, Runnable task) {
            amid.run();
            if (several) {
                task.run();
            }
            return !stopping;
        }

        @Override
        public Handle after(String name, Duration delay, Runnable task, Runnable otherwise) {
            amidPlan.run();
            later.add(task);
            return () -> later.remove(task);
        }

        private void pass(int times) {
            for (int i = 0; i < times; i++) {
                later.remove().run();
            }
        }
    }

    private final Container container = new Container();
    private final Background background = new Background(container, Duration.ofMillis(1));

    @Test
    void oneThread_isToldOnceItWasFoundAloneThreeTimes() {
        background.start();

        container.pass(Background.TRIALS - 1);
        assertThat(background.check()).isEmpty();
        container.pass(1);

        assertThat(background.check()).hasValueSatisfying(check -> {
            assertThat(check.up()).isTrue();
            assertThat(check.data().get("warning")).contains("one thread", "core-pool-size");
        });
    }

    @Test
    void anotherThread_isSeenOnce_andNotLookedForAgain() {
        container.several = true;
        background.start();

        container.pass(1);

        assertThat(background.check()).isEmpty();
        assertThat(container.later).isEmpty();
    }

    @Test
    void threadThatCameLate_takesTheWarningBack() {
        background.start();
        container.pass(Background.TRIALS);
        container.several = true;

        container.pass(1);

        assertThat(background.check().map(Check::name)).isEmpty();
    }

    @Test
    void containerThatStops_isNotJudged() {
        container.stopping = true;
        background.start();

        container.pass(1);

        assertThat(container.later).isEmpty();
        assertThat(background.check()).isEmpty();
    }

    @Test
    void end_takesTheNextLookAway() {
        background.start();

        background.stop();

        assertThat(container.later).isEmpty();
    }

    @Test
    void end_amidALook_leavesNoneBehind() {
        background.start();
        container.amid = background::stop;

        container.pass(1);

        assertThat(container.later).isEmpty();
    }

    @Test
    void end_whileTheNextLookIsPlanned_takesThatAway() {
        background.start();
        container.amidPlan = background::stop;

        container.pass(1);

        assertThat(container.later).isEmpty();
    }
}
