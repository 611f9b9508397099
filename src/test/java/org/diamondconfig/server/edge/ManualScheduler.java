/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.edge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A {@link Scheduler} that runs tasks on the test's thread, when {@link #advance} moves its time past their turn. It moves a
 * {@link ManualTicker} along. Not for use from several threads at once, except for handing in tasks.
 */
public final class ManualScheduler implements Scheduler {

    private static final class Task implements Handle {
        private final Runnable work;
        private final long periodNanos;
        private long due;
        private boolean cancelled;

        Task(Runnable work, long due, long periodNanos) {
            this.work = work;
            this.due = due;
            this.periodNanos = periodNanos;
        }

        @Override
        public synchronized void cancel() {
            cancelled = true;
        }

        synchronized boolean isCancelled() {
            return cancelled;
        }
    }

    private final ManualTicker ticker;
    private volatile boolean refusing;
    private final AtomicReference<Error> failure = new AtomicReference<>();

    /** Guarded by itself. */
    private final List<Task> tasks = new ArrayList<>();

    public ManualScheduler(ManualTicker ticker) {
        this.ticker = ticker;
    }

    @Override
    public Handle every(String name, Duration period, Runnable task) {
        return add(task, period.toNanos(), period.toNanos());
    }

    /** Nothing takes time here but what moves the ticker. */
    @Override
    public Handle sparingly(String name, Duration period, int rest, Runnable task) {
        return every(name, period, task);
    }

    /** From now on, or no more, it is one that stops: it takes no task that is to run once. */
    public void refuse(boolean refuses) {
        refusing = refuses;
    }

    /** The next task that is to run soon is taken, and this thrown nevertheless: so does an executor that gets no thread for it. */
    public void failOnce(Error thrown) {
        failure.set(thrown);
    }

    @Override
    public boolean soon(String name, Runnable task) {
        if (!refusing) {
            add(task, 0, 0);
        }
        Error thrown = failure.getAndSet(null);
        if (thrown != null) {
            throw thrown;
        }
        return !refusing;
    }

    @Override
    public Handle after(String name, Duration delay, Runnable task, Runnable otherwise) {
        if (refusing) {
            otherwise.run();
            return () -> {};
        }
        return add(task, delay.toNanos(), 0);
    }

    private Task add(Runnable work, long delayNanos, long periodNanos) {
        Task task = new Task(work, ticker.nanos() + delayNanos, periodNanos);
        synchronized (tasks) {
            tasks.add(task);
        }
        return task;
    }

    /** Moves time forward and runs, in order of their turn, all tasks that fall due on the way. */
    public void advance(Duration by) {
        long end = ticker.nanos() + by.toNanos();
        for (Optional<Task> next = nextDue(end); next.isPresent(); next = nextDue(end)) {
            Task task = next.get();
            if (task.due > ticker.nanos()) {
                ticker.advance(Duration.ofNanos(task.due - ticker.nanos()));
            }
            begin(task);
            task.work.run();
            finish(task);
        }
        ticker.advance(Duration.ofNanos(end - ticker.nanos()));
    }

    /** How many tasks there are to run now. */
    public int due() {
        synchronized (tasks) {
            return (int) tasks.stream()
                    .filter(task -> !task.isCancelled() && task.due <= ticker.nanos())
                    .count();
        }
    }

    /** Runs what is due now. */
    public void runDue() {
        advance(Duration.ZERO);
    }

    private Optional<Task> nextDue(long end) {
        synchronized (tasks) {
            tasks.removeIf(Task::isCancelled);
            return tasks.stream().filter(task -> task.due <= end).min(Comparator.comparingLong(task -> task.due));
        }
    }

    /** What runs once is over with its start, whether it throws or has other tasks run. */
    private void begin(Task task) {
        synchronized (tasks) {
            if (task.periodNanos == 0) {
                tasks.remove(task);
            }
        }
    }

    private void finish(Task task) {
        synchronized (tasks) {
            if (task.periodNanos > 0) {
                task.due = ticker.nanos() + task.periodNanos;
            }
        }
    }
}
