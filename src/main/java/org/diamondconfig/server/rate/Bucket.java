/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.rate;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tokens that come back at an even pace, of which one is taken for each request. Thread-safe, without a lock. It is full at first.
 *
 * <p>What is kept is one number, the moment at which the bucket is full again, as in the generic cell rate algorithm of ATM (ITU-T
 * I.371, in its form of virtual scheduling): a token taken moves that moment on by the time in which one comes back, and nobody
 * takes one who would move it further ahead than all tokens take. Who is refused moves nothing.
 */
public final class Bucket {

    private final Pace pace;
    private final AtomicLong fullAt;

    /**
     * How fast tokens come back, and how many there are at most. Immutable.
     *
     * @param nanos in which one comes back
     * @param nanosOfAll in which all do
     */
    public record Pace(long nanos, long nanosOfAll) {

        /** So many tokens in a period, evenly; and as many at once as this if none was taken for a while. */
        public static Pace of(long tokens, Duration period, long atOnce) {
            long nanos = -Math.floorDiv(-period.toNanos(), tokens);
            return new Pace(nanos, nanos * atOnce);
        }
    }

    /** A full one, at this moment of a {@link org.diamondconfig.server.edge.Ticker}. */
    public Bucket(Pace pace, long nowNanos) {
        this.pace = pace;
        this.fullAt = new AtomicLong(nowNanos);
    }

    /**
     * Takes a token if there is one.
     *
     * @return 0 if one was taken; else in how many nanoseconds there is one, and nothing has changed
     */
    public long take(long nowNanos) {
        while (true) {
            long before = fullAt.get();
            long after = (before - nowNanos > 0 ? before : nowNanos) + pace.nanos();
            long wait = after - nowNanos - pace.nanosOfAll();
            if (wait > 0) {
                return wait;
            }
            if (fullAt.compareAndSet(before, after)) {
                return 0;
            }
        }
    }

    /** Whether it is full, so that a new one would be the same. */
    public boolean isFull(long nowNanos) {
        return fullAt.get() - nowNanos <= 0;
    }

    /** The whole seconds, one at least, after which a wait of so many nanoseconds is over: what Retry-After says. */
    public static int seconds(long nanos) {
        return (int) Math.max(1, Duration.ofNanos(nanos + 999_999_999).toSeconds());
    }
}
