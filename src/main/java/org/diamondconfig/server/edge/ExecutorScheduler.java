/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.edge;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The {@link Scheduler} on the threads of an executor. Thread-safe. */
final class ExecutorScheduler implements Scheduler {

    private static final Logger LOG = System.getLogger("diamond.scheduler");

    private static final long MOST_REST_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final ScheduledExecutorService executor;

    ExecutorScheduler(ScheduledExecutorService executor) {
        this.executor = executor;
    }

    @Override
    public Handle every(String name, Duration period, Runnable task) {
        return handle(executor.scheduleWithFixedDelay(
                guarded(name, task), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS));
    }

    @Override
    public Handle sparingly(String name, Duration period, int rest, Runnable task) {
        Sparing sparing = new Sparing(guarded(name, task), period.toNanos(), rest);
        sparing.in(period.toNanos());
        return sparing;
    }

    @Override
    public boolean soon(String name, Runnable task) {
        try {
            executor.execute(guarded(name, task));
            return true;
        } catch (RejectedExecutionException e) {
            noteOver(name, e);
            return false;
        }
    }

    @Override
    public Handle after(String name, Duration delay, Runnable task, Runnable otherwise) {
        try {
            return handle(executor.schedule(guarded(name, task), delay.toNanos(), TimeUnit.NANOSECONDS));
        } catch (RejectedExecutionException e) {
            noteOver(name, e);
            otherwise.run();
            return () -> {};
        }
    }

    /** A container that stops may take no more tasks before it tells us; nobody may wait for them then. */
    private static void noteOver(String name, RejectedExecutionException reason) {
        LOG.log(Level.DEBUG, name + " is not run: the container takes no task", reason);
    }

    private static Handle handle(Future<?> future) {
        return () -> future.cancel(false);
    }

    /** A task whose failure ends neither the thread nor its own period, be it for want of memory. */
    private static Runnable guarded(String name, Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOG.log(Level.ERROR, name + " failed; a periodic task runs again at its next turn", e);
            }
        };
    }

    /** A task that says itself when it runs again. */
    private final class Sparing implements Runnable, Handle {

        private final Runnable task;
        private final long periodNanos;
        private final int rest;

        // Guarded by this.
        private Future<?> next;
        private boolean cancelled;

        Sparing(Runnable task, long periodNanos, int rest) {
            this.task = task;
            this.periodNanos = periodNanos;
            this.rest = rest;
        }

        @Override
        public void run() {
            long began = System.nanoTime();
            task.run();
            long tired = Math.min(MOST_REST_NANOS, rest * (System.nanoTime() - began));
            in(Math.max(periodNanos, tired));
        }

        synchronized void in(long nanos) {
            if (!cancelled) {
                next = executor.schedule(this, nanos, TimeUnit.NANOSECONDS);
            }
        }

        @Override
        public synchronized void cancel() {
            cancelled = true;
            next.cancel(false);
        }
    }
}
