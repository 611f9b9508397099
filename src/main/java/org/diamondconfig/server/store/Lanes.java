/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.diamondconfig.server.problem.Unavailable;

/**
 * How many may use the database at once, lane by lane. Thread-safe.
 *
 * <p>Of requests twice as many have a place as may work: a database that hangs must not hold all threads that could answer from memory.
 */
public final class Lanes {

    /** Places of the background, whose threads answer nobody. */
    private static final int BACKGROUND = 32;

    private final Map<Lane, Semaphore> permits = new EnumMap<>(Lane.class);
    private final Map<Lane, Semaphore> places = new EnumMap<>(Lane.class);
    private final Map<Lane, Integer> present = new EnumMap<>(Lane.class);
    private final Duration wait;

    /**
     * @param pool connections that are shared out
     * @param wait the longest time to wait for a permit
     */
    Lanes(int pool, Duration wait) {
        this.wait = wait;
        int sweep = Math.max(1, pool / 8);
        int write = Math.max(1, pool / 2 - sweep);
        int read = Math.max(1, pool - sweep - write - 1);
        put(Lane.SWEEP, sweep, BACKGROUND);
        put(Lane.WRITE, write, 2 * write);
        put(Lane.READ, read, 2 * read);
    }

    /** Permits are given in the order in which they were asked for: many merges do not keep a heartbeat from its own. */
    private void put(Lane lane, int working, int most) {
        permits.put(lane, new Semaphore(working, true));
        places.put(lane, new Semaphore(most));
        present.put(lane, most);
    }

    /**
     * Takes a place, without waiting for one.
     *
     * @throws Unavailable if all are taken
     */
    Place enter(Lane lane) {
        if (!places.get(lane).tryAcquire()) {
            throw busy();
        }
        return new Place(lane);
    }

    private static Unavailable busy() {
        return new Unavailable(
                "STORE_BUSY", "Too many requests wait for the database. Try again.", Database.RETRY_AFTER_SECONDS);
    }

    /** A place among those who work in a lane or wait for it, until it is closed. One thread works on it at a time. */
    public final class Place implements AutoCloseable {

        private final Lane lane;

        private Place(Lane lane) {
            this.lane = lane;
        }

        /** How many places there are in its lane. */
        public int outOf() {
            return present.get(lane);
        }

        /** How long it is waited for a permit. */
        public Duration patience() {
            return wait;
        }

        /** What is answered to who waited in vain. */
        public Unavailable vain() {
            return busy();
        }

        <T> T withPermit(Supplier<T> work) {
            Semaphore permit = permits.get(lane);
            if (!acquired(permit)) {
                throw busy();
            }
            try {
                return work.get();
            } finally {
                permit.release();
            }
        }

        private boolean acquired(Semaphore permit) {
            try {
                return permit.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public void close() {
            places.get(lane).release();
        }
    }
}
