/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.diamondconfig.server.edge.Scheduler;

/** A scheduler on threads of its own, for a server that runs inside a test without a container. Thread-safe. */
final class TestScheduler implements Scheduler, AutoCloseable {

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4, work -> {
        Thread thread = new Thread(work, "diamond-test-scheduler");
        thread.setDaemon(true);
        return thread;
    });

    @Override
    public Handle every(String name, Duration period, Runnable task) {
        return handle(threads.scheduleWithFixedDelay(
                guarded(name, task), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS));
    }

    @Override
    public void soon(String name, Runnable task) {
        threads.execute(guarded(name, task));
    }

    @Override
    public Handle after(String name, Duration delay, Runnable task) {
        return handle(threads.schedule(guarded(name, task), delay.toNanos(), TimeUnit.NANOSECONDS));
    }

    private static Handle handle(ScheduledFuture<?> future) {
        return () -> future.cancel(false);
    }

    private static Runnable guarded(String name, Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                System.getLogger(TestScheduler.class.getName()).log(System.Logger.Level.WARNING, name + " failed", e);
            }
        };
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
