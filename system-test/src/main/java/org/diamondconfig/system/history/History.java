/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.history;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.diamondconfig.system.history.Operation.Span;

/**
 * All that happened to one store, and what the store itself says of it in the end. Immutable.
 *
 * @param operations in any order
 * @param rows of the tables config_history and config_datum_history; nothing may have been pruned from them
 * @param merged what the versions of aggregates are made of
 * @param calms when no fault was on, and every server healthy; nobody was killed meanwhile
 */
public record History(List<Operation> operations, List<Row> rows, List<Merged> merged, List<Span> calms) {

    /** Between the key of an aggregate and the id of its datum. */
    private static final char DATUM = '#';

    /**
     * A row of the history table.
     *
     * @param value the md5 of its content; {@link Operation#ABSENT} for a removal
     * @param change of a datum: which of all changes of its aggregate this one was, counted from 1; else 0
     */
    public record Row(String key, long version, String value, String epoch, long change) {

        /** A row of a configuration. */
        public Row(String key, long version, String value, String epoch) {
            this(key, version, value, epoch, 0);
        }
    }

    /**
     * What a version of an aggregate is made of.
     *
     * @param datums the md5s of their contents, as they stand one after the other
     */
    public record Merged(String key, long version, List<String> datums, String epoch) {

        /** Copies the list. */
        public Merged {
            datums = List.copyOf(datums);
        }
    }

    /** Copies the lists. */
    public History {
        operations = List.copyOf(operations);
        rows = List.copyOf(rows);
        merged = List.copyOf(merged);
        calms = List.copyOf(calms);
    }

    /** Without aggregates, and never calm. */
    public History(List<Operation> operations, List<Row> rows) {
        this(operations, rows, List.of(), List.of());
    }

    /** Both as one. */
    public History and(History other) {
        return new History(
                both(operations, other.operations),
                both(rows, other.rows),
                both(merged, other.merged),
                both(calms, other.calms));
    }

    private static <T> List<T> both(List<T> some, List<T> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /** A key in an epoch. */
    private record Life(String key, String epoch) {

        static Life of(Operation operation) {
            return new Life(operation.act().key(), operation.told().epoch());
        }

        static Life of(Row row) {
            return new Life(row.key(), row.epoch());
        }

        static Life of(Merged merged) {
            return new Life(merged.key(), merged.epoch());
        }

        boolean isDatum() {
            return key.indexOf(DATUM) >= 0;
        }

        /** Of a datum. */
        Life aggregate() {
            return new Life(key.substring(0, key.indexOf(DATUM)), epoch);
        }
    }

    /** The life of each key in each epoch. */
    List<KeyHistory> keys() {
        Map<Life, List<Operation>> operationsOf = by(operations, Life::of);
        Map<Life, List<Row>> rowsOf = by(rows, Life::of);
        Map<Life, List<Merged>> mergedOf = by(merged, Life::of);
        Map<Life, List<Operation>> writesOfDatums = byAggregate(operations, Life::of);
        Map<Life, List<Row>> changesOfDatums = byAggregate(rows, Life::of);
        Calm calm = new Calm(calms, operations);
        Set<Life> lives = new HashSet<>(operationsOf.keySet());
        lives.addAll(rowsOf.keySet());
        return lives.stream()
                .map(life -> new KeyHistory(
                        life.key(),
                        of(operationsOf, life),
                        of(rowsOf, life),
                        new Aggregate(of(changesOfDatums, life), of(writesOfDatums, life), of(mergedOf, life)),
                        calm))
                .toList();
    }

    private static <T> Map<Life, List<T>> by(List<T> all, Function<T, Life> life) {
        return all.stream().collect(Collectors.groupingBy(life));
    }

    private static <T> Map<Life, List<T>> byAggregate(List<T> all, Function<T, Life> life) {
        return all.stream()
                .filter(one -> life.apply(one).isDatum())
                .collect(Collectors.groupingBy(one -> life.apply(one).aggregate()));
    }

    private static <T> List<T> of(Map<Life, List<T>> all, Life life) {
        return all.getOrDefault(life, List.of());
    }

    /** The id of a datum, of its key. */
    static String datumId(String key) {
        return key.substring(key.indexOf(DATUM) + 1);
    }
}
