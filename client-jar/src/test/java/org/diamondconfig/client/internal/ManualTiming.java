/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.diamondconfig.client.internal.edge.Timing;

/** Time that passes only when a test, or a pause, says so. Thread-safe. */
final class ManualTiming implements Timing {

    private final AtomicLong nanos = new AtomicLong();
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final List<Runnable> tasks = new ArrayList<>();
    private final List<Duration> periods = new ArrayList<>();

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (!duration.isNegative() && !duration.isZero()) {
            pauses.add(duration);
            nanos.addAndGet(duration.toNanos());
        }
    }

    @Override
    public synchronized void every(Duration period, Runnable task) {
        periods.add(period);
        tasks.add(task);
    }

    /** In which periods tasks are repeated. */
    synchronized List<Duration> periods() {
        return List.copyOf(periods);
    }

    /** Runs each repeated task once. */
    synchronized void runTasks() {
        tasks.forEach(Runnable::run);
    }

    void advance(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }

    List<Duration> pauses() {
        return List.copyOf(pauses);
    }

    @Override
    public synchronized void close() {
        tasks.clear();
    }
}
