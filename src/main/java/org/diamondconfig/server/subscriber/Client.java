/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.subscriber;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.http.ClientHeader;
import org.diamondconfig.server.subscriber.Sighting.Counts;
import org.diamondconfig.server.subscriber.Sighting.Holding;
import org.diamondconfig.server.subscriber.Sighting.Party;
import org.diamondconfig.server.subscriber.Sighting.Served;
import org.diamondconfig.server.subscriber.Sighting.State;
import org.diamondconfig.server.subscriber.Subscribers.Waiting;
import org.diamondconfig.server.watch.HeldPolls.Ask;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigKey.Prefix;
import org.diamondconfig.wire.Probe;

/**
 * One client at this node: its slots, and what it reported last of each key. Thread-safe: guarded by itself.
 *
 * <p>A client without an id may be several of one host. Each of its polls takes the slot of the poll before it that asked for the
 * same and is over, so that those who poll at the same time have a slot each, and none takes the keys of another away.
 */
final class Client {

    /** Most slots: reads that wait have one for each key. */
    static final int MAX_SLOTS = 64;

    /** Most slots of those without an id, who may be all that are behind one address. */
    static final int MAX_NAMELESS = 1_000;

    /** Most keys in all slots together. */
    static final int MAX_KEYS = 48_000;

    /** So much sooner is a poll forgotten that did not wait. */
    private static final long SOONER =
            Subscribers.KEEP.minus(Subscribers.KEEP_PASSING).toNanos();

    private final long sinceNanos;
    private final boolean nameless;
    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private final Reports reports = new Reports();
    private Caller caller;
    private ClientHeader header;
    private Map<String, Long> counters = Map.of();
    private int keys;
    private int named;
    private long seenNanos;

    /** From when on it is counted how long it is remembered: {@link #seenNanos}, or less if it never waited. */
    private long keptNanos;

    Client(Ask first, long now) {
        caller = first.caller();
        header = first.client();
        nameless = caller.clientId().isEmpty();
        sinceNanos = now;
        keptNanos = now - SOONER;
    }

    /**
     * A poll came.
     *
     * @param room how many keys more it may hold than it does
     * @return where it stands; empty if there was no room for it: then nothing is remembered of it but that it came
     */
    synchronized Optional<Slot> come(Ask ask, UnaryOperator<ConfigKey> intern, long now, int room) {
        caller = ask.caller();
        header = ask.client();
        seenNanos = now;
        boolean waits = !ask.hold().isZero();
        keptNanos = Math.max(keptNanos - now, waits ? 0 : -SOONER) + now;
        String name = nameless ? placeOf(ask.probe()) : ask.client().slot();
        Slot slot = slots.get(name);
        int more = ask.probe().items().size() - (slot == null ? 0 : slot.size());
        if (more > room || !makeRoom(slot, more)) {
            return Optional.empty();
        }
        counters = ask.probe().counters().isEmpty() ? counters : ask.probe().counters();
        Slot taken = slots.computeIfAbsent(name, unknown -> new Slot());
        taken.come(ask.probe(), intern, now, waits);
        keys += more;
        reports.take(ask.probe(), intern, now, room - more);
        return Optional.of(taken);
    }

    /** The slot of a poll whose client does not tell one. */
    private String placeOf(Probe probe) {
        return lastOver(slot -> slot.isOf(probe))
                .or(() -> {
                    Set<ConfigKey> asked =
                            probe.items().stream().map(Probe.Item::key).collect(Collectors.toSet());
                    return lastOver(slot -> slot.isLike(asked));
                })
                .orElseGet(() -> Integer.toString(named++));
    }

    /** Of the slots without a poll that are of this kind, the one that was used last. */
    private Optional<String> lastOver(Predicate<Slot> kind) {
        return slots.entrySet().stream()
                .filter(entry -> !entry.getValue().isPolling() && kind.test(entry.getValue()))
                .max(Comparator.comparingLong(entry -> entry.getValue().seenNanos() - seenNanos))
                .map(Map.Entry::getKey);
    }

    private boolean makeRoom(Slot slot, int more) {
        while ((slot == null && slots.size() >= (nameless ? MAX_NAMELESS : MAX_SLOTS)) || keys + more > MAX_KEYS) {
            Optional<String> idle = slots.entrySet().stream()
                    .filter(entry ->
                            entry.getValue() != slot && !entry.getValue().isPolling())
                    .min(Comparator.comparingLong(entry -> kept(entry.getValue()) - seenNanos))
                    .map(Map.Entry::getKey);
            if (idle.isEmpty()) {
                return false;
            }
            keys -= slots.remove(idle.get()).size();
        }
        return true;
    }

    /** From when on it is counted how long a slot is remembered. */
    private static long kept(Slot slot) {
        return slot.waits() ? slot.seenNanos() : slot.seenNanos() - SOONER;
    }

    /** A poll of this slot ended, having told of these keys. */
    synchronized void leave(Slot slot, List<ConfigKey> told, long now) {
        seenNanos = now;
        slot.leave(told, now);
        keptNanos = Math.max(keptNanos - now, kept(slot) - now) + now;
    }

    /** Forgets slots whose polls ended before then, and reports of what it holds no more. @return whether nothing is left */
    synchronized boolean forget(long before) {
        for (Iterator<Slot> all = slots.values().iterator(); all.hasNext(); ) {
            Slot slot = all.next();
            if (!slot.isPolling() && kept(slot) - before < 0) {
                keys -= slot.size();
                all.remove();
            }
        }
        if (!reports.isEmpty()) {
            reports.keep(held(), prefixes());
        }
        return slots.isEmpty() && keptNanos - before < 0;
    }

    private Set<ConfigKey> held() {
        Set<ConfigKey> held = new LinkedHashSet<>();
        slots.values().forEach(slot -> held.addAll(slot.keys()));
        return held;
    }

    synchronized void collect(Collection<ConfigKey> into) {
        into.addAll(held());
        into.addAll(reports.keys());
    }

    /** In its slots, and those that it asks for by a prefix and reported of. */
    synchronized int keys() {
        return keys + reports.below();
    }

    /** How many of them are of polls that did not wait. */
    synchronized int passing() {
        return slots.values().stream()
                .filter(slot -> !slot.waits())
                .mapToInt(Slot::size)
                .sum();
    }

    synchronized boolean isPolling() {
        return slots.values().stream().anyMatch(Slot::isPolling);
    }

    /** From when on it is counted how long it is remembered, while it does not poll. */
    synchronized long keptNanos() {
        return keptNanos;
    }

    synchronized Caller caller() {
        return caller;
    }

    /** Its polls that wait at this moment. */
    synchronized List<Waiting> waiting() {
        return waitingSlots().map(slot -> new Waiting(party(), slot.md5s())).toList();
    }

    /** Those of them that wait for this key, and what they hold of it alone. */
    synchronized List<Waiting> waiting(ConfigKey key) {
        return waitingSlots()
                .filter(slot -> slot.place(key) >= 0)
                .map(slot -> new Waiting(party(), Map.of(key, slot.md5(slot.place(key)))))
                .toList();
    }

    private Stream<Slot> waitingSlots() {
        return slots.values().stream().filter(slot -> slot.isPolling() && slot.waits());
    }

    synchronized Party party() {
        List<String> labels = new ArrayList<>();
        new TreeMap<>(header.labels()).forEach((name, value) -> labels.add(name + '=' + value));
        return new Party(
                caller.clientId(),
                caller.app(),
                header.version(),
                caller.subject(),
                caller.address(),
                labels,
                counters);
    }

    /** What it holds of a key, as its newest poll that asks for it says. */
    synchronized Optional<Holding> holding(ConfigKey key, long now) {
        return slots.values().stream()
                .filter(slot -> slot.place(key) >= 0)
                .max(Comparator.comparing(Slot::isPolling).thenComparingLong(Slot::seenNanos))
                .map(slot -> holding(slot, slot.place(key), now))
                .or(() -> below(key, prefixes(), now));
    }

    /** What it reported of a key that it asks for by a prefix alone: that it has the version, and nothing of its md5. */
    private Optional<Holding> below(ConfigKey key, List<Prefix> prefixes, long now) {
        return reports.isBelow(key) && prefixes.stream().anyMatch(prefix -> prefix.covers(key))
                ? reports.of(key, now)
                        .map(last -> new Holding(
                                key, OptionalLong.of(last.version()), Holding.UNTOLD, Optional.of(last), false))
                : Optional.empty();
    }

    private Holding holding(Slot slot, int place, long now) {
        ConfigKey key = slot.key(place);
        return new Holding(key, slot.version(place), slot.md5(place), reports.of(key, now), slot.isTold(key));
    }

    /** All it holds. */
    synchronized List<Holding> holdings(long now) {
        Map<ConfigKey, Holding> all = new TreeMap<>();
        List<Prefix> prefixes = prefixes();
        reports.keysBelow().forEach(key -> below(key, prefixes, now).ifPresent(holding -> all.put(key, holding)));
        for (Slot slot : slots.values()) {
            for (int place = 0; place < slot.size(); place++) {
                all.put(slot.key(place), holding(slot, place, now));
            }
        }
        return List.copyOf(all.values());
    }

    synchronized List<Prefix> prefixes() {
        return slots.values().stream()
                .flatMap(slot -> slot.prefixes().stream())
                .distinct()
                .toList();
    }

    /** How much it holds, by what is served. */
    Counts counts(Function<ConfigKey, Served> served, long now) {
        List<Holding> all = holdings(now);
        int behind = 0;
        int failed = 0;
        for (Holding holding : all) {
            State state = holding.state(served.apply(holding.key()));
            behind += state == State.BEHIND ? 1 : 0;
            failed += state == State.FAILED ? 1 : 0;
        }
        return new Counts(all.size(), prefixes().size(), behind, failed);
    }

    /** How it is seen, with these of its keys. */
    synchronized Sighting sighting(Counts counts, List<Holding> holdings, List<Prefix> prefixes, long now) {
        boolean polling = isPolling();
        return new Sighting(
                party(),
                polling,
                TimeUnit.NANOSECONDS.toMillis(now - sinceNanos),
                polling ? 0 : TimeUnit.NANOSECONDS.toMillis(now - seenNanos),
                counts,
                holdings,
                prefixes);
    }
}
