/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.diamondconfig.system.history.Operation.Kind;

/** W1, D1, L1 and C1: durable, ordered, conditional. */
final class WriteRules {

    private WriteRules() {}

    static Stream<String> versionsAreUnique(KeyHistory key) {
        Map<Long, Operation> first = new HashMap<>();
        return key.acks()
                .filter(ack -> first.putIfAbsent(ack.version(), ack) != null)
                .map(ack -> ack + " was acknowledged with the version of " + first.get(ack.version()));
    }

    static Stream<String> acknowledgedIsStored(KeyHistory key) {
        Stream<String> lost = key.acks()
                .filter(ack -> !ack.act().value().equals(key.values().get(ack.version())))
                .map(ack -> ack + " was acknowledged; the history table has there "
                        + stored(key.values().get(ack.version())));
        return Stream.concat(lost, removalsWithoutTombstone(key));
    }

    private static String stored(String value) {
        return value == null ? "nothing" : value.equals(Operation.ABSENT) ? "a removal" : "another value, md5 " + value;
    }

    /** The versions between which a removal's tombstone must lie, both excluded. */
    private record Gap(Operation removal, long low, long high) {}

    /**
     * The removals for which no tombstone is left, when each takes one that could be its: above what was acknowledged before it
     * began, below what began after it was acknowledged. Taken in order, by whoever must take first, as many find one as can.
     */
    private static Stream<String> removalsWithoutTombstone(KeyHistory key) {
        Floor floor = Floor.of(key.acks());
        Floor ceiling = Floor.mirrored(key.acks());
        Deque<Gap> coming = new ArrayDeque<>(key.silentRemovals()
                .map(removal -> new Gap(
                        removal,
                        floor.before(removal.span().start())
                                .map(Operation::version)
                                .orElse(0L),
                        ceiling.after(removal.span().end())
                                .map(Operation::version)
                                .orElse(Long.MAX_VALUE)))
                .sorted(Comparator.comparingLong(Gap::low))
                .toList());
        PriorityQueue<Gap> open = new PriorityQueue<>(Comparator.comparingLong(Gap::high));
        List<Gap> left = new ArrayList<>();
        Set<Long> taken = key.acks().map(Operation::version).collect(Collectors.toSet());
        key.values().forEach((version, value) -> {
            if (value.equals(Operation.ABSENT) && !taken.contains(version)) {
                while (!coming.isEmpty() && coming.peek().low() < version) {
                    open.add(coming.poll());
                }
                while (!open.isEmpty() && open.peek().high() <= version) {
                    left.add(open.poll());
                }
                open.poll();
            }
        });
        left.addAll(open);
        left.addAll(coming);
        return left.stream()
                .map(gap -> gap.removal()
                        + " was acknowledged; the history table has no removal for it between version " + gap.low()
                        + " and " + (gap.high() == Long.MAX_VALUE ? "the end" : "version " + gap.high()));
    }

    static Stream<String> orderIsThatOfTime(KeyHistory key) {
        Floor acknowledged = Floor.of(key.acks());
        return key.writes()
                .filter(write -> key.versionMade(write) > 0)
                .flatMap(write -> acknowledged
                        .before(write.span().start())
                        .filter(earlier -> earlier.version() >= key.versionMade(write))
                        .map(earlier -> write + " made version " + key.versionMade(write) + ", and began after "
                                + earlier + " had been acknowledged")
                        .stream());
    }

    static Stream<String> oneWins(KeyHistory key) {
        Map<Long, Operation> winners = new HashMap<>();
        return key.operations(write -> write.kind() == Kind.PUBLISH_IF && key.versionMade(write) > 0)
                .flatMap(write -> {
                    long expected = write.act().expected();
                    Operation other = expected == 0 ? null : winners.putIfAbsent(expected, write);
                    if (!follows(key, key.versionMade(write), expected)) {
                        return Stream.of(write + " expected version " + expected + " and made version "
                                + key.versionMade(write));
                    }
                    return other == null
                            ? Stream.empty()
                            : Stream.of(write + " and " + other + " both won over version " + expected);
                });
    }

    /** Expecting none, a write makes the first version or one right after a removal. */
    private static boolean follows(KeyHistory key, long version, long expected) {
        return expected == 0
                ? version == 1 || Operation.ABSENT.equals(key.values().get(version - 1))
                : version == expected + 1;
    }
}
