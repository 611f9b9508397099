/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.password;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.diamondconfig.server.problem.TooMany;
import org.diamondconfig.server.rate.Turns;

/**
 * Whose turn it is to have a password hashed: a few at once, and first come first served a few more who wait, of one network no
 * more than {@link #MOST_OF_ONE}, so that it takes many networks to keep the others out. Thread-safe.
 */
final class Line {

    /** Most that wait for each that works: more would not have their turn in time, and hold a thread until then. */
    static final int MOST_FOR_ONE = 7;

    /** Most that wait of one network. */
    static final int MOST_OF_ONE = 2;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final int most;
    private final Turns turns;

    /** How many wait, by network; who does not wait is not in it. Guarded by this. */
    private final Map<String, Integer> waiting = new HashMap<>();

    /** @param atOnce how many have their turn at the same time */
    Line(int atOnce) {
        most = atOnce * MOST_FOR_ONE;
        turns = new Turns(atOnce, Line::busy);
    }

    /**
     * Waits for a turn.
     *
     * @throws TooMany SIGN_IN_BUSY if too many wait, in all or of this network, or it takes too long
     */
    void take(String network) {
        if (isTakenAtOnce(network)) {
            return;
        }
        try {
            turns.await(PATIENCE);
        } finally {
            leave(network);
        }
    }

    /** Takes a turn that is free if nobody waits for it, or else a place among those who wait. */
    private synchronized boolean isTakenAtOnce(String network) {
        if (waiting.isEmpty() && turns.isTaken()) {
            return true;
        }
        int ofOne = waiting.getOrDefault(network, 0);
        if (ofOne >= MOST_OF_ONE || places() >= most) {
            throw busy();
        }
        waiting.put(network, ofOne + 1);
        return false;
    }

    private synchronized void leave(String network) {
        waiting.computeIfPresent(network, (one, count) -> count == 1 ? null : count - 1);
    }

    private static TooMany busy() {
        return new TooMany("SIGN_IN_BUSY", "Too many sign in at this moment. Try again.", 2);
    }

    /** The turn is over: the next one's begins. */
    void give() {
        turns.give();
    }

    /** How many places are taken. */
    private int places() {
        return waiting.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** How many stand in line. */
    int waiting() {
        return turns.waiting();
    }
}
