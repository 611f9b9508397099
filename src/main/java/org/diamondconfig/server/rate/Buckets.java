/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.rate;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A bucket for each name, of so many names at most. Thread-safe; only the first request of a name takes a lock.
 *
 * <p>When there are too many, those that are full again are let go: whoever has one of them finds a full one at his next request
 * too. If that makes no room, newcomers share one bucket until it does, and nobody who has his own feels it. So names that somebody
 * makes up cost neither memory nor others their tokens.
 */
final class Buckets {

    /** Looking for full ones takes up to a millisecond. */
    private static final Duration TIDYING = Duration.ofMillis(100);

    private final Bucket.Pace pace;
    private final int most;
    private final Map<String, Bucket> byName = new ConcurrentHashMap<>();
    private final Bucket shared;

    /** Guarded by this. */
    private long tidiedAt;

    Buckets(Bucket.Pace pace, int most, long nowNanos) {
        this.pace = pace;
        this.most = most;
        this.shared = new Bucket(pace, nowNanos);
        this.tidiedAt = nowNanos - TIDYING.toNanos();
    }

    /** The bucket of this name, or the one that newcomers share. */
    Bucket of(String name, long nowNanos) {
        Bucket known = byName.get(name);
        return known == null ? newcomers(name, nowNanos) : known;
    }

    private synchronized Bucket newcomers(String name, long nowNanos) {
        if (byName.size() >= most && nowNanos - tidiedAt >= TIDYING.toNanos()) {
            tidiedAt = nowNanos;
            byName.values().removeIf(bucket -> bucket.isFull(nowNanos));
        }
        return byName.size() < most
                ? byName.computeIfAbsent(name, fresh -> new Bucket(pace, nowNanos))
                : byName.getOrDefault(name, shared);
    }

    /** How many names have one of their own. */
    int size() {
        return byName.size();
    }
}
