/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.rate;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.diamondconfig.server.edge.Networks;
import org.diamondconfig.server.problem.TooMany;

/**
 * How many bodies of requests whose senders have proved nothing yet may be read at once at one place. Thread-safe. A body that never
 * comes holds a thread until the container gives up on it, and a server has not many.
 */
public final class Intake {

    private final int most;
    private final int mostOfOne;
    private final Supplier<TooMany> busy;

    /** How many are being read, by address; whose is not is not in it. Guarded by this. */
    private final Map<String, Integer> reading = new HashMap<>();

    /**
     * So many at once, in all and of one address; of IPv6 all of a /64 count together.
     *
     * @param busy what is said to whoever finds no place free
     */
    public Intake(int most, int mostOfOne, Supplier<TooMany> busy) {
        this.most = most;
        this.mostOfOne = mostOfOne;
        this.busy = busy;
    }

    /**
     * Reads what comes from this address.
     *
     * @throws TooMany if no place is free
     */
    public <T> T read(String address, Supplier<T> body) {
        String whose = Networks.holder(address);
        enter(whose);
        try {
            return body.get();
        } finally {
            leave(whose);
        }
    }

    private synchronized void enter(String whose) {
        int ofOne = reading.getOrDefault(whose, 0);
        int all = reading.values().stream().mapToInt(Integer::intValue).sum();
        if (ofOne >= mostOfOne || all >= most) {
            throw busy.get();
        }
        reading.put(whose, ofOne + 1);
    }

    private synchronized void leave(String whose) {
        reading.computeIfPresent(whose, (one, count) -> count == 1 ? null : count - 1);
    }
}
