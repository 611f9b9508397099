/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;

/** So many threads doing the same over and over: what they get done in a second. */
public final class Threads implements AutoCloseable {

    private final int count;
    private final ExecutorService threads;

    /** So many threads. */
    public Threads(int count) {
        this.count = count;
        this.threads = Executors.newFixedThreadPool(count);
    }

    /**
     * Lets all of them work for this long.
     *
     * @param work done over and over; it is told the number of its thread
     * @return how often a second it was done, by all together
     */
    public double perSecond(Duration length, IntConsumer work) {
        long began = System.nanoTime();
        long end = began + length.toNanos();
        List<CompletableFuture<Long>> running = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            running.add(CompletableFuture.supplyAsync(() -> work(number, work, end), threads));
        }
        long done = running.stream().mapToLong(CompletableFuture::join).sum();
        return done / ((System.nanoTime() - began) / 1e9);
    }

    /** Lets each of them do this once, and waits for all. */
    public void each(IntConsumer work) {
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            running.add(CompletableFuture.runAsync(() -> work.accept(number), threads));
        }
        running.forEach(CompletableFuture::join);
    }

    private static long work(int number, IntConsumer work, long end) {
        long done = 0;
        while (System.nanoTime() - end < 0) {
            work.accept(number);
            done++;
        }
        return done;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
