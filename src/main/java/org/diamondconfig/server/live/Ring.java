/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.dump.ConfigDumped;
import org.diamondconfig.server.edge.Component;

/**
 * The last changes, numbered. What came is not told before it is settled, which is when it is known who made it, or that nobody
 * wants to know. Thread-safe.
 */
@Component
final class Ring {

    static final int CAPACITY = 4_096;

    // All guarded by this.
    private final Happening[] places = new Happening[CAPACITY];
    private long last;
    private long settled;

    synchronized void add(ConfigDumped change) {
        last++;
        places[place(last)] = new Happening(last, change, Optional.empty());
    }

    /** The oldest that are not settled, at most so many. */
    synchronized List<Happening> unsettled(int most) {
        List<Happening> oldest = new ArrayList<>();
        for (long number = Math.max(settled, last - CAPACITY) + 1; number <= last && oldest.size() < most; number++) {
            oldest.add(places[place(number)]);
        }
        return oldest;
    }

    /** Settles these, of which one follows the other, and all before them. */
    synchronized void settle(List<Happening> known) {
        for (Happening one : known) {
            if (one.number() > last - CAPACITY) {
                places[place(one.number())] = one;
            }
            settled = Math.max(settled, one.number());
        }
    }

    /** The number of the newest, settled or not. */
    synchronized long last() {
        return last;
    }

    /** The number of the newest that may be told. */
    synchronized long settled() {
        return settled;
    }

    /** That of this number; empty if it is too long ago. */
    synchronized Optional<Happening> at(long number) {
        return number > last - CAPACITY && number <= settled ? Optional.of(places[place(number)]) : Optional.empty();
    }

    /** Whether all that came behind this number is still here. */
    synchronized boolean reachesBackTo(long number) {
        return number >= last - CAPACITY && number <= last;
    }

    private static int place(long number) {
        return (int) (number % CAPACITY);
    }
}
