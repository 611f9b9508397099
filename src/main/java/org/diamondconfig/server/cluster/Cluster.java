/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.cluster;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.problem.ProblemException;

/**
 * The facade of the cluster: says by heartbeats that this node lives, and knows which others do. Thread-safe. Nothing that is
 * asked of it waits for the database: the answer is what was known last.
 */
@Component
public final class Cluster {

    private static final Logger LOG = System.getLogger("diamond.cluster");
    private static final int KEY_BYTES = 32;

    /** So long the end waits for a beat that is under way. */
    private static final Duration LONGEST_BEAT = Duration.ofSeconds(3);

    /** A list that is younger than this is not looked at anew for one unknown peer. */
    private static final Duration LEAST_REFRESH = Duration.ofSeconds(1);

    private final ClusterStore store;
    private final OwnNode self;
    private final Peers peers;
    private final Scheduler scheduler;

    /** Held by who beats, and by who ends beating, so that no beat comes after the end. */
    private final ReentrantLock beating = new ReentrantLock();

    private final AtomicBoolean soon = new AtomicBoolean();

    /** Null: not running. */
    private volatile Scheduler.Handle beats;

    private volatile Scheduler.Handle asking = () -> {};

    /** Null: not known yet. */
    private volatile byte[] signingKey;

    private volatile boolean joined;
    private volatile boolean everJoined;

    /** What is wrong with this node's id; empty when nothing is. */
    private volatile String duplicate = "";

    /** Why the last heartbeat failed; empty when it did not. */
    private volatile String trouble = "";

    private volatile boolean warned;

    @Inject
    Cluster(ClusterStore store, OwnNode self, Peers peers, Scheduler scheduler, PrometheusRegistry metrics) {
        this.store = store;
        this.self = self;
        this.peers = peers;
        this.scheduler = scheduler;
        GaugeWithCallback.builder()
                .name("diamond_cluster_peers")
                .help("Other nodes that this node knows, by how they are.")
                .labelNames("state")
                .callback(gauge -> Stream.of(Member.State.values())
                        .forEach(state ->
                                gauge.call((double) count(state), state.name().toLowerCase(Locale.ROOT))))
                .register(metrics);
        GaugeWithCallback.builder()
                .name("diamond_cluster_joined")
                .help("1 while this node's heartbeats are in the store.")
                .callback(gauge -> gauge.call(joined ? 1 : 0))
                .register(metrics);
    }

    private long count(Member.State state) {
        return peers.members().stream()
                .filter(member -> member.state() == state)
                .count();
    }

    /** Begins to beat, with the list that was known when the server last ran. Does not wait for the database. */
    public void start() {
        self.start();
        peers.open();
        beats = scheduler.every("heartbeat", peers.heartbeat(), this::beat);
        beatSoon();
        if (peers.asks()) {
            asking = scheduler.every("asking address servers", peers.heartbeat(), peers::refresh);
            scheduler.soon("asking address servers", peers::refresh);
        }
    }

    /** Ends beating and takes this node off the list, if the database can be reached. */
    public void stop() {
        Scheduler.Handle ending = beats;
        beats = null;
        if (ending == null) {
            return;
        }
        ending.cancel();
        asking.cancel();
        boolean last = awaitLastBeat();
        try {
            leave();
        } finally {
            if (last) {
                beating.unlock();
            }
        }
        peers.close();
    }

    /** A beat that is under way would put the row back that is to be taken away. */
    private boolean awaitLastBeat() {
        try {
            return beating.tryLock(LONGEST_BEAT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void leave() {
        if (joined && store.isUp()) {
            try {
                store.leave(self.id(), self.incarnation());
            } catch (ProblemException e) {
                LOG.log(
                        Level.INFO,
                        "This node could not take itself off the list; the others notice by its silence",
                        e);
            }
        }
        joined = false;
    }

    /** Beats as soon as a thread is free: something became known that the next turn should not have to wait for. */
    void beatSoon() {
        if (soon.compareAndSet(false, true)) {
            scheduler.soon(
                    "heartbeat",
                    () -> {
                        soon.set(false);
                        beat();
                    },
                    () -> soon.set(false));
        }
    }

    /** A peer proved that it belongs to this cluster; if it is not on the list, the list is looked at anew. */
    public void heardOf(String nodeId) {
        boolean known =
                peers.members().stream().anyMatch(member -> member.nodeId().equals(nodeId));
        if (!known && peers.age().compareTo(LEAST_REFRESH) > 0) {
            beatSoon();
        }
    }

    /** Once at a time; one that comes while another runs adds nothing. */
    private void beat() {
        if (!beating.tryLock()) {
            return;
        }
        try {
            if (beats == null) {
                return;
            }
            self.address().look();
            if (store.isUp()) {
                enrol();
                readPeers();
                note("");
            } else {
                note("the database is down");
            }
        } catch (ProblemException e) {
            note(e.getMessage());
        } finally {
            beating.unlock();
        }
    }

    private void enrol() {
        if (signingKey == null) {
            byte[] candidate = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(candidate);
            signingKey = HexFormat.of().parseHex(store.signingKey(HexFormat.of().formatHex(candidate)));
        }
        Optional<ClusterStore.Row> row = self.row();
        if (row.isPresent()) {
            Optional<String> other = store.beat(row.get(), peers.expiry(), !everJoined);
            joined = other.isEmpty();
            everJoined |= joined;
            judge(other);
        }
    }

    private void judge(Optional<String> other) {
        String before = duplicate;
        duplicate = other.map(address -> "Another node with this node's id lives at " + address
                        + ". If this node's data folder is a copy, stop it, delete node.id in its data folder, and"
                        + " start it again. It serves, but does not join.")
                .orElse("");
        if (before.isEmpty() != duplicate.isEmpty()) {
            LOG.log(
                    duplicate.isEmpty() ? Level.INFO : Level.ERROR,
                    duplicate.isEmpty() ? "This node's id is its own again" : "DUPLICATE_NODE: " + duplicate);
        }
    }

    private void readPeers() {
        List<Member> rows = store.members();
        peers.take(rows);
        if (rows.stream()
                .anyMatch(row -> row.age().filter(ClusterStore::isLongDead).isPresent())) {
            store.purge();
        }
        String warning = loopbackWarning();
        if (!warning.isEmpty() && !warned) {
            warned = true;
            LOG.log(Level.WARNING, warning);
        }
    }

    private void note(String now) {
        if (now.isEmpty() != trouble.isEmpty()) {
            LOG.log(
                    now.isEmpty() ? Level.INFO : Level.WARNING,
                    now.isEmpty()
                            ? "Heartbeats reach the store again"
                            : "No heartbeat reached the store, the next tries again; the list of nodes stays: " + now);
        }
        trouble = now;
    }

    private String loopbackWarning() {
        return self.address().isLoopback() && !others().isEmpty()
                ? "This node is announced at a loopback address, which no other machine reaches. Set"
                        + " diamond.cluster.address unless all nodes are on this machine."
                : "";
    }

    /** This node's id; {@code ""} before the start. */
    public String nodeId() {
        return self.id();
    }

    /** What the nodes of this cluster have in common: the id of their store. Empty before the first store ever. */
    public Optional<String> clusterId() {
        return store.clusterId();
    }

    /** The key that all nodes of this cluster share; empty until the database was reached once. */
    public Optional<byte[]> signingKey() {
        return Optional.ofNullable(signingKey).map(byte[]::clone);
    }

    /** This node as the others see it; empty while its address is not known. */
    public Optional<Member> self() {
        return self.member();
    }

    /** The other nodes in the order of their addresses, those that are gone too. */
    public List<Member> members() {
        return peers.aged();
    }

    /** The other nodes that are worth talking to. */
    public List<Member> others() {
        return peers.members().stream().filter(Member::isAlive).toList();
    }

    /**
     * Where clients are served: the addresses of the nodes that answer every read, this one among them, and send nobody elsewhere, in
     * one order. When there is none such, of all that live.
     */
    public List<URI> addresses() {
        List<Member> alive = Stream.concat(others().stream(), self().stream()).toList();
        List<URI> ready = sorted(alive.stream()
                .filter(member -> member.state() != Member.State.DRAINING)
                .filter(member -> member.state() != Member.State.LOADING
                        || member.nodeId().equals(nodeId())));
        return ready.isEmpty() ? sorted(alive.stream()) : ready;
    }

    private static List<URI> sorted(Stream<Member> members) {
        return members.map(Member::address).distinct().sorted().toList();
    }

    /** How this node stands among the others. */
    public Standing standing() {
        String sentence = Stream.of(duplicate, unknownAddress(), loopbackWarning(), trouble)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        return new Standing(
                self.id(),
                self.address().uri(),
                self.address().source().name().toLowerCase(Locale.ROOT),
                joined,
                duplicate.isEmpty() ? "" : "DUPLICATE_NODE",
                sentence);
    }

    private String unknownAddress() {
        return self.address().uri().isPresent()
                ? ""
                : "It is not known yet where this node is reached: no request arrived. Until then it does not join; set"
                        + " diamond.cluster.address to say it.";
    }
}
