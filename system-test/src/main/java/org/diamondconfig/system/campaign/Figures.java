/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.campaign;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.diamondconfig.system.history.History;
import org.diamondconfig.system.history.Operation;
import org.diamondconfig.system.history.Operation.Act;
import org.diamondconfig.system.history.Operation.Kind;
import org.diamondconfig.system.history.Operation.Outcome;
import org.diamondconfig.system.history.Rule;
import org.diamondconfig.system.history.Verdict;

/** What a history says besides right and wrong. */
record Figures(History history, List<Scene.Kill> kills) {

    /** A publish that comes later after a kill than this says nothing about the kill. */
    private static final long WINDOW = 20_000_000_000L;

    /** Each figure by its name. */
    Map<String, Object> lines() {
        Verdict verdict = Verdict.on(history);
        Map<String, Object> lines = new LinkedHashMap<>();
        lines.put("operations", verdict.counts());
        lines.put("acknowledged writes", acks().count());
        lines.put("acknowledged writes that were lost", count(verdict, Rule.D1));
        lines.put("violations of all rules", verdict.violations().size());
        verdict.staleness().forEach((level, figure) -> lines.put("staleness at level " + level, figure));
        lines.put("failed gets of keys that the client had", failedGets());
        lines.put("hearing the next publish after the own server was killed", hearing());
        return lines;
    }

    private static long count(Verdict verdict, Rule rule) {
        return verdict.violations().stream()
                .filter(violation -> violation.rule() == rule)
                .count();
    }

    private Stream<Operation> acks() {
        return history.operations().stream()
                .filter(operation ->
                        operation.act().kind().writes() && operation.told().outcome() == Outcome.OK);
    }

    /** Gets that failed though the same client had got the key before. */
    long failedGets() {
        Set<List<String>> had = new HashSet<>();
        List<Operation> gets = history.operations().stream()
                .filter(operation -> operation.act().kind() == Kind.GET)
                .sorted(Comparator.comparingLong(operation -> operation.span().start()))
                .toList();
        long failed = 0;
        for (Operation get : gets) {
            List<String> what = List.of(get.process(), get.act().key());
            if (get.told().outcome() == Outcome.OK) {
                had.add(what);
            } else if (had.contains(what)) {
                failed++;
            }
        }
        return failed;
    }

    /** How long it took those whose server was killed to hear the next publish. */
    Hearing hearing() {
        return Hearing.of(delays());
    }

    /**
     * Delays in seconds.
     *
     * @param listeners how many were measured; if none, the rest is zero
     */
    record Hearing(int listeners, double median, double p99, double longest) {

        private static Hearing of(List<Long> delays) {
            List<Long> sorted = delays.stream().sorted().toList();
            return new Hearing(sorted.size(), at(sorted, 50), at(sorted, 99), at(sorted, 100));
        }

        private static double at(List<Long> sorted, int percent) {
            return sorted.isEmpty()
                    ? 0
                    : sorted.get(Math.max(0, (int) Math.ceil(sorted.size() * percent / 100.0) - 1)) / 1e9;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%d listeners, p50 %.3f s, p99 %.3f s, max %.3f s", listeners, median, p99, longest);
        }
    }

    /**
     * From the acknowledgement of the first publish of a key after the kill to the call of each listener of that key whose client
     * had been at the killed server.
     */
    private List<Long> delays() {
        Map<String, List<Operation>> acksOf = acks().filter(ack -> ack.told().version() > 0)
                .sorted(Comparator.comparingLong(ack -> ack.span().end()))
                .collect(Collectors.groupingBy(ack -> ack.act().key()));
        Map<String, NavigableMap<Long, Operation>> callsOf = new TreeMap<>();
        history.operations().stream()
                .filter(operation -> operation.act().kind() == Kind.CALL
                        && operation.process().contains("/sound-"))
                .forEach(call -> callsOf.computeIfAbsent(call.process(), name -> new TreeMap<>())
                        .put(call.span().start(), call));
        List<Long> delays = new ArrayList<>();
        for (Scene.Kill kill : kills) {
            callsOf.forEach((listener, calls) -> {
                boolean there = kill.clients().contains(listener.substring(0, listener.indexOf('/')));
                if (there && calls.firstKey() < kill.at() && calls.lastKey() > kill.at()) {
                    Act act = calls.firstEntry().getValue().act();
                    acksOf.getOrDefault(act.key(), List.of()).stream()
                            .filter(ack ->
                                    ack.span().end() > kill.at() && ack.span().end() < kill.at() + WINDOW)
                            .findFirst()
                            .ifPresent(ack -> heard(calls, ack, kill).ifPresent(delays::add));
                }
            });
        }
        return delays;
    }

    private static Optional<Long> heard(NavigableMap<Long, Operation> calls, Operation ack, Scene.Kill kill) {
        return calls.tailMap(kill.at(), false).values().stream()
                .filter(call -> call.told().version() >= ack.told().version())
                .findFirst()
                .map(call -> Math.max(0, call.span().start() - ack.span().end()));
    }
}
