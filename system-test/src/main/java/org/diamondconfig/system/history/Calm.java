/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.history;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.diamondconfig.system.history.Operation.Kind;
import org.diamondconfig.system.history.Operation.Span;

/**
 * The times without a fault, and from when on in each of them a client can be held to be told at once. Immutable.
 *
 * <p>A client may come out of a fault with a poll that nobody will answer, and find that out only when its time is up. So it counts
 * from its second call, of any of its listeners: one told what another client wrote in this calm, the next what was written
 * after that call. A value that it compared in passing makes the first, never the second.
 */
final class Calm {

    /**
     * Within this a listener is told. Where no notify arrives a sweep takes 2.5 s (G7); a poll that nobody woke is answered after
     * 30 s, and a client compares all after 60 s. Between those it leaves a slow machine its time.
     */
    static final Duration BOUND = Duration.ofSeconds(15);

    /** One calm. Confined to the making of its owner. */
    private static final class Window {

        private final Span span;
        private final Map<String, Long> firstCall = new HashMap<>();

        /** By client: since when it is told. */
        private final Map<String, Long> told = new HashMap<>();

        Window(Span span) {
            this.span = span;
        }

        boolean holds(long moment) {
            return moment >= span.start() && moment <= span.end();
        }

        void hear(Operation call, Operation writer) {
            String client = call.client();
            long since = firstCall.getOrDefault(client, span.start());
            boolean fresh = holds(call.toldAt())
                    && writer.span().start() > since
                    && !writer.client().equals(client);
            if (fresh && firstCall.putIfAbsent(client, call.toldAt()) != null) {
                told.putIfAbsent(client, call.toldAt());
            }
        }

        OptionalLong deadline(String client, long acknowledged) {
            Long since = told.get(client);
            if (since == null || !holds(acknowledged)) {
                return OptionalLong.empty();
            }
            long deadline = Math.max(acknowledged, since) + BOUND.toNanos();
            return holds(deadline) ? OptionalLong.of(deadline) : OptionalLong.empty();
        }
    }

    private final NavigableMap<Long, Window> windows = new TreeMap<>();

    Calm(List<Span> calms, List<Operation> operations) {
        calms.forEach(calm -> windows.put(calm.start(), new Window(calm)));
        if (windows.isEmpty()) {
            return;
        }
        Map<String, Operation> writers = new HashMap<>();
        operations.stream()
                .filter(write -> write.kind() == Kind.PUBLISH || write.kind() == Kind.PUBLISH_IF)
                .forEach(write -> writers.put(write.act().value(), write));
        operations.stream()
                .filter(call -> call.kind() == Kind.CALL
                        && writers.containsKey(call.told().value()))
                .sorted(Comparator.comparingLong(Operation::toldAt))
                .forEach(call -> hear(call, writers.get(call.told().value())));
    }

    private void hear(Operation call, Operation writer) {
        Map.Entry<Long, Window> window = windows.floorEntry(call.toldAt());
        if (window != null) {
            window.getValue().hear(call, writer);
        }
    }

    /** Until when a listener of this client has to be told of what was acknowledged then; empty if it cannot be held to it. */
    OptionalLong deadline(String client, long acknowledged) {
        Map.Entry<Long, Window> window = windows.floorEntry(acknowledged);
        return window == null ? OptionalLong.empty() : window.getValue().deadline(client, acknowledged);
    }
}
