/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.diamondconfig.client.internal.FailoverDir.Look;
import org.diamondconfig.client.internal.receipt.Receipt;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Md5;
import org.diamondconfig.wire.Probe;
import org.diamondconfig.wire.WatchAnswer;

/**
 * One subscribed key: the servers' last value, the failover file over it, and the lanes to its listeners. Thread-safe.
 *
 * <p>Order kept under the lock: compare, persist, <em>then</em> show; outside it: signal the lanes. What a reader sees only
 * ever moves on within one store, but for the failover file, which is a person's word.
 *
 * @param <V> what a reader gets, made once per change
 */
final class Cell<V> {

    private static final System.Logger LOG = System.getLogger(Cell.class.getName());

    private static final String COVERED = "a failover file stands over it";

    private final ConfigKey key;
    private final SnapshotDir snapshots;
    private final FailoverDir failover;
    private final Function<Held, Optional<V>> views;
    private final Receipt receipt;
    private final List<Lane<Held>> lanes = new CopyOnWriteArrayList<>();

    private Held truth; // guarded by this; from a server or the snapshot, null while neither told
    private Held override; // guarded by this; from the failover file, null without one
    private Look read = Look.NOTHING; // guarded by this; how the file looked when it was read
    private Look seen = Look.NOTHING; // guarded by this; how it looked last time
    private Probe.Item passedOver; // guarded by this; a newer version that is not taken, null without one
    private Epoch passedOverIn; // guarded by this; the store it belongs to
    private boolean settled; // guarded by this; whether truth may be shown
    private boolean enlisted; // guarded by this; whether a poller has it
    private boolean pinned; // guarded by this; whether a get reads it

    private volatile Held shown; // null while unknown
    private volatile Optional<V> view; // null while unknown

    Cell(
            ConfigKey key,
            SnapshotDir snapshots,
            FailoverDir failover,
            Function<Held, Optional<V>> views,
            Receipt receipt) {
        this.key = key;
        this.snapshots = snapshots;
        this.failover = failover;
        this.views = views;
        this.receipt = receipt;
    }

    /** What became of what servers told. */
    Receipt receipt() {
        return receipt;
    }

    /** Reads the files: the snapshot silently, to know the order of versions; the failover file to be shown. */
    synchronized void open() {
        truth = snapshots.read(key).orElse(null);
        seen = failover.look(key);
        readFailover();
        show();
    }

    ConfigKey key() {
        return key;
    }

    /** What a get answers; null while nothing is known. A volatile read, nothing else. */
    @SuppressWarnings("NullOptional") // the third state; empty means absent
    Optional<V> view() {
        return view;
    }

    /** What listeners are told; null while nothing is known. */
    Held shown() {
        return shown;
    }

    /** What the servers or the snapshot said last, if anything. */
    synchronized Optional<Held> truth() {
        return Optional.ofNullable(truth);
    }

    /** Whether a server has answered, or was given up. */
    synchronized boolean settled() {
        return settled;
    }

    /** The line of this key in a probe. */
    synchronized Probe.Item item() {
        if (passedOver != null) {
            return passedOver;
        }
        if (!settled || truth == null || truth.version() == 0) {
            return new Probe.Item(key, OptionalLong.empty(), Md5.NOTHING);
        }
        Optional<ConfigType> type = truth.present() ? Optional.of(truth.type()) : Optional.empty();
        return new Probe.Item(key, OptionalLong.of(truth.version()), truth.md5(), type);
    }

    /**
     * Takes a server's answer unless it is older: persists it, then shows it, then signals the lanes.
     *
     * @return whether it was taken; false = the answer lags behind
     */
    boolean offer(Held answer) {
        synchronized (this) {
            if (truth != null && !answer.mayReplace(truth)) {
                return false;
            }
            boolean other = truth == null || !answer.tellsTheSameAs(truth);
            if (other) {
                persist(answer);
            }
            if (other || !settled) {
                receipt.received(answer.version(), lanes, covered());
            } else {
                receipt.same(answer.version());
            }
            truth = answer;
            if (passedOver != null && overtakesPassedOver(answer)) {
                passedOver = null;
            }
            settled = true;
            show();
        }
        signal();
        return true;
    }

    /** Versions of two stores do not compare: what was passed over in another one is nothing to this. */
    private boolean overtakesPassedOver(Held answer) {
        return !answer.epoch().orElseThrow().equals(passedOverIn)
                || answer.version() >= passedOver.version().orElseThrow();
    }

    /** There is a version that this client does not take: the last value stays, and the next poll waits for another one. */
    void passOver(Epoch epoch, WatchAnswer.Change change, String reason) {
        LOG.log(
                Level.WARNING,
                key + ": version " + change.version() + " is passed over, the last value stays: " + reason);
        synchronized (this) {
            passedOver =
                    new Probe.Item(key, OptionalLong.of(change.version()), change.md5(), Optional.of(change.type()));
            passedOverIn = epoch;
            receipt.received(change.version(), List.of(), "");
            receipt.failed(change.version(), reason);
            settled = true;
            show();
        }
        signal();
    }

    private void persist(Held answer) {
        try {
            snapshots.write(answer);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, key + ": the snapshot cannot be written; the value is used all the same", e);
        }
    }

    /** Gives the servers up for now: the snapshot, if there is one, may be shown. */
    void settle() {
        synchronized (this) {
            if (settled || truth == null) {
                return;
            }
            settled = true;
            show();
        }
        signal();
    }

    /** Looks at the failover file; reads it once it has looked the same twice, so that a half-written one is not taken. */
    void check(boolean anyFile) {
        synchronized (this) {
            Look now = anyFile ? failover.look(key) : Look.NOTHING;
            boolean stable = now.equals(seen);
            seen = now;
            if (!stable || now.equals(read)) {
                return;
            }
            readFailover();
            receipt.covered(lanes, covered());
            show();
        }
        signal();
    }

    private String covered() {
        return override == null ? "" : COVERED;
    }

    private void readFailover() {
        read = seen;
        override = seen.there() ? failover.read(key).orElse(null) : null;
    }

    /** Failover over truth; called with the lock held. */
    private void show() {
        Held next = override != null ? override : settled ? truth : null;
        boolean same = next == null ? shown == null : next.tellsTheSameAs(shown) && next.origin() == shown.origin();
        if (!same) {
            view = next == null ? null : views.apply(next);
            shown = next;
        }
    }

    private void signal() {
        lanes.forEach(Lane::signal);
    }

    /** Adds a lane; whoever made it signals it, outside every lock. */
    void add(Lane<Held> lane) {
        lanes.add(lane);
    }

    void remove(Lane<Held> lane) {
        lane.close();
        lanes.remove(lane);
        receipt.gone(lane);
    }

    /** Whether the caller is the one to hand the cell to a poller. */
    synchronized boolean enlist() {
        boolean first = !enlisted;
        enlisted = true;
        return first;
    }

    synchronized void pin() {
        pinned = true;
    }

    /** Whether neither a get nor a listener needs it. */
    synchronized boolean idle() {
        return !pinned && lanes.isEmpty();
    }
}
