/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.diamondconfig.client.internal.edge.SystemTiming;
import org.diamondconfig.client.internal.edge.Timing;
import org.diamondconfig.client.internal.edge.Transport;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;

/**
 * The client without its public face: the cells by key, the pollers, the repeated tasks and the state of the connection.
 * Thread-safe.
 *
 * <p>Idle it has two threads, poller and timer, beside the selector of the JDK's HTTP client; listeners and comparisons
 * borrow threads that end after five idle seconds.
 *
 * @param <V> what a get answers, made from a {@link Held} once per change
 */
public final class Engine<V> implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("org.diamondconfig.client");
    private static final long JOIN_MILLIS = 2_000;

    private final Tuning tuning;
    private final Transport transport;
    private final Timing timing;
    private final ServerList servers;
    private final Gateway gateway;
    private final SnapshotDir snapshots;
    private final FailoverDir failover;
    private final Function<Held, Optional<V>> views;
    private final Health health = new Health();
    private final Map<ConfigKey, Cell<V>> cells = new ConcurrentHashMap<>();
    private final List<Poller<V>> pollers = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final ThreadFactory pollerThreads = SystemTiming.daemons("diamond-poller");
    private final ThreadPoolExecutor borrowed = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            5,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            SystemTiming.daemons("diamond-listener"));
    private final AtomicBoolean comparing = new AtomicBoolean();
    private volatile boolean closed;

    /**
     * Starts the repeated tasks; a poller starts with the first key.
     *
     * @param identity the Diamond-Client header without the slot
     * @param views makes what a get answers; empty for an absent key
     */
    public Engine(
            Tuning tuning, Transport transport, Timing timing, String identity, Function<Held, Optional<V>> views) {
        this.tuning = tuning;
        this.transport = transport;
        this.timing = timing;
        this.views = views;
        this.servers = new ServerList(tuning, timing, new Random());
        this.gateway = new Gateway(
                transport,
                servers,
                timing,
                health,
                new Gateway.Caller(identity, tuning.times().call()));
        this.snapshots = new SnapshotDir(tuning.home().resolve("snapshot"));
        this.failover = new FailoverDir(
                tuning.home().resolve("failover"), tuning.limits().body());
        timing.every(tuning.times().failover(), this::checkFailover);
        timing.every(tuning.times().compare(), () -> borrow(this::compareAll));
        borrow(snapshots::sweep);
        if (!tuning.addressUrls().isEmpty()) {
            borrow(this::refreshServers);
            timing.every(tuning.times().refresh(), () -> borrow(this::refreshServers));
        }
    }

    /**
     * What readers of this key get: from memory, but for the first time.
     *
     * @throws IOException if nothing is known and no server answers
     */
    public Optional<V> get(ConfigKey key) throws IOException, InterruptedException {
        Cell<V> cell = cells.get(key);
        Optional<V> known = cell == null ? null : cell.view();
        return known == null ? first(key) : known;
    }

    private Optional<V> first(ConfigKey key) throws IOException, InterruptedException {
        requireOpen();
        boolean room = cells.containsKey(key) || cells.size() < tuning.limits().subscriptions();
        Cell<V> cell = room ? subscribe(key, Cell::pin) : detached(key);
        if (cell.view() == null) {
            settle(cell);
        }
        return cell.view();
    }

    private Cell<V> detached(ConfigKey key) {
        Cell<V> cell = new Cell<>(key, snapshots, failover, views);
        cell.open();
        return cell;
    }

    /** Asks a server, unless all of them are known to be down and there is a snapshot; else shows the snapshot. */
    private void settle(Cell<V> cell) throws IOException, InterruptedException {
        boolean copy = cell.truth().isPresent();
        if (!copy || !servers.exhausted()) {
            try {
                cell.offer(gateway.fetch(cell.key(), Optional.empty(), 0));
            } catch (IOException e) {
                failed(null, e);
                if (!copy) {
                    throw e;
                }
            }
        }
        cell.settle();
    }

    private synchronized Cell<V> subscribe(ConfigKey key, Consumer<Cell<V>> use) {
        Cell<V> cell = cells.computeIfAbsent(key, this::detached);
        cell.truth().flatMap(Held::epoch).ifPresent(health::learn);
        use.accept(cell);
        poll(cell);
        return cell;
    }

    /** Forgets a key that neither a get nor a listener needs any more. */
    private synchronized void release(Cell<V> cell) {
        if (cell.idle()) {
            cells.remove(cell.key(), cell);
            pollers.forEach(poller -> poller.remove(cell));
        }
    }

    private void poll(Cell<V> cell) {
        if (closed || tuning.limits().pollingOnly() || !cell.enlist()) {
            return;
        }
        for (Poller<V> poller : pollers) {
            if (!poller.full()) {
                poller.add(cell);
                return;
            }
        }
        Poller<V> poller = poller();
        poller.add(cell);
        pollers.add(poller);
        Thread thread = pollerThreads.newThread(poller);
        threads.add(thread);
        thread.start();
    }

    /** A poller without keys and without a thread. */
    Poller<V> poller() {
        return new Poller<>(
                this, gateway, servers, timing, new Poller.Poll(tuning.times().hold(), pollers.size()));
    }

    /**
     * Calls the consumer with what is current and with what becomes current.
     *
     * @param executor where; empty = on threads of the client
     * @return ends it; no call begins after it was run
     */
    public Runnable listen(ConfigKey key, Consumer<Held> consumer, Optional<Executor> executor) {
        requireOpen();
        AtomicReference<Lane> made = new AtomicReference<>();
        Cell<V> cell = subscribe(key, used -> {
            made.set(new Lane(used::shown, consumer, executor.orElse(borrowed)));
            used.add(made.get());
        });
        Lane lane = made.get();
        lane.signal();
        if (tuning.limits().pollingOnly() && cell.shown() == null) {
            borrow(() -> compare(cell));
        }
        return () -> {
            cell.remove(lane);
            release(cell);
        };
    }

    /** Takes what a publish or remove of this client led to, so that it reads its own writes. */
    public void learn(Held written) {
        Cell<V> cell = cells.get(written.key());
        if (cell != null && health.accepts(written.epoch().orElseThrow(), null)) {
            cell.offer(written);
        }
    }

    private void checkFailover() {
        boolean any = failover.exists();
        cells.values().forEach(cell -> cell.check(any));
    }

    /** The plain comparison: asks for every key, one by one, so that a swallowed push is found. */
    void compareAll() {
        if (servers.resting() || !comparing.compareAndSet(false, true)) {
            return; // the servers asked for patience, or the last round goes on still
        }
        try {
            for (Cell<V> cell : cells.values()) {
                if (closed || !compare(cell)) {
                    return;
                }
            }
        } finally {
            comparing.set(false);
        }
    }

    /** Asks for one key; false if no server answers, so that the others are not tried. */
    private boolean compare(Cell<V> cell) {
        try {
            Optional<Held> known = cell.settled() ? cell.truth() : Optional.empty();
            cell.offer(
                    gateway.fetch(cell.key(), known.filter(held -> held.epoch().equals(epoch())), 0));
            cell.settle(); // a snapshot that is newer than the answer stands
            return true;
        } catch (Gateway.Refusal e) {
            LOG.log(Level.DEBUG, "{0}: {1}; the last value stays", cell.key(), e.getMessage());
            cell.settle();
            return e.status() < 500 && e.status() != 429;
        } catch (IOException e) {
            failed(null, e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void refreshServers() {
        for (URI addressUrl : tuning.addressUrls()) {
            try {
                servers.replace(gateway.serversAt(addressUrl));
                return;
            } catch (IOException e) {
                LOG.log(
                        Level.WARNING,
                        "{0}: no list of servers: {1}; asked again in {2}",
                        addressUrl,
                        e.getMessage(),
                        tuning.times().refresh());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void borrow(Runnable task) {
        if (!closed) {
            borrowed.execute(task);
        }
    }

    /** The store the client belongs to, once known. */
    public Optional<Epoch> epoch() {
        return health.epoch();
    }

    /** Refuses an answer of another store: what counts is the known epoch or a higher generation. */
    void require(Epoch epoch, URI server) throws IOException {
        health.require(epoch, server);
    }

    void succeeded(URI server) {
        health.succeeded(server);
    }

    /** Notes a failure; keys that wait for their first answer show their snapshots. */
    void failed(URI server, Exception e) {
        if (closed) {
            return;
        }
        String sentence = (server == null ? "" : server + ": ") + e.getMessage();
        Duration pause = servers.pause();
        health.failed(sentence);
        LOG.log(Level.WARNING, "{0}; tried again in {1} ms", sentence, pause.toMillis());
        if (servers.exhausted() || servers.all().isEmpty()) {
            cells.values().forEach(Cell::settle);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the client is closed");
        }
    }

    /** The state of the connection. */
    public Health health() {
        return health;
    }

    /** The servers as they are known now. */
    public List<URI> servers() {
        return servers.all();
    }

    /** The native API. */
    public Gateway gateway() {
        return gateway;
    }

    /** The folder of snapshots. */
    public SnapshotDir snapshots() {
        return snapshots;
    }

    /** The folder of failover files. */
    public FailoverDir failover() {
        return failover;
    }

    /** The subscribed keys. */
    public Collection<ConfigKey> keys() {
        return List.copyOf(cells.keySet());
    }

    /** Ends every thread; waits for each a bounded time, but not for the thread it is called on. */
    @Override
    public void close() {
        List<Thread> ending;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            ending = new ArrayList<>(threads);
        }
        health.close();
        timing.close();
        pollers.forEach(Poller::stop);
        ending.forEach(Thread::interrupt);
        borrowed.shutdownNow();
        try {
            for (Thread thread : ending) {
                thread.join(JOIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        transport.close();
        if (!Thread.currentThread().getName().startsWith("diamond-listener")) {
            SystemTiming.awaitEnd(borrowed);
        }
    }
}
