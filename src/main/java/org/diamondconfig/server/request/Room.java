/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.request;

/** How many changes wait, and what they weigh together, held against the most. Not thread-safe; guarded by its {@link GroupCommit}. */
final class Room {

    private final int most;
    private final long mostWeight;
    private int changes;
    private long weight;

    Room(int most, long mostWeight) {
        this.most = most;
        this.mostWeight = mostWeight;
    }

    /** One alone may be heavier than the most, else it would be refused for ever. */
    boolean isFor(long more) {
        return changes < most && (changes == 0 || weight + more <= mostWeight);
    }

    void add(long more) {
        changes++;
        weight += more;
    }

    void remove(long less) {
        changes--;
        weight -= less;
    }

    int changes() {
        return changes;
    }
}
