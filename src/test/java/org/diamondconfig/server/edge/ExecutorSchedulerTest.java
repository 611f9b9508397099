/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExecutorSchedulerTest {

    private static final Duration PERIOD = Duration.ofMillis(2);
    private static final int REST = 9;
    private static final Duration LONG = Duration.ofMillis(5);

    /** Notes what it is to run and when, and runs nothing by itself. */
    private static final class Notebook extends ScheduledThreadPoolExecutor {

        final Deque<Runnable> tasks = new ArrayDeque<>();
        final List<Duration> delays = new ArrayList<>();

        Notebook() {
            super(0);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            tasks.add(task);
            delays.add(Duration.ofNanos(unit.toNanos(delay)));
            return super.schedule(() -> {}, 1, TimeUnit.DAYS);
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long first, long delay, TimeUnit unit) {
            return schedule(task, delay, unit);
        }
    }

    private final Notebook notebook = new Notebook();
    private final Scheduler scheduler = Scheduler.on(notebook);

    @AfterEach
    void end() {
        notebook.shutdownNow();
    }

    private static void takeLong() {
        long began = System.nanoTime();
        while (System.nanoTime() - began < LONG.toNanos()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void sparingTask_beginsAfterAPeriod_andRestsForATimeThatGrowsWithWhatItTook() {
        scheduler.sparingly("task", PERIOD, REST, ExecutorSchedulerTest::takeLong);
        notebook.tasks.remove().run();

        assertThat(notebook.delays.get(0)).isEqualTo(PERIOD);
        assertThat(notebook.delays.get(1)).isGreaterThanOrEqualTo(LONG.multipliedBy(REST));
    }

    @Test
    void sparingTask_restsForHalfAMinuteAtMost() {
        scheduler.sparingly("task", PERIOD, 1_000_000, ExecutorSchedulerTest::takeLong);
        notebook.tasks.remove().run();

        assertThat(notebook.delays.get(1)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void sparingTaskThatFails_runsAgain() {
        scheduler.sparingly("task", PERIOD, REST, () -> {
            throw new IllegalStateException("fails in this test");
        });
        notebook.tasks.remove().run();

        assertThat(notebook.tasks).hasSize(1);
    }

    /** One that threw would never run again, and nobody would be told. */
    @Test
    void periodicTaskThatRunsOutOfMemory_endsNothing() {
        scheduler.every("task", PERIOD, () -> {
            throw new OutOfMemoryError("fails in this test");
        });

        assertThatCode(notebook.tasks.remove()::run).doesNotThrowAnyException();
    }

    @Test
    void sparingTaskThatIsCancelledWhileItRuns_endsWithThisRun() {
        List<Scheduler.Handle> handles = new ArrayList<>();
        handles.add(scheduler.sparingly("task", PERIOD, REST, () -> handles.forEach(Scheduler.Handle::cancel)));
        notebook.tasks.remove().run();

        assertThat(notebook.tasks).isEmpty();
    }

    @Test
    void taskForAContainerThatStops_isDropped_andWhoAskedGoesOn() {
        ScheduledThreadPoolExecutor stopped = new ScheduledThreadPoolExecutor(1);
        stopped.shutdownNow();
        Scheduler late = Scheduler.on(stopped);

        assertThatCode(() -> late.soon("task", () -> {})).doesNotThrowAnyException();
        assertThatCode(() -> late.after("task", PERIOD, () -> {}).cancel()).doesNotThrowAnyException();
    }

    @Test
    void taskForAContainerThatStops_letsGoWhoWaitsForIt() {
        ScheduledThreadPoolExecutor stopped = new ScheduledThreadPoolExecutor(1);
        stopped.shutdownNow();
        Scheduler late = Scheduler.on(stopped);
        List<String> letGo = new ArrayList<>();

        late.soon("task", () -> {}, () -> letGo.add("now"));
        late.after("task", PERIOD, () -> {}, () -> letGo.add("later"));

        assertThat(letGo).containsExactly("now", "later");
    }

    @Test
    void taskThatIsTaken_isAllThatRuns() throws Exception {
        ScheduledThreadPoolExecutor runs = new ScheduledThreadPoolExecutor(1);
        List<String> ran = new CopyOnWriteArrayList<>();
        Scheduler takes = Scheduler.on(runs);

        takes.soon("task", () -> ran.add("now"), () -> ran.add("refused"));
        takes.after("task", PERIOD, () -> ran.add("later"), () -> ran.add("refused"));
        runs.shutdown();

        assertThat(runs.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).containsExactly("now", "later");
    }
}
