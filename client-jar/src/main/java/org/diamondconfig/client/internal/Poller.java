/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal;

import java.io.IOException;
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
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.diamondconfig.client.internal.Held.Origin;
import org.diamondconfig.client.internal.edge.Timing;
import org.diamondconfig.client.internal.edge.Transport;
import org.diamondconfig.client.internal.receipt.Receipt;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Md5;
import org.diamondconfig.wire.Probe;
import org.diamondconfig.wire.WatchAnswer;
import org.diamondconfig.wire.WatchCodec;

/**
 * One slot of keys and branches, and the thread that polls for them. The thread is the only one that takes answers of polls; other threads
 * add and remove keys and {@link #wake} it. Interrupt ends it, with the flag restored.
 *
 * @param <V> what the cells show
 */
final class Poller<V> implements Runnable {

    private static final System.Logger LOG = System.getLogger(Poller.class.getName());
    private static final Duration GATHER = Duration.ofMillis(10);

    /** How long listeners may take to be told of with the next poll; what takes longer is told of with the one after. */
    private static final Duration SOON = Duration.ofMillis(50);

    /** With more keys there is room for few reports. */
    private static final int MANY_KEYS = 1_000;

    private static final int FEW_REPORTS = 10;
    private static final Duration LAGGING = Duration.ofMillis(300);

    private final Gateway gateway;
    private final ServerList servers;
    private final Health health;
    private final Timing timing;
    private final BiConsumer<URI, Exception> failures;
    private final Duration hold;
    private final Poll poll;
    private final List<Cell<V>> cells = new CopyOnWriteArrayList<>();
    private final List<Branch> branches = new CopyOnWriteArrayList<>();

    private boolean changed; // guarded by this; the cells are not those of the poll under way
    private Transport.Exchange underWay; // guarded by this
    private boolean held; // guarded by this; the server may hold it
    private volatile boolean stopped;

    /**
     * A poller without keys.
     *
     * @param failures told of each failed poll; the server is null if none was chosen
     */
    Poller(Gateway gateway, Timing timing, Poll poll, BiConsumer<URI, Exception> failures) {
        this.gateway = gateway;
        this.servers = gateway.servers();
        this.health = gateway.health();
        this.timing = timing;
        this.failures = failures;
        this.hold = poll.hold();
        this.poll = poll;
    }

    /**
     * How this poller polls.
     *
     * @param counters what is said with each poll
     */
    record Poll(Duration hold, int slot, Supplier<Map<String, Long>> counters) {

        /** Nothing is counted. */
        Poll(Duration hold, int slot) {
            this(hold, slot, Map::of);
        }
    }

    boolean full() {
        return cells.size() >= Probe.MAX_ITEMS;
    }

    boolean mayBranch() {
        return branches.size() < Probe.MAX_BRANCHES;
    }

    void add(Branch branch) {
        branches.add(branch);
        wake();
    }

    void remove(Branch branch) {
        if (branches.remove(branch)) {
            wake();
        }
    }

    void add(Cell<V> cell) {
        cells.add(cell);
        wake();
    }

    boolean remove(Cell<V> cell) {
        boolean was = cells.remove(cell);
        if (was) {
            wake();
        }
        return was;
    }

    /** Ends the poll under way, so that the next one asks for the keys as they are now. */
    synchronized void wake() {
        changed = true;
        if (underWay != null && (held || stopped)) {
            underWay.cancel(); // one that is not held ends by itself, and soon
        }
        notifyAll();
    }

    void stop() {
        stopped = true;
        wake();
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                awaitKeys();
                once();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void awaitKeys() throws InterruptedException {
        while (cells.isEmpty() && branches.stream().allMatch(Branch::resting) && !stopped) {
            wait();
        }
    }

    /** One poll, or the pause after a failed one. */
    void once() throws InterruptedException {
        timing.pause(servers.pause());
        URI server = null;
        try {
            server = servers.current();
            if (!exchange(server)) {
                timing.pause(LAGGING);
            }
        } catch (IOException | RuntimeException e) { // whatever an answer or an executor did, the poller goes on
            failed(server, e);
        }
    }

    private void failed(URI server, Exception e) throws InterruptedException {
        if (stopped || takeChanged()) {
            timing.pause(GATHER); // cancelled for new keys; more may be coming
            return;
        }
        if (server != null) {
            servers.failed(server, e);
        }
        if (e instanceof Gateway.Refusal refusal && refusal.draining() && !servers.resting()) {
            LOG.log(Level.DEBUG, "{0} stops; the next server is asked at once", server);
            return;
        }
        failures.accept(server, e);
    }

    private synchronized boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    /** Polls; false if the server lags behind what is held or told of something: then it would answer at once again. */
    private boolean exchange(URI server) throws IOException, InterruptedException {
        List<Cell<V>> asked;
        List<Branch> below;
        boolean fresh;
        Probe probe;
        Transport.Exchange exchange;
        synchronized (this) {
            changed = false;
            asked = new ArrayList<>(cells);
            below = branches.stream().filter(branch -> !branch.resting()).toList();
            fresh = !asked.stream().allMatch(Cell::settled) || !below.stream().allMatch(Branch::settled);
            Duration wait = fresh ? Duration.ZERO : hold; // what is not known yet is not waited for
            probe = probe(server, asked, below);
            exchange = gateway.poll(server, probe, wait, poll.slot());
            underWay = exchange;
            held = !fresh;
        }
        Transport.Reply reply;
        try {
            reply = exchange.await();
        } finally {
            synchronized (this) {
                underWay = null;
            }
        }
        if (reply.status() != 200) {
            Gateway.Refusal refusal = Gateway.refusal(reply);
            gateway.noteRefused(refusal);
            throw refusal;
        }
        WatchAnswer answer = WatchCodec.decodeAnswer(reply.body());
        health.require(answer.epoch(), server);
        said(server, asked, below, probe);
        List<Receipt> open = new ArrayList<>();
        boolean upToDate = take(asked, answer, fresh, open);
        upToDate &= refresh(below, answer);
        servers.succeeded(server);
        health.succeeded(server);
        awaitListeners(open);
        return upToDate;
    }

    /** Most listeners are quick: the next poll says that they are done, and not only that they were called. */
    private void awaitListeners(List<Receipt> open) throws InterruptedException {
        long end = timing.nanos() + SOON.toNanos();
        for (Receipt receipt : open) {
            receipt.await(TimeUnit.NANOSECONDS.toMillis(end - timing.nanos()));
        }
    }

    private static <V> void said(URI server, List<Cell<V>> asked, List<Branch> below, Probe probe) {
        if (probe.reports().isEmpty()) {
            return;
        }
        Map<ConfigKey, Probe.Report> reports = new HashMap<>();
        probe.reports().forEach(report -> reports.put(report.key(), report));
        for (Cell<V> cell : asked) {
            Probe.Report report = reports.get(cell.key());
            if (report != null) {
                cell.receipt().said(server, report);
            }
        }
        below.forEach(branch -> probe.reports().forEach(report -> branch.said(server, report)));
    }

    private static <V> List<Probe.Report> reports(URI server, List<Cell<V>> asked, List<Branch> below) {
        int most = asked.size() > MANY_KEYS ? FEW_REPORTS : Probe.MAX_REPORTS;
        List<Probe.Report> reports = new ArrayList<>();
        asked.stream()
                .flatMap(cell -> cell.receipt().due(server).stream())
                .sorted(Comparator.comparingLong(Probe.Report::agoMillis)) // What is new before what was owed for long.
                .limit(most)
                .forEach(reports::add);
        for (Branch branch : below) {
            reports.addAll(branch.due(server, most - reports.size(), key -> isAsked(asked, key)));
        }
        return reports;
    }

    private static <V> boolean isAsked(List<Cell<V>> asked, ConfigKey key) {
        return asked.stream().anyMatch(cell -> cell.key().equals(key));
    }

    /** Lists each branch of which another state was told than is held; false if the list does not have what was told. */
    private static boolean refresh(List<Branch> asked, WatchAnswer answer) throws IOException, InterruptedException {
        Map<ConfigKey.Prefix, String> told = new HashMap<>();
        answer.branches().forEach(branch -> told.put(branch.prefix(), branch.digest()));
        boolean upToDate = true;
        for (Branch branch : asked) {
            String digest = told.get(branch.line().prefix());
            if (digest != null && !branch.line().digest().equals(digest)) {
                branch.refresh();
                upToDate &= branch.line().digest().equals(digest);
            }
        }
        return upToDate;
    }

    private Probe probe(URI server, List<Cell<V>> asked, List<Branch> below) {
        Optional<Epoch> epoch = health.epoch();
        List<Probe.Item> items = new ArrayList<>();
        for (Cell<V> cell : asked) {
            boolean comparable = cell.truth().flatMap(Held::epoch).equals(epoch);
            Probe.Item item = cell.item();
            items.add(comparable ? item : new Probe.Item(cell.key(), OptionalLong.empty(), item.md5(), item.type()));
        }
        return new Probe(
                epoch,
                items,
                below.stream().map(Branch::line).toList(),
                reports(server, asked, below),
                poll.counters().get());
    }

    private boolean take(List<Cell<V>> asked, WatchAnswer answer, boolean fresh, List<Receipt> open)
            throws IOException, InterruptedException {
        Map<ConfigKey, Cell<V>> byKey = new HashMap<>();
        asked.forEach(cell -> byKey.put(cell.key(), cell));
        Set<ConfigKey> told = new HashSet<>();
        boolean upToDate = true;
        for (WatchAnswer.Change change : answer.changes()) {
            Cell<V> cell = byKey.get(change.key());
            if (cell != null) { // what was not asked for is ignored
                told.add(change.key());
                if (!cell.receipt().isOpen()) {
                    open.add(cell.receipt()); // a listener that is busy with an older value is not waited for
                }
                upToDate &= take(cell, answer.epoch(), change);
                cell.settle(); // a snapshot that is newer than the answer stands
            }
        }
        if (fresh) {
            settleUntold(asked, told, answer.epoch());
        }
        return upToDate;
    }

    /** A content that is too large for this client must not keep it from those of other keys. */
    private boolean take(Cell<V> cell, Epoch epoch, WatchAnswer.Change change)
            throws IOException, InterruptedException {
        try {
            return cell.offer(held(cell, epoch, change));
        } catch (Transport.TooLarge e) {
            cell.passOver(epoch, change, e.getMessage());
            return true;
        }
    }

    /** A key that was asked for as unknown and is not in the answer is absent there. */
    private void settleUntold(List<Cell<V>> asked, Set<ConfigKey> told, Epoch epoch) {
        for (Cell<V> cell : asked) {
            if (!cell.settled() && !told.contains(cell.key())) {
                cell.offer(Held.absent(cell.key(), epoch, 0));
                cell.settle();
            }
        }
    }

    private Held held(Cell<V> cell, Epoch epoch, WatchAnswer.Change change) throws IOException, InterruptedException {
        if (!change.present()) {
            return Held.absent(change.key(), epoch, change.version());
        }
        String content = change.content().orElse(null);
        if (content == null || !Md5.hex(content).equals(change.md5())) {
            return gateway.fetch(cell.key(), Optional.empty(), change.version());
        }
        return new Held(
                change.key(),
                Optional.of(epoch),
                change.version(),
                change.md5(),
                change.type(),
                content,
                Origin.SERVER);
    }
}
