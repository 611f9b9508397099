/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.rate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.diamondconfig.server.edge.Networks;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.problem.TooMany;

/**
 * How many bodies of requests whose senders have proved nothing yet may be waited for at once at one place. Thread-safe. A body that
 * never comes holds a thread until the container gives up on it, and a server has not many.
 *
 * <p>So that nobody keeps others out by bodies that never come, a newcomer who finds no place free is given that of the body that was
 * waited for longest, once that was {@link #PATIENCE}: its thread is interrupted, and whoever sent it is told that it did not come
 * whole. A body that has come whole need not be waited for, and should be read without a place.
 */
public final class Intake {

    /** After so long a body gives way to another one; those that are on their way come in far less. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private final int most;
    private final int mostOfOne;
    private final Ticker ticker;
    private final Supplier<TooMany> busy;

    /** What is being read, the oldest first; what gave way, too, until its thread has left. Guarded by this. */
    private final List<Reading> readings = new ArrayList<>();

    /** One body that is being read by its thread. Guarded by the intake. */
    private static final class Reading {

        private final String whose;
        private final long begin;
        private final Thread thread = Thread.currentThread();
        private boolean gaveWay;

        Reading(String whose, long begin) {
            this.whose = whose;
            this.begin = begin;
        }
    }

    /**
     * So many at once, in all and of one address; of IPv6 all of a /64 count together.
     *
     * @param busy what is said to whoever finds no place free
     */
    public Intake(int most, int mostOfOne, Ticker ticker, Supplier<TooMany> busy) {
        this.most = most;
        this.mostOfOne = mostOfOne;
        this.ticker = ticker;
        this.busy = busy;
    }

    /**
     * Reads what comes from this address. The body only reads and understands: it is interrupted if it has to give way.
     *
     * @throws TooMany if no place is free
     */
    public <T> T read(String address, Supplier<T> body) {
        Reading reading = enter(Networks.holder(address));
        try {
            return body.get();
        } finally {
            leave(reading);
        }
    }

    private synchronized Reading enter(String whose) {
        List<Reading> placed = readings.stream().filter(one -> !one.gaveWay).toList();
        List<Reading> ofOne =
                placed.stream().filter(one -> one.whose.equals(whose)).toList();
        if (ofOne.size() >= mostOfOne) {
            makeRoom(ofOne);
        } else if (placed.size() >= most) {
            makeRoom(placed);
        }
        Reading reading = new Reading(whose, ticker.nanos());
        readings.add(reading);
        return reading;
    }

    /** Takes the place of the oldest of these. Threads that do not leave although they were told to are few, too. */
    private void makeRoom(List<Reading> placed) {
        Reading oldest = placed.get(0);
        long leaving = readings.stream().filter(one -> one.gaveWay).count();
        if (leaving >= mostOfOne || ticker.nanos() - oldest.begin < PATIENCE.toNanos()) {
            throw busy.get();
        }
        oldest.gaveWay = true;
        oldest.thread.interrupt();
    }

    /** What was interrupted here stays here: the container's thread goes on with something else. */
    private synchronized void leave(Reading reading) {
        readings.remove(reading);
        if (reading.gaveWay) {
            Thread.interrupted();
        }
    }
}
