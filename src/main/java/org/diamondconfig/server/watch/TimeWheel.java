/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.watch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The deadlines of all held polls: a ring of buckets, each one tick wide and the whole longer than the longest hold, so that a
 * deadline has one bucket. Entering and leaving cost the same however many are held, and one who left is forgotten at once: a
 * timer of the container's would keep an answered poll in memory until it fires. Thread-safe: guarded by itself.
 *
 * <pre>
 *   tick   turned = 7     8     9    10   ...  7 + ring
 *   ring   [  empty  ] [a b] [   ] [ c ]  ...  [       ]
 * </pre>
 */
final class TimeWheel {

    private final long tickNanos;
    private final List<Set<HeldPoll>> ring = new ArrayList<>();
    private final long start;

    /** The last tick whose bucket was emptied. */
    private long turned;

    private int size;

    /**
     * @param tick how exactly polls expire
     * @param longest no poll is held longer
     * @param nowNanos by the ticker that also moves it
     */
    TimeWheel(Duration tick, Duration longest, long nowNanos) {
        this.tickNanos = tick.toNanos();
        this.start = nowNanos;
        for (long spanned = -2 * tickNanos; spanned < longest.toNanos(); spanned += tickNanos) {
            ring.add(new HashSet<>());
        }
    }

    /** Lets this poll expire at its deadline; does nothing if it is settled already. */
    synchronized void add(HeldPoll poll) {
        if (poll.isSettled()) {
            return;
        }
        // Rounded up: no poll ends early. A deadline that the wheel has passed meanwhile is due at its next turn.
        long due = Math.max(turned + 1, tick(poll.deadlineNanos() + tickNanos - 1));
        poll.dueTick(due);
        bucket(due).add(poll);
        size++;
    }

    /** Forgets a poll that ended before its deadline. */
    synchronized void remove(HeldPoll poll) {
        if (bucket(poll.dueTick()).remove(poll)) {
            size--;
        }
    }

    /** Moves on to now. @return the polls whose deadline has passed; the wheel has forgotten them */
    synchronized List<HeldPoll> turn(long nowNanos) {
        List<HeldPoll> due = new ArrayList<>();
        long now = tick(nowNanos);
        // After a pause longer than the ring every bucket is due, once.
        for (long next = Math.max(turned + 1, now - ring.size() + 1); next <= now; next++) {
            Set<HeldPoll> bucket = bucket(next);
            // A poll that was added while this turn was late may stand here for the wheel's next time round.
            if (bucket.removeIf(poll -> poll.dueTick() <= now && due.add(poll)) && bucket.isEmpty()) {
                ring.set(place(next), new HashSet<>());
            }
        }
        turned = Math.max(turned, now);
        size -= due.size();
        return due;
    }

    /** All polls that wait for their deadline. */
    synchronized List<HeldPoll> all() {
        List<HeldPoll> all = new ArrayList<>(size);
        ring.forEach(all::addAll);
        return all;
    }

    private long tick(long nanos) {
        return (nanos - start) / tickNanos;
    }

    private int place(long tick) {
        return (int) (tick % ring.size());
    }

    private Set<HeldPoll> bucket(long tick) {
        return ring.get(place(tick));
    }
}
