/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.subscriber;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.dump.Lookup;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.edge.Trace;
import org.diamondconfig.server.subscriber.Sighting.Counts;
import org.diamondconfig.server.subscriber.Sighting.Party;
import org.diamondconfig.server.subscriber.Sighting.Served;
import org.diamondconfig.server.watch.HeldPolls;
import org.diamondconfig.server.watch.HeldPolls.Ask;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;

/**
 * The clients that poll at this node, and those that did a while ago. Thread-safe. A key is in memory once, whoever holds it; a
 * question about one looks through all clients, so that a poll costs nothing but the comparison with the one before.
 */
@Component
public final class Subscribers implements HeldPolls.Follower {

    /** How long a client is remembered that polls no more. */
    static final Duration KEEP = Duration.ofMinutes(10);

    /** How long one is that does not wait when it polls; those that ask again and again do so four times in this. */
    static final Duration KEEP_PASSING = Duration.ofMinutes(1);

    static final int MAX_CLIENTS = 20_000;
    static final int MAX_KEYS = 1_000_000;

    /** Most of these keys that are of polls which did not wait: such a poll costs its sender nothing. */
    static final int MAX_PASSING = 100_000;

    /** Most clients that one answer tells of. */
    static final int MAX_TOLD = 10_000;

    private static final Duration SWEEP = Duration.ofSeconds(30);

    /** Not more often is room looked for where there is none. */
    private static final Duration CROWDED = Duration.ofSeconds(1);

    /** Tells clients apart. Those without an id are one if subject, address and application are. */
    private record Who(String subject, String id, String address, String app) {

        static Who of(Caller caller) {
            return caller.clientId().isEmpty()
                    ? new Who(caller.subject(), "", caller.address(), caller.app())
                    : new Who(caller.subject(), caller.clientId(), "", "");
        }
    }

    /**
     * What this node knows to answer a question with.
     *
     * @param cut whether there may be more
     * @param changedAgoMillis how long ago it heard of the version that was asked for; -1 = it does not remember
     */
    public record Known(List<Sighting> sightings, boolean cut, long changedAgoMillis) {

        /** Copies the list. */
        public Known {
            sightings = List.copyOf(sightings);
        }
    }

    /**
     * A poll that waits at this moment, whichever face it came by.
     *
     * @param md5s of what its client holds of each key; {@code ""} = nothing
     */
    public record Waiting(Party party, Map<ConfigKey, String> md5s) {

        /** Copies the map. */
        public Waiting {
            md5s = Map.copyOf(md5s);
        }
    }

    private final HeldPolls polls;
    private final Looks looks;
    private final Scheduler scheduler;
    private final Ticker ticker;
    private final Counter dropped;
    private final Map<Who, Client> clients = new ConcurrentHashMap<>();
    private final Map<ConfigKey, ConfigKey> keys = new ConcurrentHashMap<>();
    private final AtomicInteger held = new AtomicInteger();

    /** How many of those are of polls that did not wait. */
    private final AtomicInteger passing = new AtomicInteger();

    private volatile Scheduler.Handle sweeping = () -> {};

    /** When something was not remembered for want of room; null: never. */
    private volatile Long droppedAt;

    private volatile long sweptAt;

    /** What it looks at when it is asked. */
    @Component
    record Looks(Dump dump, Access access, Trace trace) {

        @Inject
        Looks {}
    }

    @Inject
    Subscribers(HeldPolls polls, Looks looks, Scheduler scheduler, Ticker ticker, PrometheusRegistry metrics) {
        this.polls = polls;
        this.looks = looks;
        this.scheduler = scheduler;
        this.ticker = ticker;
        GaugeWithCallback.builder()
                .name("diamond_subscribers")
                .help("Clients that poll at this node or did so less than ten minutes ago.")
                .callback(gauge -> gauge.call(clients.size()))
                .register(metrics);
        GaugeWithCallback.builder()
                .name("diamond_subscribers_keys")
                .help("Keys that these clients hold, each counted for each client.")
                .callback(gauge -> gauge.call(held.get()))
                .register(metrics);
        dropped = Counter.builder()
                .name("diamond_subscribers_dropped_total")
                .help("Polls whose client is not remembered, because too many are.")
                .register(metrics);
    }

    /** Begins to remember. */
    public void start() {
        polls.followedBy(this);
        sweeping = scheduler.every("subscribers", SWEEP, this::sweep);
    }

    /** Ends it. */
    public void stop() {
        sweeping.cancel();
    }

    @Override
    public Departure came(Ask ask) {
        Who who = Who.of(ask.caller());
        long now = ticker.nanos();
        if (clients.size() >= MAX_CLIENTS && !clients.containsKey(who) && !makeRoom(now)) {
            drop(now);
            return told -> {};
        }
        AtomicReference<Departure> departure = new AtomicReference<>(told -> {});
        clients.compute(who, (same, known) -> {
            Client one = known == null ? new Client(ask, now) : known;
            counting(
                    one,
                    () -> one.come(ask, this::intern, now, room(ask))
                            .ifPresentOrElse(
                                    slot -> departure.set(told -> one.leave(slot, told, ticker.nanos())),
                                    () -> drop(now)));
            return one;
        });
        return departure.get();
    }

    private int room(Ask ask) {
        int room = MAX_KEYS - held.get();
        return ask.hold().isZero() ? Math.min(room, MAX_PASSING - passing.get()) : room;
    }

    /** Does something to a client that changes how many keys it holds. Under the lock of its entry. */
    private void counting(Client client, Runnable change) {
        int keysBefore = client.keys();
        int passingBefore = client.passing();
        change.run();
        held.addAndGet(client.keys() - keysBefore);
        passing.addAndGet(client.passing() - passingBefore);
    }

    /** Between two sweeps names come in faster than they go; beyond what may be held they are not gathered. */
    private ConfigKey intern(ConfigKey key) {
        ConfigKey known = keys.size() < MAX_KEYS ? keys.putIfAbsent(key, key) : keys.get(key);
        return known == null ? key : known;
    }

    private void drop(long now) {
        droppedAt = now;
        dropped.inc();
    }

    /** Forgets the tenth of those who are gone that is gone longest. */
    private synchronized boolean makeRoom(long now) {
        if (now - sweptAt < CROWDED.toNanos()) {
            return clients.size() < MAX_CLIENTS;
        }
        sweptAt = now;
        long[] gone = clients.values().stream()
                .filter(client -> !client.isPolling())
                .mapToLong(client -> client.keptNanos() - now)
                .sorted()
                .toArray();
        if (gone.length == 0) {
            return false;
        }
        forget(now + gone[gone.length / 10] + 1);
        return clients.size() < MAX_CLIENTS;
    }

    /** Forgets who was not here for a while, and the keys that nobody holds any more. */
    void sweep() {
        forget(ticker.nanos() - KEEP.toNanos());
        Set<ConfigKey> used = Collections.newSetFromMap(new IdentityHashMap<>());
        clients.values().forEach(client -> client.collect(used));
        // A poll that comes meanwhile may keep an instance that goes: then a key is in memory twice, for a while.
        keys.keySet().removeIf(key -> !used.contains(key));
    }

    private void forget(long before) {
        for (Who who : List.copyOf(clients.keySet())) {
            clients.computeIfPresent(who, (same, client) -> {
                AtomicBoolean over = new AtomicBoolean();
                counting(client, () -> over.set(client.forget(before)));
                return over.get() ? null : client;
            });
        }
    }

    /** The polls that wait here, of clients among these. */
    public List<Waiting> waiting(Predicate<Party> among) {
        return clients.values().stream()
                .filter(client -> among.test(client.party()))
                .flatMap(client -> client.waiting().stream())
                .toList();
    }

    /** The polls that wait here for a change of this key, by its name; of what they hold, that alone. */
    public List<Waiting> waiting(ConfigKey key) {
        return clients.values().stream()
                .flatMap(client -> client.waiting(key).stream())
                .toList();
    }

    /** What this node serves of a key. */
    public Served served(ConfigKey key) {
        Lookup now = looks.dump.find(key, Caller.SYSTEM);
        if (now instanceof Lookup.Found found) {
            return new Served(found.entry().version(), found.entry().md5());
        }
        return now instanceof Lookup.Absent absent ? new Served(absent.version(), Md5.NOTHING) : Served.NOTHING;
    }

    /** What this node knows. */
    public Known answer(Question question) {
        long now = ticker.nanos();
        List<Sighting> sightings = question.key()
                .map(key -> holders(key, now))
                .orElseGet(() -> parties(question, now))
                .limit(MAX_TOLD + 1L)
                .toList();
        boolean more = sightings.size() > MAX_TOLD;
        boolean cut = more
                || Optional.ofNullable(droppedAt)
                        .filter(at -> now - at < KEEP.toNanos())
                        .isPresent();
        return new Known(more ? sightings.subList(0, MAX_TOLD) : sightings, cut, changedAgo(question, now));
    }

    /** Who may not read a key holds nothing of it, whatever its polls say. */
    private Stream<Sighting> holders(ConfigKey key, long now) {
        return clients.values().stream()
                .flatMap(client -> client
                        .holding(key, now)
                        .filter(holding -> looks.access.allows(client.caller(), Action.READ, key))
                        .map(holding ->
                                client.sighting(new Counts(client.keys(), 0, 0, 0), List.of(holding), List.of(), now))
                        .stream());
    }

    /** A client, and where it stands among the others. */
    private record Meant(Client client, Party party, String order) {

        static Meant of(Client client) {
            Party party = client.party();
            return new Meant(client, party, party.order());
        }
    }

    private Stream<Sighting> parties(Question question, long now) {
        boolean whole = !question.client().isEmpty();
        AtomicInteger left = new AtomicInteger(question.counted().most());
        return clients.values().stream()
                .map(Meant::of)
                .filter(meant -> question.among().test(meant.party))
                .filter(meant -> !whole || question.client().equals(meant.party.handle()))
                .sorted(Comparator.comparing(Meant::order))
                .map(meant -> {
                    Client client = meant.client;
                    boolean counted =
                            meant.order.compareTo(question.counted().after()) > 0 && left.getAndDecrement() > 0;
                    return client.sighting(
                            counted ? client.counts(this::served, now) : new Counts(client.keys(), 0, 0, 0),
                            whole ? client.holdings(now) : List.of(),
                            whole ? client.prefixes() : List.of(),
                            now);
                });
    }

    private long changedAgo(Question question, long now) {
        if (question.key().isEmpty() || question.version() == 0) {
            return -1;
        }
        return looks.trace.of(question.key().get(), question.version()).stream()
                .mapToLong(mark -> TimeUnit.NANOSECONDS.toMillis(now - mark.nanos()))
                .max()
                .orElse(-1);
    }
}
