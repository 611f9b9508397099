/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.transfer;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.diamondconfig.server.config.Publication;
import org.diamondconfig.server.quota.Growth;
import org.diamondconfig.server.transfer.Item.Outcome;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;

/**
 * What a transfer is going to do, item by item in some 100 bytes each: its outcome, and the versions that were seen on both sides.
 * Confined to one thread.
 */
public final class Plan {

    private static final int SHORT = Long.BYTES * 2;

    private final Growth growth;
    private final Set<Long> keys = new HashSet<>();
    private Outcome[] outcomes = new Outcome[64];
    private long[] sources = new long[64];
    private long[] targets = new long[64];
    private long generation;
    private int size;
    private boolean blocked;
    private String digest = "";

    Plan(Growth growth) {
        this.growth = growth;
    }

    /** What the items planned so far let grow. */
    Growth growth() {
        return growth;
    }

    /** Whether no item before goes to this key. */
    boolean isFirst(ConfigKey key) {
        return keys.add(Long.parseUnsignedLong(Md5.hex(key.toString()).substring(0, SHORT), 16));
    }

    /** Versions that are overwritten belong to this generation of the store. */
    void seenIn(long theGeneration) {
        generation = theGeneration;
    }

    long generation() {
        return generation;
    }

    void add(Item item, Optional<Publication> wish) {
        if (size == outcomes.length) {
            outcomes = Arrays.copyOf(outcomes, 2 * size);
            sources = Arrays.copyOf(sources, 2 * size);
            targets = Arrays.copyOf(targets, 2 * size);
        }
        outcomes[size] = item.outcome();
        sources[size] = item.source().version();
        targets[size] = item.target().version();
        size++;
        blocked |= item.outcome() == Outcome.REFUSED;
        String what = item.names() + " " + item.outcome() + ' ' + item.source() + ' ' + item.target()
                + wish.map(Plan::labels);
        digest = Md5.hex(digest + what);
    }

    private static String labels(Publication wish) {
        return List.of(wish.type(), wish.description(), wish.tags(), wish.appName())
                .toString();
    }

    int size() {
        return size;
    }

    Outcome outcome(int index) {
        return outcomes[index];
    }

    /** The version that was seen where the item comes from. */
    long source(int index) {
        return sources[index];
    }

    /** The version that was seen where the item goes to. */
    long target(int index) {
        return targets[index];
    }

    /** Whether nothing is written, since the policy is to abort and something is refused or there already. */
    boolean isAborted(Policy policy) {
        return blocked && policy == Policy.ABORT;
    }

    /** Tells one plan from another: the same items on their way to the same versions have the same. */
    String digest() {
        return digest;
    }
}
