/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.diamondconfig.client.internal.edge.Timing;
import org.diamondconfig.client.internal.edge.Transport;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Probe;

/**
 * The keys of a client: asked for once, from then on polled for and read from memory, compared now and then, let go when
 * nobody needs them. Thread-safe.
 *
 * @param <V> what a get answers
 */
final class Reads<V> {

    private static final System.Logger LOG = System.getLogger("org.diamondconfig.client");

    private final Tuning tuning;
    private final Gateway gateway;
    private final Timing timing;
    private final Function<ConfigKey, Cell<V>> opened;
    private final Pollers<V> pollers = new Pollers<>(this::poller);
    private final Map<ConfigKey, Cell<V>> cells = new ConcurrentHashMap<>();
    private final Set<Branch> branches = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean comparing = new AtomicBoolean();
    private volatile Supplier<Map<String, Long>> counting = Map::of;

    /**
     * No key yet, and no thread.
     *
     * @param opened makes the cell of a key, its files read
     */
    Reads(Tuning tuning, Gateway gateway, Timing timing, Function<ConfigKey, Cell<V>> opened) {
        this.tuning = tuning;
        this.gateway = gateway;
        this.timing = timing;
        this.opened = opened;
    }

    /** A poller without keys and without a thread. */
    Poller<V> poller(int slot) {
        return new Poller<>(
                gateway, timing, new Poller.Poll(tuning.times().hold(), slot, this::counters), this::failed);
    }

    /** From now on this is asked before each poll. */
    void counting(Supplier<Map<String, Long>> counters) {
        counting = counters;
    }

    /** A poll goes without them rather than not at all. */
    private Map<String, Long> counters() {
        try {
            return Probe.counters(counting.get());
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "what is counted here is not said: {0}", e.toString());
            return Map.of();
        }
    }

    /** What came of a version that was told. */
    void followed(ConfigKey key, long version, String outcome) {
        Cell<V> cell = cells.get(key);
        if (cell != null) {
            cell.receipt().followed(version, outcome);
        }
        branches.forEach(branch -> branch.followed(key, version, outcome));
    }

    /** That a version that was told came to nothing. */
    void failed(ConfigKey key, long version, String reason) {
        Cell<V> cell = cells.get(key);
        if (cell != null) {
            cell.receipt().failed(version, reason);
        }
        branches.forEach(branch -> branch.failed(key, version, reason));
    }

    /** What memory has; null if the key must be asked for. */
    @SuppressWarnings("NullOptional") // the third state; empty means absent
    Optional<V> known(ConfigKey key) {
        Cell<V> cell = cells.get(key);
        return cell == null ? null : cell.view();
    }

    /** Asks for a key that memory does not have, and keeps it from now on if there is room. */
    Optional<V> first(ConfigKey key) throws IOException, InterruptedException {
        boolean room = cells.containsKey(key) || cells.size() < tuning.limits().subscriptions();
        Cell<V> cell = room ? subscribe(key, Cell::pin) : opened.apply(key);
        if (cell.view() == null) {
            settle(cell);
        }
        return cell.view();
    }

    /** Asks a server, unless all of them are known to be down and there is a snapshot; else shows the snapshot. */
    private void settle(Cell<V> cell) throws IOException, InterruptedException {
        boolean copy = cell.truth().isPresent();
        if (!copy || !gateway.servers().exhausted()) {
            try {
                cell.offer(gateway.fetch(cell.key(), Optional.empty(), 0));
            } catch (Transport.TooLarge e) { // no server's fault, and none would give another answer
                if (!copy) {
                    throw e;
                }
                passedOver(cell, e);
            } catch (IOException e) {
                failed(null, e);
                if (!copy) {
                    throw e;
                }
            }
        }
        cell.settle();
    }

    /** The kept cell of a key, put to use before a poller has it. */
    synchronized Cell<V> subscribe(ConfigKey key, Consumer<Cell<V>> use) {
        Cell<V> cell = cells.computeIfAbsent(key, opened);
        cell.truth().flatMap(Held::epoch).ifPresent(gateway.health()::learn);
        use.accept(cell);
        if (!tuning.limits().pollingOnly() && cell.enlist()) {
            pollers.add(cell);
        }
        return cell;
    }

    /** Forgets a key that neither a get nor a listener needs any more. */
    synchronized void release(Cell<V> cell) {
        if (cell.idle()) {
            cells.remove(cell.key(), cell);
            pollers.remove(cell);
        }
    }

    /** Has a poller watch this branch, unless none may be held. */
    synchronized void watch(Branch branch) {
        branches.add(branch);
        if (!tuning.limits().pollingOnly()) {
            pollers.add(branch);
        }
    }

    /** Forgets a branch. */
    synchronized void release(Branch branch) {
        branches.remove(branch);
        pollers.remove(branch);
    }

    /** Takes what a publish or remove of this client led to, so that it reads its own writes. */
    void learn(Held written) {
        if (!gateway.health().accepts(written.epoch().orElseThrow(), null)) {
            return;
        }
        Cell<V> cell = cells.get(written.key());
        if (cell == null) {
            keep(written);
        } else {
            cell.offer(written);
        }
    }

    /** Leaves a key that is not kept in its snapshot: whoever reads it first, after a restart too, reads nothing older. */
    private synchronized void keep(Held written) {
        Cell<V> cell = cells.get(written.key());
        (cell == null ? opened.apply(written.key()) : cell).offer(written);
    }

    /** Looks at the failover files of all keys; at none where there is no file at all. */
    void check(boolean anyFile) {
        cells.values().forEach(cell -> cell.check(anyFile));
    }

    /** The plain comparison: asks for every key, one by one, so that a swallowed push is found. */
    void compareAll() {
        if (gateway.servers().resting() || !comparing.compareAndSet(false, true)) {
            return; // the servers asked for patience, or the last round goes on still
        }
        try {
            for (Cell<V> cell : cells.values()) {
                if (gateway.health().closed() || !compare(cell)) {
                    return;
                }
            }
            for (Branch branch : branches) {
                if (gateway.health().closed() || !compare(branch)) {
                    return;
                }
            }
        } finally {
            comparing.set(false);
        }
    }

    /** Asks for one key; false if no server answers, so that the others are not tried. */
    boolean compare(Cell<V> cell) {
        try {
            Optional<Held> known = cell.settled() ? cell.truth() : Optional.empty();
            cell.offer(gateway.fetch(
                    cell.key(),
                    known.filter(held -> held.epoch().equals(gateway.health().epoch())),
                    0));
            cell.settle(); // a snapshot that is newer than the answer stands
            return true;
        } catch (Gateway.Refusal e) {
            LOG.log(Level.DEBUG, "{0}: {1}; the last value stays", cell.key(), e.getMessage());
            cell.settle();
            return e.status() < 500 && e.status() != 429;
        } catch (Transport.TooLarge e) {
            passedOver(cell, e);
            cell.settle();
            return true;
        } catch (IOException e) {
            failed(null, e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void passedOver(Cell<?> cell, Transport.TooLarge e) {
        LOG.log(Level.WARNING, "{0}: {1}; the last value stays", cell.key(), e.getMessage());
    }

    /** Lists one branch; false as above. */
    boolean compare(Branch branch) {
        boolean rested = branch.resting();
        try {
            branch.refresh();
            if (rested && !branch.resting()) {
                pollers.wake();
            }
            return true;
        } catch (IOException e) {
            failed(null, e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Notes a failure; keys that wait for their first answer show their snapshots. */
    private void failed(URI server, Exception e) {
        if (gateway.health().closed()) {
            return;
        }
        String sentence = (server == null ? "" : server + ": ") + e.getMessage();
        ServerList servers = gateway.servers();
        gateway.health().failed(sentence);
        LOG.log(
                Level.WARNING,
                "{0}; tried again in {1} ms",
                sentence,
                servers.pause().toMillis());
        if (servers.exhausted() || servers.all().isEmpty()) {
            cells.values().forEach(Cell::settle);
            branches.forEach(Branch::settle);
        }
    }

    /** The subscribed keys. */
    Collection<ConfigKey> keys() {
        return List.copyOf(cells.keySet());
    }

    /** Ends the polls and waits for their threads; values already read stay readable. */
    void close() {
        pollers.close();
    }
}
