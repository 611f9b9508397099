/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal.children;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.diamondconfig.client.internal.Branch;
import org.diamondconfig.client.internal.Gateway;
import org.diamondconfig.client.internal.Lane;
import org.diamondconfig.client.internal.children.ChildSet.Want;
import org.diamondconfig.client.internal.children.Merge.PassedOver;
import org.diamondconfig.client.internal.edge.Transport;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigKey.Prefix;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Probe;

/**
 * What is below one prefix, and the lanes to its listeners. Thread-safe.
 *
 * <p>Order kept: list, merge, persist, <em>then</em> show; outside every lock: signal the lanes.
 */
final class ListedBranch implements Branch {

    private static final System.Logger LOG = System.getLogger(ListedBranch.class.getName());

    private final Prefix prefix;
    private final Want want;
    private final Lister lister;
    private final ChildrenDir files;
    private final List<Lane<ChildSet>> lanes = new CopyOnWriteArrayList<>();
    private final ChildReceipts receipts;

    /** One list at a time, so that they are taken in the order they were asked for. */
    private final ReentrantLock listing = new ReentrantLock();

    private Map<String, PassedOver> passedOver = Map.of(); // guarded by listing

    private volatile ChildSet truth; // written under the lock; from a server or the snapshot, null while neither told
    private volatile boolean settled; // whether truth may be shown
    private volatile boolean resting;

    ListedBranch(Prefix prefix, Want want, Lister lister, ChildrenDir files, ChildReceipts receipts) {
        this.prefix = prefix;
        this.want = want;
        this.lister = lister;
        this.files = files;
        this.receipts = receipts;
        this.truth = files.read(prefix, want).orElse(null);
    }

    Prefix prefix() {
        return prefix;
    }

    Want want() {
        return want;
    }

    /** What listeners are told; null while nothing is known. */
    ChildSet shown() {
        return settled ? truth : null;
    }

    /** The store that the copy belongs to, if there is one. */
    Optional<Epoch> epoch() {
        return Optional.ofNullable(truth).map(ChildSet::epoch);
    }

    /** Whether there is a copy to start with, or more. */
    boolean known() {
        return truth != null;
    }

    @Override
    public Probe.Branch line() {
        ChildSet now = shown();
        return new Probe.Branch(prefix, now == null ? "" : now.digest());
    }

    @Override
    public boolean settled() {
        return settled;
    }

    @Override
    public boolean resting() {
        return resting;
    }

    @Override
    public void refresh() throws IOException, InterruptedException {
        listing.lockInterruptibly();
        try {
            list();
            resting = false;
        } catch (Gateway.Refusal e) {
            if (e.serversOwn()) {
                throw e;
            }
            rest(e);
        } catch (Transport.TooLarge e) {
            rest(e);
        } catch (IllegalArgumentException e) {
            throw new IOException(prefix + ": the list cannot be read: " + e.getMessage(), e);
        } finally {
            listing.unlock();
        }
        lanes.forEach(Lane::signal);
    }

    private void rest(IOException e) {
        resting = true;
        settled = truth != null;
        LOG.log(
                Level.WARNING,
                "{0}: {1}; the last list stays, asked again at the next comparison",
                prefix,
                e.getMessage());
    }

    private void list() throws IOException, InterruptedException {
        Lister.Listing now = lister.list(prefix);
        ChildSet held = truth == null ? ChildSet.empty(prefix, want, now.epoch()) : truth;
        if (held.epoch().generation() > now.epoch().generation()) {
            return; // learnt from a snapshot of a newer store; the health says that this server's answers do not count
        }
        Merge merge = new Merge(held, passedOver, now, dataIds -> lister.lookAt(prefix, dataIds));
        ChildSet next = merge.done();
        if (truth == null || !next.digest().equals(truth.digest()) || !next.tellsTheSameAs(truth)) {
            persist(next);
        }
        passOver(merge.passedOver());
        receipts.listed(next, passedOver);
        truth = next;
        settled = true;
    }

    private void passOver(Map<String, PassedOver> all) {
        all.forEach((dataId, one) -> {
            if (!one.equals(passedOver.get(dataId))) {
                LOG.log(
                        Level.WARNING,
                        prefix + ": version " + one.version() + " of " + dataId
                                + " is passed over, the last value stays: " + one.reason());
            }
        });
        passedOver = Map.copyOf(all);
    }

    private void persist(ChildSet next) {
        try {
            files.write(next);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, prefix + ": the list cannot be kept on disk; it is used all the same", e);
        }
    }

    @Override
    public List<Probe.Report> due(URI server, int most, Predicate<ConfigKey> others) {
        return receipts.due(server, most, others);
    }

    @Override
    public void said(URI server, Probe.Report report) {
        if (prefix.covers(report.key())) {
            receipts.said(server, report);
        }
    }

    @Override
    public void followed(ConfigKey key, long version, String outcome) {
        if (prefix.covers(key)) {
            receipts.followed(key.dataId(), version, outcome);
        }
    }

    @Override
    public void failed(ConfigKey key, long version, String reason) {
        if (prefix.covers(key)) {
            receipts.failed(key.dataId(), version, reason);
        }
    }

    /** The way to a listener, which leaves a note of how each call ended. */
    Lane<ChildSet> lane(Consumer<ChildSet> listener, String name, Executor executor) {
        AtomicReference<Lane<ChildSet>> made = new AtomicReference<>();
        Consumer<ChildSet> telling = set -> {
            try {
                listener.accept(set);
                receipts.done(made.get(), set, name, null);
            } catch (Throwable e) { // whatever it is, it goes on to the lane
                receipts.done(made.get(), set, name, e);
                throw e;
            }
        };
        made.set(new Lane<>(this::shown, telling, executor));
        return made.get();
    }

    @Override
    public void settle() {
        if (!settled && truth != null) {
            settled = true;
            lanes.forEach(Lane::signal);
        }
    }

    void add(Lane<ChildSet> lane) {
        receipts.listens(lane);
        lanes.add(lane);
    }

    /** @return whether nobody listens any more */
    boolean remove(Lane<ChildSet> lane) {
        lane.close();
        lanes.remove(lane);
        receipts.gone(lane);
        return lanes.isEmpty();
    }
}
