/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.diamondconfig.system.history.History.Merged;
import org.diamondconfig.system.history.History.Row;
import org.diamondconfig.system.history.Operation.Kind;
import org.diamondconfig.system.history.Operation.Level;
import org.diamondconfig.system.history.Operation.Span;
import org.diamondconfig.system.history.Operation.Told;

/** How a {@link Bug} finds its place in a history, and makes of it another. Stateless. */
final class Planting {

    private Planting() {}

    static Optional<Operation> pick(History history, Random random, Predicate<Operation> wanted) {
        List<Operation> all =
                new ArrayList<>(history.operations().stream().filter(wanted).toList());
        Collections.shuffle(all, random);
        return all.stream().findFirst();
    }

    static boolean acknowledged(Operation operation, Kind kind) {
        return operation.kind() == kind && operation.ok();
    }

    static boolean acknowledgedPublish(Operation operation) {
        return acknowledged(operation, Kind.PUBLISH) && !ofDatum(operation);
    }

    static boolean silentRemoval(Operation operation) {
        return acknowledged(operation, Kind.REMOVE) && operation.version() == 0 && !ofDatum(operation);
    }

    /** Of a datum: it is a key of its own to most rules. */
    static boolean ofDatum(Operation operation) {
        return operation.act().key().contains("#");
    }

    /** Whether the tombstone belongs to a removal that was told its version. */
    static boolean isTold(History history, Row tombstone) {
        return history.operations().stream()
                .anyMatch(other -> acknowledged(other, Kind.REMOVE)
                        && other.act().key().equals(tombstone.key())
                        && other.version() == tombstone.version());
    }

    static boolean clientsGet(Operation operation) {
        return operation.kind() == Kind.GET && operation.told().level() == Level.CLIENT;
    }

    static boolean isLast(History history, Operation call) {
        return call.kind() == Kind.CALL
                && history.operations().stream()
                        .filter(other ->
                                other.kind() == Kind.CALL && other.process().equals(call.process()))
                        .allMatch(other -> other.span().start() <= call.span().start());
    }

    static boolean sameKey(Operation first, Operation second) {
        return first.act().key().equals(second.act().key());
    }

    static Operation told(Operation operation, long version, String value) {
        Told told = operation.told();
        return new Operation(
                operation.process(),
                operation.number(),
                operation.act(),
                operation.span(),
                new Told(told.outcome(), version, value, told.epoch(), told.level()));
    }

    static Operation version(Operation operation, long version) {
        return told(operation, version, operation.told().value());
    }

    /** The read as it would have been of another version. */
    static Operation as(History history, Operation read, long version) {
        String value = history.rows().stream()
                .filter(row -> row.key().equals(read.act().key()) && row.version() == version)
                .map(Row::value)
                .findFirst()
                .orElse(Operation.ABSENT);
        return told(read, version, value);
    }

    static Operation movedBefore(Operation read, Operation write) {
        long start = write.span().start();
        return new Operation(read.process(), read.number(), read.act(), new Span(start - 2, start - 1), read.told());
    }

    static Row rowOf(Operation ack, String value) {
        return new Row(ack.act().key(), ack.version(), value, ack.told().epoch());
    }

    static History withoutRow(History history, Operation ack) {
        Row row = rowOf(ack, ack.act().value());
        return withRows(
                history,
                history.rows().stream().filter(other -> !other.equals(row)).toList());
    }

    static History withRow(History history, Row row) {
        return withRows(
                history, Stream.concat(history.rows().stream(), Stream.of(row)).toList());
    }

    static History with(History history, Operation old, Operation changed) {
        return withOperations(
                history,
                history.operations().stream()
                        .map(operation -> operation.equals(old) ? changed : operation)
                        .toList());
    }

    static History without(History history, Operation old) {
        return withOperations(
                history,
                history.operations().stream()
                        .filter(operation -> !operation.equals(old))
                        .toList());
    }

    /** Whether what this call told, and none before it did, was acknowledged with a version. */
    static boolean isDue(History history, Operation call) {
        long before = history.operations().stream()
                .filter(other -> other.kind() == Kind.CALL
                        && other.process().equals(call.process())
                        && other.version() < call.version())
                .mapToLong(Operation::version)
                .max()
                .orElse(0);
        return history.operations().stream()
                .anyMatch(ack -> ack.kind().writes()
                        && ack.ok()
                        && sameKey(ack, call)
                        && ack.version() > before
                        && ack.version() <= call.version());
    }

    /** The last call of a listener comes later after all writing than it came, and only then it is said that all is quiet. */
    static History lastCallLater(History history, Operation call, long nanos) {
        return withOperations(
                history,
                history.operations().stream()
                        .map(one -> {
                            boolean quiet =
                                    one.kind() == Kind.QUIET && one.process().equals(call.process());
                            return quiet || one.equals(call)
                                    ? at(
                                            one,
                                            one.span().start() + nanos,
                                            one.span().end() + nanos)
                                    : one;
                        })
                        .toList());
    }

    static History withOperation(History history, Operation more) {
        return withOperations(
                history,
                Stream.concat(history.operations().stream(), Stream.of(more)).toList());
    }

    static History withCopy(History history, Operation call) {
        Operation copy = new Operation(
                call.process(),
                history.operations().size(),
                call.act(),
                new Span(call.span().start() + 1, call.span().start() + 1),
                call.told());
        return withOperation(history, copy);
    }

    private static History withOperations(History history, List<Operation> operations) {
        return new History(operations, history.rows(), history.merged(), history.calms());
    }

    static History withRows(History history, List<Row> rows) {
        return new History(history.operations(), rows, history.merged(), history.calms());
    }

    /** Makes of one version of an aggregate what a wrong merge would; of the datums of all versions, and which one it is. */
    interface WrongMerge {
        List<String> datums(List<List<String>> all, int one);
    }

    /** As if one version of the aggregate, by chance, had been merged to what its datums never came to. */
    static Optional<History> mergedWrong(History history, Random random, WrongMerge wrong) {
        List<List<String>> states = states(changes(history));
        return merged(history, random, (all, one) -> {
            List<String> datums = wrong.datums(all, one);
            return Optional.of(datums).filter(other -> !states.contains(other));
        });
    }

    /**
     * As if one version of the aggregate, by chance, had been merged from what was read two versions before: one with a content
     * that the version between has no more, for none comes back.
     */
    static Optional<History> mergedLate(History history, Random random) {
        return merged(
                history,
                random,
                (all, one) -> Optional.of(all.get(one - 2))
                        .filter(older -> !all.get(one - 1).containsAll(older)));
    }

    private static Optional<History> merged(
            History history, Random random, BiFunction<List<List<String>>, Integer, Optional<List<String>>> otherwise) {
        List<List<String>> datums =
                history.merged().stream().map(Merged::datums).toList();
        List<Integer> places =
                new ArrayList<>(IntStream.range(2, datums.size() - 1).boxed().toList());
        Collections.shuffle(places, random);
        return places.stream()
                .flatMap(place ->
                        otherwise.apply(datums, place).map(other -> withMerged(history, place, other)).stream())
                .findFirst();
    }

    private static History withMerged(History history, int place, List<String> datums) {
        List<Merged> merged = new ArrayList<>(history.merged());
        Merged right = merged.get(place);
        merged.set(place, new Merged(right.key(), right.version(), datums, right.epoch()));
        return new History(history.operations(), history.rows(), merged, history.calms());
    }

    /** As if two publishes of datums had been made the other way round, and nothing merged between them. */
    static Optional<History> changesSwapped(History history, Random random) {
        List<Row> changes = changes(history);
        List<List<String>> states = states(changes);
        List<List<String>> merged =
                history.merged().stream().map(Merged::datums).toList();
        List<Integer> places = new ArrayList<>(IntStream.range(1, changes.size())
                .filter(i -> !changes.get(i - 1).value().equals(Operation.ABSENT)
                        && !changes.get(i).value().equals(Operation.ABSENT)
                        && !changes.get(i - 1).key().equals(changes.get(i).key())
                        && !merged.contains(states.get(i - 1)))
                .boxed()
                .toList());
        Collections.shuffle(places, random);
        return places.stream().findFirst().map(i -> {
            Row first = changes.get(i - 1);
            Row second = changes.get(i);
            return withRows(
                    history,
                    history.rows().stream()
                            .map(row -> row.equals(first)
                                    ? numbered(row, second.change())
                                    : row.equals(second) ? numbered(row, first.change()) : row)
                            .toList());
        });
    }

    private static Row numbered(Row row, long change) {
        return new Row(row.key(), row.version(), row.value(), row.epoch(), change);
    }

    private static List<Row> changes(History history) {
        return history.rows().stream()
                .filter(row -> row.change() > 0)
                .sorted(Comparator.comparingLong(Row::change))
                .toList();
    }

    /** What the datums of the aggregate came to after each change. */
    private static List<List<String>> states(List<Row> changes) {
        Map<String, String> datums = new TreeMap<>();
        List<List<String>> states = new ArrayList<>();
        for (Row row : changes) {
            datums.put(row.key(), row.value());
            datums.values().removeIf(Operation.ABSENT::equals);
            states.add(List.copyOf(datums.values()));
        }
        return states;
    }

    static Operation at(Operation operation, long start, long end) {
        return new Operation(
                operation.process(), operation.number(), operation.act(), new Span(start, end), operation.told());
    }
}
