/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.live;

import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.diamondconfig.server.audience.Propagation;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;

/**
 * How far the served version of each followed key got, over all nodes. Thread-safe. All nodes are asked while somebody follows the
 * key: again and again while a version is on its way, now and then else; however many follow it.
 */
@Component
final class ArrivalBook {

    /** From one answer to the next question while a version is on its way. */
    static final Duration QUICK = Duration.ofMillis(250);

    /** The same when everybody has it, or will not have it soon. */
    static final Duration CALM = Duration.ofSeconds(5);

    /** For so long after a change it is on its way. */
    static final Duration UNDER_WAY = Duration.ofMinutes(2);

    /** Half of the questions that a node asks all others at once: the rest is for people. */
    private static final int MOST_AT_ONCE = 4;

    private final Function<ConfigKey, CompletableFuture<byte[]>> question;
    private final Ticker ticker;
    private final Map<ConfigKey, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicInteger asking = new AtomicInteger();

    /** What is known of a key. Guarded by itself. */
    private static final class Entry {

        private byte[] json;
        private String essence = "";
        private long due;
        private long changed;
        private boolean asked;

        /** Whether it changed since it was asked for: the answer may be of the version before. */
        private boolean changedSince;

        Entry(long now) {
            due = now;
            changed = now;
        }

        synchronized boolean take(long now) {
            boolean taken = !asked && now - due >= 0;
            asked |= taken;
            changedSince &= !taken;
            return taken;
        }

        synchronized void leave() {
            asked = false;
        }

        synchronized void changed(long now) {
            due = now;
            changed = now;
            changedSince = true;
        }

        /** @return whether it says something else than before */
        synchronized boolean learn(byte[] told, long now) {
            JsonObject parts = Json.parseObject(told);
            boolean under = now - changed < UNDER_WAY.toNanos()
                    && (changedSince || !parts.objects("stragglers").isEmpty());
            asked = false;
            due = now + (under ? QUICK : CALM).toNanos();
            String next = essence(parts);
            boolean other = !next.equals(essence);
            essence = next;
            json = told;
            return other;
        }
    }

    @Inject
    ArrivalBook(Propagation propagation, Ticker ticker) {
        this(key -> propagation.of(key, 0), ticker);
    }

    /** For tests, which answer themselves. */
    ArrivalBook(Function<ConfigKey, CompletableFuture<byte[]>> question, Ticker ticker) {
        this.question = question;
        this.ticker = ticker;
    }

    /** What was told last of a key. */
    Optional<byte[]> known(ConfigKey key) {
        Entry entry = entries.get(key);
        if (entry == null) {
            return Optional.empty();
        }
        synchronized (entry) {
            return Optional.ofNullable(entry.json);
        }
    }

    /** A version of it is on its way. */
    void changed(ConfigKey key) {
        Entry entry = entries.get(key);
        if (entry != null) {
            entry.changed(ticker.nanos());
        }
    }

    /** Nobody follows this key any more: what was told of it is not told to who comes later. */
    void forget(ConfigKey key) {
        entries.remove(key);
    }

    /** Asks of these keys what is due, and forgets all others. Does not wait; what differs from before is told. */
    void ask(Set<ConfigKey> followed, BiConsumer<ConfigKey, byte[]> tell) {
        entries.keySet().retainAll(followed);
        for (ConfigKey key : followed) {
            Entry entry = entries.computeIfAbsent(key, unknown -> new Entry(ticker.nanos()));
            if (asking.get() < MOST_AT_ONCE && entry.take(ticker.nanos())) {
                ask(key, entry, tell);
            }
        }
    }

    private void ask(ConfigKey key, Entry entry, BiConsumer<ConfigKey, byte[]> tell) {
        asking.incrementAndGet();
        try {
            var unused = question.apply(key).whenComplete((json, failure) -> {
                asking.decrementAndGet();
                if (failure != null) {
                    entry.leave();
                } else if (entry.learn(json, ticker.nanos())) {
                    tell.accept(key, json);
                }
            });
        } catch (RuntimeException e) {
            // Others ask, say. It is due still.
            asking.decrementAndGet();
            entry.leave();
        }
    }

    /** All of it but times, which are counted anew at each question. */
    private static String essence(JsonObject told) {
        StringBuilder text = new StringBuilder().append(told.number("version")).append(told.flag("cut", false));
        JsonObject states = told.object("states");
        states.names().forEach(state -> text.append(' ').append(state).append(states.number(state)));
        told.objects("stragglers")
                .forEach(each -> text.append(' ')
                        .append(each.string("client"))
                        .append(each.string("state"))
                        .append(each.string("reason")));
        told.objects("missing").forEach(each -> text.append(' ').append(each.string("node")));
        return text.toString();
    }
}
