/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.diamondconfig.system.history.Operation.Kind;

/** V1, V2 and N1: heard in the end, heard at once, and not twice. */
final class ListenerRules {

    private ListenerRules() {}

    /** Judges each listener whenever the workload says that all had been quiet, and at which version. */
    static Stream<String> lastCallIsFinal(KeyHistory key) {
        Map<String, NavigableMap<Long, Operation>> calls = callsBy(key, Operation::toldAt);
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

    private static Map<String, NavigableMap<Long, Operation>> callsBy(KeyHistory key, ToLongFunction<Operation> order) {
        Map<String, NavigableMap<Long, Operation>> calls = new HashMap<>();
        key.operations(operation -> operation.kind() == Kind.CALL)
                .forEach(call -> calls.computeIfAbsent(call.process(), listener -> new TreeMap<>())
                        .putIfAbsent(order.applyAsLong(call), call));
        return calls;
    }

    /** A listener that listened until all was quiet, and by version its calls. */
    private record Ear(Operation listen, Operation quiet, NavigableMap<Long, Operation> calls) {

        boolean listened(long moment) {
            return listen.span().end() < moment && moment < quiet.span().start();
        }
    }

    /**
     * Judges each listener by what was acknowledged in a calm, as long as it listened and the calm lasted; which it does, once
     * writing has stopped, until everybody has heard or is given up. A wake-up that was lost would be healed in the end, and
     * {@link #lastCallIsFinal} be kept.
     */
    static Stream<String> calmIsHeardAtOnce(KeyHistory key) {
        List<Due> dues = key.dues().toList();
        return ears(key)
                .flatMap(ear -> dues.stream()
                        .filter(due -> ear.listened(due.ack().span().end()))
                        .flatMap(due -> heardLate(due, ear, key.calm())));
    }

    private static Stream<Ear> ears(KeyHistory key) {
        Map<String, NavigableMap<Long, Operation>> calls = callsBy(key, Operation::version);
        Map<String, Operation> quiet = new HashMap<>();
        key.operations(operation -> operation.kind() == Kind.QUIET).forEach(last -> quiet.put(last.process(), last));
        return key.operations(operation -> operation.kind() == Kind.LISTEN)
                .filter(listen -> quiet.containsKey(listen.process()))
                .map(listen -> new Ear(
                        listen,
                        quiet.get(listen.process()),
                        calls.getOrDefault(listen.process(), Collections.emptyNavigableMap())));
    }

    private static Stream<String> heardLate(Due due, Ear ear, Calm calm) {
        long acknowledged = due.ack().span().end();
        OptionalLong deadline = calm.deadline(ear.listen().client(), acknowledged);
        Map.Entry<Long, Operation> call = ear.calls().ceilingEntry(due.version());
        if (deadline.isEmpty() || (call != null && call.getValue().toldAt() <= deadline.getAsLong())) {
            return Stream.empty();
        }
        // What became again what it had been before a node saw it tells a listener nothing new: nobody is woken for it.
        Map.Entry<Long, Operation> before = ear.calls().lowerEntry(due.version());
        if (call != null
                && before != null
                && call.getValue().version() > due.version()
                && call.getValue().told().value().isEmpty()
                && call.getValue()
                        .told()
                        .value()
                        .equals(before.getValue().told().value())) {
            return Stream.empty();
        }
        String heard = call == null
                ? "never"
                : (call.getValue().toldAt() - acknowledged) / 1_000_000 + " ms after it, by " + call.getValue();
        return Stream.of(ear.listen().process() + " was to be told version " + due.version()
                + " or a later one soon after " + due.ack() + ", with no fault on, and was " + heard);
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
