/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.history;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.diamondconfig.system.history.History.Row;
import org.diamondconfig.system.history.Operation.Kind;
import org.diamondconfig.system.history.Operation.Outcome;

/** The life of one key in one epoch, in the order in which its operations began. Immutable. */
final class KeyHistory {

    private final String key;
    private final List<Operation> operations;
    private final NavigableMap<Long, String> values = new TreeMap<>();
    private final Map<String, Long> versions = new HashMap<>();
    private final Map<String, Operation> writers = new HashMap<>();
    private final boolean everRemoved;
    private final Aggregate aggregate;
    private final Calm calm;

    KeyHistory(String key, List<Operation> operations, List<Row> rows, Aggregate aggregate, Calm calm) {
        this.key = key;
        this.aggregate = aggregate;
        this.calm = calm;
        this.operations = operations.stream()
                .sorted(Comparator.comparingLong(
                        (Operation operation) -> operation.span().start()))
                .toList();
        for (Row row : rows) {
            values.put(row.version(), row.value());
            versions.put(row.value(), row.version());
        }
        writes().forEach(write -> writers.merge(write.act().value(), write, KeyHistory::likelier));
        everRemoved = values.containsValue(Operation.ABSENT);
    }

    /** Of two removals the one that happened, of two that did the first. */
    private static Operation likelier(Operation first, Operation second) {
        return first.told().outcome() == Outcome.FAILED ? second : first;
    }

    String key() {
        return key;
    }

    Stream<Operation> operations(Predicate<Operation> of) {
        return operations.stream().filter(of);
    }

    Stream<Operation> writes() {
        return operations(operation -> operation.kind().writes());
    }

    /** The writes that were acknowledged with a version; of a removal the client jar tells none. */
    Stream<Operation> acks() {
        return writes().filter(write -> write.ok() && write.version() > 0);
    }

    /** Removals that were acknowledged without a version. */
    Stream<Operation> silentRemovals() {
        return writes().filter(write -> write.ok() && write.kind() == Kind.REMOVE && write.version() == 0);
    }

    /** What its datums came to in the end, if it is an aggregate. */
    Stream<Operation> merges() {
        return operations(operation -> operation.kind() == Kind.MERGE);
    }

    /** What it is merged from; empty if it is no aggregate. */
    Aggregate aggregate() {
        return aggregate;
    }

    /** The times without a fault. */
    Calm calm() {
        return calm;
    }

    /** What its listeners have to be told, by each acknowledgement that tells enough to say it. */
    Stream<Due> dues() {
        return Stream.concat(acks().map(ack -> new Due(ack, ack.version())), aggregate.dues());
    }

    /** All that told a value. */
    Stream<Operation> tellings() {
        return operations(Operation::tells);
    }

    /** The tellings of which it is known which version they told: version 0 of a removed key may be any tombstone. */
    Stream<Operation> exactTellings() {
        return tellings().filter(telling -> telling.version() > 0 || !everRemoved);
    }

    /** The stored value of each version, in order. */
    NavigableMap<Long, String> values() {
        return values;
    }

    /** Who wrote this value: of all removals the first. */
    Operation writer(String value) {
        return writers.get(value);
    }

    /** The version that this write made, told or found in the store; 0 if it made none. */
    long versionMade(Operation write) {
        return write.ok() || write.act().value().equals(Operation.ABSENT)
                ? write.version()
                : versions.getOrDefault(write.act().value(), 0L);
    }
}
