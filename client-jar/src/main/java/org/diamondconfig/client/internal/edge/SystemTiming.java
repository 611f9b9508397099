/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal.edge;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Time as the machine has it, with one daemon thread for repeated tasks. Thread-safe. */
public final class SystemTiming implements Timing {

    private static final int END_SECONDS = 2;

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemons("diamond-timer"));

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it ends by close
    public void every(Duration period, Runnable task) {
        timer.scheduleWithFixedDelay(() -> runLogged(task), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static void runLogged(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            System.getLogger(SystemTiming.class.getName()).log(Level.WARNING, "a repeated task failed; it goes on", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        awaitEnd(timer);
    }

    /** Makes daemon threads {@code <prefix>-1}, {@code -2}, ... that hold no application's class loader. */
    public static ThreadFactory daemons(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(null, task, prefix + '-' + count.incrementAndGet(), 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(SystemTiming.class.getClassLoader());
            return thread;
        };
    }

    /** Waits, at most 2 s, until a pool that was shut down has ended. */
    public static void awaitEnd(ExecutorService pool) {
        try {
            pool.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
