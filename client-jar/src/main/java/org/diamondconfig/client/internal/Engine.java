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
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.diamondconfig.client.internal.edge.SystemTiming;
import org.diamondconfig.client.internal.edge.Timing;
import org.diamondconfig.client.internal.edge.Transport;
import org.diamondconfig.client.internal.receipt.Receipt;
import org.diamondconfig.wire.ConfigKey;

/**
 * The client without its public face: its parts, the repeated tasks and the threads that these and listeners borrow.
 * Thread-safe.
 *
 * <p>Idle it has two threads, poller and timer, beside the selector of the JDK's HTTP client; listeners and comparisons
 * borrow threads that end after five idle seconds.
 *
 * @param <V> what a get answers, made from a {@link Held} once per change
 */
public final class Engine<V> implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("org.diamondconfig.client");

    private final Tuning tuning;
    private final Transport transport;
    private final Timing timing;
    private final Gateway gateway;
    private final SnapshotDir snapshots;
    private final FailoverDir failover;
    private final Reads<V> reads;
    private final ThreadPoolExecutor borrowed = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            5,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            SystemTiming.daemons("diamond-listener"));
    private final AtomicBoolean closed = new AtomicBoolean();

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
        this.gateway = Gateway.of(tuning, transport, timing, identity);
        this.snapshots = new SnapshotDir(tuning.home().resolve("snapshot"));
        this.failover = new FailoverDir(
                tuning.home().resolve("failover"), tuning.limits().body());
        this.reads = new Reads<>(tuning, gateway, timing, key -> opened(key, views));
        repeat();
    }

    private Cell<V> opened(ConfigKey key, Function<Held, Optional<V>> views) {
        Cell<V> cell = new Cell<>(key, snapshots, failover, views, new Receipt(key, timing::nanos));
        cell.open();
        return cell;
    }

    private void repeat() {
        timing.every(tuning.times().failover(), () -> reads.check(failover.exists()));
        // A round takes its time, too: within the interval what one missed is found by the next.
        timing.every(tuning.times().compare().multipliedBy(9).dividedBy(10), () -> borrow(reads::compareAll));
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
        Optional<V> known = reads.known(key);
        if (known != null) {
            return known;
        }
        requireOpen();
        return reads.first(key);
    }

    /** What the database has of this key; readers get nothing older from then on. Throws as above. */
    public Held stored(ConfigKey key) throws IOException, InterruptedException {
        requireOpen();
        Held stored = gateway.stored(key);
        reads.learn(stored);
        return stored;
    }

    /**
     * Calls the consumer with what is current and with what becomes current.
     *
     * @param executor where; empty = on threads of the client
     * @return ends it; no call begins after it was run
     */
    public Runnable listen(ConfigKey key, Consumer<Held> consumer, Optional<Executor> executor) {
        return listen(key, consumer, consumer.getClass().getName(), executor);
    }

    /** The same for a consumer that servers are told of by this name, if it throws. */
    public Runnable listen(ConfigKey key, Consumer<Held> consumer, String name, Optional<Executor> executor) {
        requireOpen();
        AtomicReference<Lane<Held>> made = new AtomicReference<>();
        Cell<V> cell = reads.subscribe(key, used -> {
            made.set(lane(used, consumer, name, executor.orElse(borrowed)));
            used.add(made.get());
        });
        Lane<Held> lane = made.get();
        lane.signal();
        if (tuning.limits().pollingOnly() && cell.shown() == null) {
            borrow(() -> reads.compare(cell));
        }
        return () -> {
            cell.remove(lane);
            reads.release(cell);
        };
    }

    /** The way to a listener, which leaves a note of how each call ended. */
    static <V> Lane<Held> lane(Cell<V> cell, Consumer<Held> listener, String name, Executor executor) {
        AtomicReference<Lane<Held>> made = new AtomicReference<>();
        Consumer<Held> telling = held -> {
            try {
                listener.accept(held);
                cell.receipt().done(made.get(), held.version(), name, null);
            } catch (Throwable e) { // whatever it is, it goes on to the lane
                cell.receipt().done(made.get(), held.version(), name, e);
                throw e;
            }
        };
        made.set(new Lane<>(cell::shown, telling, executor));
        return made.get();
    }

    /** Polls for this branch, and compares it now and then, until it is let go. */
    public void watch(Branch branch) {
        requireOpen();
        reads.watch(branch);
        if (tuning.limits().pollingOnly()) {
            borrow(() -> reads.compare(branch));
        }
    }

    /** Ends {@link #watch}. */
    public void release(Branch branch) {
        reads.release(branch);
    }

    /** The threads that listeners borrow. */
    public Executor listeners() {
        return borrowed;
    }

    /** Takes what a publish or remove of this client led to, so that it reads its own writes. */
    public void learn(Held written) {
        reads.learn(written);
    }

    /** Says to servers, with the next poll, what came of a version that was told. */
    public void followed(ConfigKey key, long version, String outcome) {
        reads.followed(key, version, outcome);
    }

    /** Says to servers, with the next poll, that a version that was told came to nothing. */
    public void failed(ConfigKey key, long version, String reason) {
        reads.failed(key, version, reason);
    }

    /** Elapsed time. */
    public LongSupplier nanos() {
        return timing::nanos;
    }

    /** Says this to servers with each poll. */
    public void counting(Supplier<Map<String, Long>> counters) {
        reads.counting(counters);
    }

    void refreshServers() {
        for (URI addressUrl : tuning.addressUrls()) {
            try {
                gateway.servers().replace(gateway.serversAt(addressUrl));
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
        if (!closed.get()) {
            borrowed.execute(task);
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException("the client is closed");
        }
    }

    /** The state of the connection. */
    public Health health() {
        return gateway.health();
    }

    /** The servers as they are known now. */
    public List<URI> servers() {
        return gateway.servers().all();
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
        return reads.keys();
    }

    Reads<V> reads() {
        return reads;
    }

    /** Ends every thread; waits for each a bounded time, but not for the thread it is called on. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        health().close();
        timing.close();
        reads.close();
        borrowed.shutdownNow();
        transport.close();
        if (!Thread.currentThread().getName().startsWith("diamond-listener")) {
            SystemTiming.awaitEnd(borrowed);
        }
    }
}
