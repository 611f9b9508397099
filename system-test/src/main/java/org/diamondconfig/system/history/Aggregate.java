/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.diamondconfig.system.history.History.Merged;
import org.diamondconfig.system.history.History.Row;

/**
 * Everything that an aggregate's datums ever came to, in the order of their changes, and how many changes each of its versions
 * shows; empty of a key that is none. Immutable; made in O(changes x datums).
 */
final class Aggregate {

    private final List<List<String>> states = new ArrayList<>();
    private final NavigableMap<Long, List<String>> versions = new TreeMap<>();
    private final NavigableMap<Long, Integer> shown = new TreeMap<>();
    private final NavigableMap<Integer, Long> firstShowing = new TreeMap<>();
    private final Map<String, Integer> changeOf = new HashMap<>();
    private final List<Operation> writes;

    /** By the number of the change: who published it. */
    private final NavigableMap<Integer, Operation> publishes = new TreeMap<>();

    /** By a number of changes: of those who made them, who began last. */
    private final NavigableMap<Integer, Operation> youngest = new TreeMap<>();

    Aggregate(List<Row> changes, List<Operation> writes, List<Merged> merged) {
        this.writes = writes;
        merged.forEach(one -> versions.put(one.version(), one.datums()));
        replay(changes, writers(writes));
        int from = 0;
        for (Map.Entry<Long, List<String>> version : versions.entrySet()) {
            int found = firstFrom(from, version.getValue());
            if (found >= 0) {
                shown.put(version.getKey(), found);
                firstShowing.putIfAbsent(found, version.getKey());
                from = found;
            }
        }
    }

    private static Map<String, Operation> writers(List<Operation> writes) {
        Map<String, Operation> writers = new HashMap<>();
        writes.stream()
                .filter(write -> write.kind() == Operation.Kind.PUBLISH)
                .forEach(write -> writers.put(write.act().value(), write));
        return writers;
    }

    private void replay(List<Row> changes, Map<String, Operation> writers) {
        NavigableMap<String, String> datums = new TreeMap<>();
        states.add(List.of());
        changes.stream().sorted(Comparator.comparingLong(Row::change)).forEach(change -> {
            if (change.value().equals(Operation.ABSENT)) {
                datums.remove(History.datumId(change.key()));
            } else {
                datums.put(History.datumId(change.key()), change.value());
                changeOf.put(change.value(), states.size());
            }
            if (writers.containsKey(change.value())) {
                note(states.size(), writers.get(change.value()));
            }
            states.add(List.copyOf(datums.values()));
        });
    }

    private void note(int change, Operation publish) {
        publishes.put(change, publish);
        Map.Entry<Integer, Operation> last = youngest.lastEntry();
        if (last == null || publish.span().start() > last.getValue().span().start()) {
            youngest.put(change, publish);
        }
    }

    private int firstFrom(int least, List<String> datums) {
        for (int i = least; i < states.size(); i++) {
            if (states.get(i).equals(datums)) {
                return i;
            }
        }
        return -1;
    }

    /** The publishes that made a change, in the order in which the store made them. */
    List<Operation> publishes() {
        return List.copyOf(publishes.values());
    }

    /** What each version is made of, in order. */
    NavigableMap<Long, List<String>> versions() {
        return versions;
    }

    /** How many changes a version shows, at the least; empty if its datums never came to it after what the version before shows. */
    Optional<Integer> shown(long version) {
        return Optional.ofNullable(shown.get(version));
    }

    /** How many changes the nearest version before shows. */
    int shownBefore(long version) {
        Map.Entry<Long, Integer> before = shown.lowerEntry(version);
        return before == null ? 0 : before.getValue();
    }

    /** Of those whose changes a version shows, who began last. */
    Optional<Operation> youngest(long version) {
        return shown(version).map(youngest::floorEntry).map(Map.Entry::getValue);
    }

    /** What the datums came to in the end. */
    List<String> last() {
        return states.get(states.size() - 1);
    }

    /** The acknowledged publishes of its datums, each with the first version that surely shows it, if there is one. */
    Stream<Due> dues() {
        return writes.stream()
                .filter(write -> write.ok() && changeOf.containsKey(write.act().value()))
                .flatMap(write -> Optional.ofNullable(
                        firstShowing.ceilingEntry(changeOf.get(write.act().value())))
                        .map(first -> new Due(write, first.getValue()))
                        .stream());
    }
}
