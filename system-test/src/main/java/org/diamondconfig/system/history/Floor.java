/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * What had been told by a moment: of all operations that were over before it, the one with the highest version. Immutable;
 * O(n log n) to make, O(log n) to ask.
 */
final class Floor {

    private final NavigableMap<Long, Operation> highest = new TreeMap<>();

    private Floor(Stream<Operation> operations, ToLongFunction<Operation> moment, ToLongFunction<Operation> version) {
        List<Operation> inTurn = new ArrayList<>(operations.toList());
        inTurn.sort(Comparator.comparingLong(moment));
        for (Operation operation : inTurn) {
            Map.Entry<Long, Operation> last = highest.lastEntry();
            if (last == null || version.applyAsLong(operation) > version.applyAsLong(last.getValue())) {
                highest.put(moment.applyAsLong(operation), operation);
            }
        }
    }

    /** By the moment at which each operation was told. */
    static Floor of(Stream<Operation> operations) {
        return new Floor(operations, Operation::toldAt, Operation::version);
    }

    /** The same with time and order reversed: what {@link #after} asks. */
    static Floor mirrored(Stream<Operation> operations) {
        return new Floor(operations, operation -> -operation.span().start(), operation -> -operation.version());
    }

    /** The highest of those that were over before this moment. */
    Optional<Operation> before(long moment) {
        return Optional.ofNullable(highest.lowerEntry(moment)).map(Map.Entry::getValue);
    }

    /** Of a mirrored floor: the lowest of those that began after this moment. */
    Optional<Operation> after(long moment) {
        return before(-moment);
    }
}
