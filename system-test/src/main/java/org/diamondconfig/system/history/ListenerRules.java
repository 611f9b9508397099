/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.diamondconfig.system.history.Operation.Kind;

/** V1 and N1: heard in the end, and not twice. */
final class ListenerRules {

    private ListenerRules() {}

    /** Judges each listener whenever the workload says that all had been quiet, and at which version. */
    static Stream<String> lastCallIsFinal(KeyHistory key) {
        Map<String, NavigableMap<Long, Operation>> calls = new HashMap<>();
        key.operations(operation -> operation.kind() == Kind.CALL)
                .forEach(call -> calls.computeIfAbsent(call.process(), listener -> new TreeMap<>())
                        .put(call.toldAt(), call));
        return key.operations(operation -> operation.kind() == Kind.QUIET).flatMap(quiet -> {
            Map.Entry<Long, Operation> last = calls.getOrDefault(quiet.process(), Collections.emptyNavigableMap())
                    .lowerEntry(quiet.span().start());
            return last != null && last.getValue().version() == quiet.version()
                    ? Stream.empty()
                    : Stream.of("the last call of " + quiet.process() + " was "
                            + (last == null ? "none" : last.getValue()) + " when all had been quiet at version "
                            + quiet.version());
        });
    }

    /** A listener that threw may be told again. */
    static Stream<String> noCallTwice(KeyHistory key) {
        Map<String, List<Operation>> listeners = key.operations(operation -> operation.kind() == Kind.CALL)
                .collect(Collectors.groupingBy(Operation::process, Collectors.toCollection(ArrayList::new)));
        return listeners.values().stream()
                .flatMap(calls -> IntStream.range(1, calls.size())
                        .filter(i -> calls.get(i - 1).ok())
                        .filter(i -> calls.get(i).version() == calls.get(i - 1).version())
                        .mapToObj(i -> calls.get(i) + " told what " + calls.get(i - 1) + " had told"));
    }
}
