/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.diamondconfig.system.history.Operation.Kind;
import org.diamondconfig.system.history.Operation.Level;

/**
 * T1, a figure: for how long, when a read began, a newer version than the one it told had been acknowledged; 0 of a fresh
 * read. Immutable.
 *
 * @param reads how many
 */
public record Staleness(int reads, Duration p50, Duration p99, Duration max) {

    static Map<Level, Staleness> of(List<KeyHistory> keys) {
        Map<Level, List<Long>> ages = new EnumMap<>(Level.class);
        for (KeyHistory key : keys) {
            NavigableMap<Long, Long> newerSince = newerSince(key);
            key.exactTellings().filter(read -> read.kind() == Kind.GET).forEach(read -> {
                Map.Entry<Long, Long> newer = newerSince.higherEntry(read.version());
                long age = newer == null ? 0 : Math.max(0, read.span().start() - newer.getValue());
                ages.computeIfAbsent(read.told().level(), level -> new ArrayList<>())
                        .add(age);
            });
        }
        Map<Level, Staleness> figures = new EnumMap<>(Level.class);
        ages.forEach((level, nanos) -> figures.put(level, figure(nanos)));
        return figures;
    }

    /** By version: when first it, or a later one, was acknowledged. */
    private static NavigableMap<Long, Long> newerSince(KeyHistory key) {
        TreeMap<Long, Long> acknowledged = new TreeMap<>();
        key.acks().forEach(ack -> acknowledged.merge(ack.version(), ack.span().end(), Math::min));
        long earliest = Long.MAX_VALUE;
        for (Map.Entry<Long, Long> entry : acknowledged.descendingMap().entrySet()) {
            earliest = Math.min(earliest, entry.getValue());
            entry.setValue(earliest);
        }
        return acknowledged;
    }

    private static Staleness figure(List<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return new Staleness(sorted.length, at(sorted, 50), at(sorted, 99), at(sorted, 100));
    }

    private static Duration at(long[] sorted, int percent) {
        return Duration.ofNanos(sorted[Math.max(0, (int) Math.ceil(sorted.length * percent / 100.0) - 1)]);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d reads, p50 %.3f s, p99 %.3f s, max %.3f s",
                reads,
                seconds(p50),
                seconds(p99),
                seconds(max));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
