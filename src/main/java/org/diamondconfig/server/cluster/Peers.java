/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.cluster;

import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.edge.Ticker;

/**
 * The other nodes: who was alive when this node last could find out. Thread-safe. Address servers are asked beside the
 * heartbeats, which none of them may hold up.
 *
 * <p>They are found on the list of the settings, else on the one of an address server, else by their heartbeats; heartbeats say
 * of each how it is. What is known stays when the source of it cannot be asked. When it could not be for a while, nobody else
 * could beat either, so silence counts against a node only from one expiry after that.
 */
@Component
final class Peers {

    private static final Logger LOG = System.getLogger("diamond.cluster");

    /** One lost heartbeat, or two, are no death. */
    private static final int LEAST_BEATS = 3;

    private final ClusterDir dir;
    private final OwnNode self;
    private final Outbound outbound;
    private final Ticker ticker;
    private final Duration heartbeat;
    private final Duration expiry;
    private final List<URI> addressUrls;

    /** Nodes that a list names; empty: heartbeats name them. */
    private volatile Optional<List<URI>> listed;

    private volatile List<Member> members = List.of();
    private volatile long readAt;

    /** Guarded by this. */
    private long graceUntil;

    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile boolean closed;

    /** Empty: the last fetch of the list went well, or there is none. */
    private volatile String fetchTrouble = "";

    @Inject
    Peers(ClusterDir dir, OwnNode self, Outbound outbound, Settings settings, Ticker ticker) {
        this.dir = dir;
        this.self = self;
        this.outbound = outbound;
        this.ticker = ticker;
        heartbeat = settings.duration(Knob.CLUSTER_HEARTBEAT);
        expiry = settings.duration(Knob.CLUSTER_EXPIRY);
        if (expiry.compareTo(heartbeat.multipliedBy(LEAST_BEATS)) < 0) {
            throw new IllegalArgumentException(
                    Knob.CLUSTER_EXPIRY.key() + ": at least " + LEAST_BEATS + " times " + Knob.CLUSTER_HEARTBEAT.key());
        }
        List<URI> written = list(settings, Knob.CLUSTER_MEMBERS);
        listed = written.isEmpty() ? Optional.empty() : Optional.of(written);
        addressUrls = written.isEmpty() ? list(settings, Knob.CLUSTER_ADDRESS_URLS) : List.of();
    }

    private static List<URI> list(Settings settings, Knob knob) {
        try {
            return knob == Knob.CLUSTER_MEMBERS
                    ? AddressList.parse(settings.text(knob))
                    : AddressList.urls(settings.text(knob));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(knob.key() + ": " + e.getMessage(), e);
        }
    }

    /** Begins with what was known when the server last ran. */
    synchronized void open() {
        closed = false;
        List<URI> kept = listed.orElseGet(dir::addresses);
        members = kept.stream().map(Member::listed).toList();
        if (!addressUrls.isEmpty() && !kept.isEmpty()) {
            listed = Optional.of(kept);
        }
        readAt = ticker.nanos();
        graceUntil = readAt + expiry.toNanos();
    }

    /** Ends calling others. What they answer later is not taken: the list in the data folder may be another application's by then. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        outbound.close();
    }

    /** Whether there are address servers to ask. */
    boolean asks() {
        return !addressUrls.isEmpty();
    }

    /**
     * Asks the address servers in turn until one answers with a list, one round at a time. It keeps no thread while it waits: with a
     * container that has but one for all of this, the answer would wait for who waits for it.
     */
    void refresh() {
        if (asking.compareAndSet(false, true)) {
            var unused = ask(0, "").whenComplete((done, failure) -> asking.set(false));
        }
    }

    /**
     * Asks from this one on.
     *
     * @param trouble with the one before
     */
    private CompletableFuture<Void> ask(int index, String trouble) {
        if (closed) {
            return CompletableFuture.completedFuture(null);
        }
        if (index == addressUrls.size()) {
            note(trouble);
            return CompletableFuture.completedFuture(null);
        }
        URI url = addressUrls.get(index);
        return outbound.get(url)
                .thenAccept(reply -> list(read(reply)))
                .thenRun(() -> note(""))
                .exceptionallyCompose(failure -> ask(index + 1, url + ": " + sentence(failure)));
    }

    private static String sentence(Throwable failure) {
        Throwable why =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return why.getMessage() == null ? why.toString() : why.getMessage();
    }

    private synchronized void list(List<URI> fresh) {
        if (closed) {
            return;
        }
        listed = Optional.of(fresh);
        become(ofList(members));
    }

    private static List<URI> read(Outbound.Reply reply) {
        if (reply.status() != 200) {
            throw new IllegalArgumentException("answered " + reply.status());
        }
        List<URI> fresh = AddressList.parse(reply.text());
        if (fresh.isEmpty()) {
            throw new IllegalArgumentException("the list is empty");
        }
        return fresh;
    }

    private void note(String trouble) {
        if (trouble.isEmpty() != fetchTrouble.isEmpty()) {
            LOG.log(
                    trouble.isEmpty() ? Level.INFO : Level.WARNING,
                    trouble.isEmpty()
                            ? "An address server hands out the list of nodes again"
                            : "No address server hands out a list of nodes; the last one stays, and they are asked again"
                                    + " with every heartbeat. The last of them, " + trouble);
        }
        fetchTrouble = trouble;
    }

    /** Takes what the store has of all nodes now. */
    synchronized void take(List<Member> rows) {
        long now = ticker.nanos();
        if (now - readAt > expiry.toNanos() / 2) {
            graceUntil = now + expiry.toNanos();
        }
        readAt = now;
        Set<URI> aliveBefore = new HashSet<>();
        members.stream().filter(Member::isAlive).forEach(member -> aliveBefore.add(member.address()));
        List<Member> judged = new ArrayList<>();
        for (Member row : rows) {
            boolean silent = row.age().orElse(Duration.ZERO).compareTo(expiry) > 0;
            boolean spared = now - graceUntil < 0 && aliveBefore.contains(row.address());
            if (!row.nodeId().equals(self.id())) {
                judged.add(silent && !spared ? row.in(Member.State.GONE) : row);
            }
        }
        become(ofList(judged));
    }

    /** Those that the list names, each as its heartbeat has it; all when there is no list. */
    private List<Member> ofList(List<Member> known) {
        if (listed.isEmpty()) {
            return known;
        }
        Map<URI, Member> byAddress = new HashMap<>();
        known.forEach(member -> byAddress.merge(member.address(), member, (a, b) -> a.isAlive() ? a : b));
        return listed.get().stream()
                .filter(address -> !self.isAt(address))
                .map(address -> byAddress.getOrDefault(address, Member.listed(address)))
                .toList();
    }

    private void become(List<Member> now) {
        List<URI> before = alive();
        members = now.stream()
                .sorted(Comparator.comparing(member -> member.address().toString()))
                .toList();
        if (!alive().equals(before)) {
            LOG.log(Level.INFO, "The other nodes alive are now {0}", alive());
            dir.keep(alive());
        }
    }

    private List<URI> alive() {
        return members.stream()
                .filter(Member::isAlive)
                .map(Member::address)
                .distinct()
                .toList();
    }

    /** All of them in the order of their addresses, also those that are gone. The same list until something changes. */
    List<Member> members() {
        return members;
    }

    /** The same, each as old as it is by now. */
    List<Member> aged() {
        Duration since = age();
        return members.stream().map(member -> member.older(since)).toList();
    }

    Duration heartbeat() {
        return heartbeat;
    }

    Duration expiry() {
        return expiry;
    }

    /** Since the store was last asked. */
    Duration age() {
        return Duration.ofNanos(ticker.nanos() - readAt);
    }
}
