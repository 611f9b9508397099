/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.history;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.diamondconfig.system.history.Operation.Kind;
import org.diamondconfig.system.history.Operation.Level;
import org.diamondconfig.system.history.Operation.Outcome;

/** R1, R2, R3, S1 and M1: whole, real, not too early, fresh, never back. */
final class ReadRules {

    private ReadRules() {}

    static Stream<String> readIsStored(KeyHistory key) {
        return key.tellings()
                .filter(read -> !read.told()
                        .value()
                        .equals(
                                read.version() == 0
                                        ? Operation.ABSENT
                                        : key.values().get(read.version())))
                .map(read -> read + " told the value with md5 '" + read.told().value()
                        + "'; the history table has there " + key.values().getOrDefault(read.version(), "nothing"));
    }

    /** The content of an aggregate nobody wrote; {@link Rule#A1} and {@link Rule#A2} say what it has to be. */
    static Stream<String> readWasWritten(KeyHistory key) {
        if (key.merges().findAny().isPresent()) {
            return Stream.empty();
        }
        Stream<String> read = key.tellings()
                .filter(telling -> telling.version() > 0)
                .flatMap(telling -> notWritten(key, telling.told().value(), telling.toString()));
        Stream<String> stored = key.values().entrySet().stream()
                .flatMap(row -> notWritten(key, row.getValue(), "the history table at version " + row.getKey()));
        return Stream.concat(read, stored);
    }

    private static Stream<String> notWritten(KeyHistory key, String value, String where) {
        Operation writer = key.writer(value);
        if (writer == null) {
            return Stream.of(where + " has the value with md5 '" + value + "' that nobody wrote");
        }
        return writer.told().outcome() == Outcome.FAILED
                ? Stream.of(where + " has the value of " + writer + ", which was refused")
                : Stream.empty();
    }

    static Stream<String> nothingFromTheFuture(KeyHistory key) {
        return key.tellings()
                .filter(read -> read.version() > 0)
                .filter(read -> key.writer(read.told().value()) != null)
                .filter(read ->
                        read.toldAt() < key.writer(read.told().value()).span().start())
                .map(read ->
                        read + " told a value before " + key.writer(read.told().value()) + " began to write it");
    }

    /** Among strong reads, too, a later one is never older: that makes them linearizable. */
    static Stream<String> strongReadsAreFresh(KeyHistory key) {
        List<Operation> strong = key.exactTellings()
                .filter(read -> read.told().level() == Level.DATABASE)
                .toList();
        Floor known = Floor.of(Stream.concat(key.acks(), strong.stream()));
        return strong.stream().flatMap(read -> olderThan(known, read));
    }

    /**
     * Of a client: what its gets answer, against all that it has answered, told its listeners or written; of a listener: what
     * it is called with, against its earlier calls. A slow listener may hear what its client has read long since.
     */
    static Stream<String> neverBack(KeyHistory key) {
        Stream<Operation> told = Stream.concat(key.acks(), key.exactTellings());
        Map<String, List<Operation>> clients = told.collect(Collectors.groupingBy(Operation::client));
        return clients.values().stream().flatMap(ReadRules::neverBack);
    }

    private static Stream<String> neverBack(List<Operation> client) {
        Floor known = Floor.of(client.stream());
        Stream<String> reads = client.stream()
                .filter(operation -> operation.kind() == Kind.GET)
                .flatMap(read -> olderThan(known, read));
        Map<String, List<Operation>> listeners = client.stream()
                .filter(operation -> operation.kind() == Kind.CALL)
                .collect(Collectors.groupingBy(Operation::process));
        Stream<String> calls = listeners.values().stream().flatMap(listener -> {
            Floor heard = Floor.of(listener.stream());
            return listener.stream().flatMap(call -> olderThan(heard, call));
        });
        return Stream.concat(reads, calls);
    }

    private static Stream<String> olderThan(Floor known, Operation read) {
        return known
                .before(read.span().start())
                .filter(earlier -> earlier.version() > read.version())
                .map(earlier -> read + " told version " + read.version() + " "
                        + (read.span().start() - earlier.toldAt()) / 1_000 + " us after " + earlier + " was over")
                .stream();
    }
}
