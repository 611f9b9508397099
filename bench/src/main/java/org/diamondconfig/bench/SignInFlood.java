/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.diamondconfig.bench.http.Line;
import org.diamondconfig.bench.http.Request;

/**
 * Sign-ins with wrong passwords at an even pace, each of another user and, as a proxy says that is believed, from another network:
 * no delay of one holds for the next. It goes on until it is closed.
 */
final class SignInFlood implements AutoCloseable {

    private static final int THREADS = 32;

    /** No two floods of one run use the same names. */
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final InetSocketAddress server;
    private final long pauseNanos;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final ConcurrentMap<Integer, LongAdder> answers = new ConcurrentHashMap<>();
    private volatile boolean over;

    SignInFlood(InetSocketAddress server, int perSecond) {
        this.server = server;
        pauseNanos = 1_000_000_000L * THREADS / perSecond;
        for (int i = 0; i < THREADS; i++) {
            long begin = System.nanoTime() + pauseNanos * i / THREADS;
            threads.execute(() -> knock(begin));
        }
    }

    private void knock(long begin) {
        long due = begin;
        try (Line line = new Line(server)) {
            while (!over) {
                LockSupport.parkNanos(due - System.nanoTime());
                int status = line.exchange(signIn(NUMBERS.incrementAndGet())).status();
                answers.computeIfAbsent(status, any -> new LongAdder()).increment();
                due += pauseNanos;
            }
        }
    }

    private static Request signIn(int number) {
        String from = "10." + (number >> 16 & 255) + '.' + (number >> 8 & 255) + '.' + (number & 255);
        String body = "{\"user\":\"nobody-" + number + "\",\"password\":\"a wrong password\"}";
        return Request.withBody(
                "POST",
                Bed.API + "/session",
                body.getBytes(StandardCharsets.UTF_8),
                "Content-Type: application/json",
                "X-Forwarded-For: " + from);
    }

    /** How many were answered so. */
    double answered(int status) {
        LongAdder some = answers.get(status);
        return some == null ? 0 : some.sum();
    }

    @Override
    public void close() {
        over = true;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("a sign-in is still under way");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
