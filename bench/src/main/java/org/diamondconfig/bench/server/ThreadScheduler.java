/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.server;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.diamondconfig.server.edge.Scheduler;

/** A {@link Scheduler} on two daemon threads of its own, as there is no container. Thread-safe. */
final class ThreadScheduler implements Scheduler {

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "bench-scheduler");
        thread.setDaemon(true);
        return thread;
    });

    @Override
    public Handle every(String name, Duration period, Runnable task) {
        return handle(threads.scheduleWithFixedDelay(task, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS));
    }

    @Override
    public void soon(String name, Runnable task) {
        threads.execute(task);
    }

    @Override
    public Handle after(String name, Duration delay, Runnable task) {
        return handle(threads.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS));
    }

    private static Handle handle(Future<?> future) {
        return () -> future.cancel(false);
    }
}
