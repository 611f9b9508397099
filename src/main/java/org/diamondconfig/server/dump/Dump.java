/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.dump;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.diamondconfig.server.config.ConfigChanged;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.folder.DumpDir;
import org.diamondconfig.server.folder.DumpDir.FolderState;
import org.diamondconfig.server.folder.IndexEntry;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;

/**
 * The node's own copy of every configuration: kept over restarts, level with the database within seconds, and served whether
 * there is a database or not. Thread-safe.
 */
@Component
public final class Dump {

    private static final Logger LOG = System.getLogger("diamond.dump");
    private static final Duration FLUSH = Duration.ofSeconds(1);

    /** Commits of a database on the same disk wait for these syncs: they may have a tenth of its time. */
    private static final int FLUSH_RESTS = 9;

    private static final int TRIES = 3;

    /** So many reads wait for a version at once, each on a thread of the container; further ones ask the database and no more. */
    static final int MOST_WAITING = 8;

    /**
     * How the dump is doing, for health and people. Immutable.
     *
     * @param complete whether every key of the store was taken at least once; until then an unknown key is answered 503
     * @param entries present configurations
     * @param bytes their contents' length in all
     * @param age since the dump was last known to be level with the store; empty if that never was in this run
     * @param healed rows that a sweep found changed though nobody had told of it
     * @param degraded a sentence saying what is wrong; empty when nothing is
     */
    public record Status(
            Optional<Epoch> epoch,
            boolean complete,
            long entries,
            long bytes,
            Optional<Duration> age,
            long healed,
            Optional<String> degraded) {}

    private final DumpTable table;
    private final RowFeed feed;
    private final Sweep sweep;
    private final Scheduler scheduler;

    /** Keys that were told to have changed and could not be read since, and their versions. */
    private final ConcurrentMap<ConfigKey, Long> behind = new ConcurrentHashMap<>();

    /** Who waits for another version of a key, each for himself: one who gives up takes nobody with him. */
    private final ConcurrentMap<ConfigKey, List<CompletableFuture<Void>>> arrivals = new ConcurrentHashMap<>();

    private final Semaphore mayWait = new Semaphore(MOST_WAITING);

    /** Null: not running. */
    private volatile Scheduler.Handle flusher;

    @Inject
    Dump(DumpTable table, RowFeed feed, Sweep sweep, Scheduler scheduler, PrometheusRegistry metrics) {
        this.table = table;
        this.feed = feed;
        this.sweep = sweep;
        this.scheduler = scheduler;
        register(metrics);
        Tally.register(metrics, sweep::tally);
    }

    private void register(PrometheusRegistry metrics) {
        gauge(metrics, "diamond_dump_entries", "Configurations that this node serves.", table::entries);
        gauge(metrics, "diamond_dump_bytes", "Length of all contents in the dump.", table::bytes);
        gauge(
                metrics,
                "diamond_dump_complete",
                "1 when every key of the store was taken.",
                () -> table.isComplete() ? 1 : 0);
        gauge(metrics, "diamond_dump_cached_bytes", "Contents held in memory.", () -> folder().cachedBytes());
        gauge(metrics, "diamond_dump_unwritten", "Changes that wait for the disk.", () -> folder().unwritten());
        gauge(metrics, "diamond_dump_quarantined", "Files put aside since the start.", () -> folder().quarantined());
        gauge(
                metrics,
                "diamond_dump_age_seconds",
                "Since the dump was last level with the database.",
                () -> Tally.seconds(sweep.age()));
    }

    private static void gauge(PrometheusRegistry metrics, String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(metrics);
    }

    /** Reads the index, begins to serve what it names, and to follow the database. Does not wait for the database. */
    public void start() {
        table.open();
        flusher = scheduler.sparingly("dump flush", FLUSH, FLUSH_RESTS, table::flush);
        scheduler.soon("cleaning of the dump", table::tidy);
        sweep.start();
    }

    /** Ends following, and makes safe what is not yet. */
    public void stop() {
        sweep.stop();
        Scheduler.Handle ending = flusher;
        if (ending != null) {
            ending.cancel();
            table.flush();
        }
        table.dir().close();
    }

    /**
     * What this node has of this key for this client. Touches neither disk nor database.
     *
     * @param client chooses between variants once there are any
     */
    public Lookup find(ConfigKey key, Caller client) {
        return table.find(key);
    }

    /**
     * As {@link #find}, and the content of what is found is at hand. Reads the disk for a large content, and the database when
     * a content was lost or a change was told of and not yet read.
     */
    public Lookup read(ConfigKey key, Caller client) {
        if (isBehind(key)) {
            catchUp(key);
        }
        for (int i = 0; i < TRIES; i++) {
            Lookup lookup = find(key, client);
            if (!(lookup instanceof Lookup.Found found)) {
                return lookup;
            }
            Optional<Lookup> whole = found.entry().whole().map(Lookup.Found::new);
            if (whole.isPresent()) {
                return whole.get();
            }
            catchUp(key);
        }
        return Lookup.LOADING;
    }

    /**
     * The present keys below this prefix, in their order. What changes while they are gone through is met or not; each is to be
     * looked up. Touches neither disk nor database.
     */
    public Stream<ConfigKey> below(ConfigKey.Prefix prefix) {
        return table.below(prefix);
    }

    /** The same of all keys from this one on, whether there is such a one or not. */
    public Stream<ConfigKey> from(ConfigKey first) {
        return table.from(first);
    }

    /** Whether this key was told to have changed and could not be read since. */
    public boolean isBehind(ConfigKey key) {
        return !behind.isEmpty() && behind.containsKey(key);
    }

    /**
     * As {@link #read}, once the version is at least this one, waiting at most this long; the database is asked when the dump
     * lags. What there is when the time is over: the caller looks at the version.
     */
    public Lookup awaitVersion(ConfigKey key, Caller client, long minVersion, Duration bound) {
        if (table.version(key) < minVersion && mayWait.tryAcquire()) {
            try {
                await(key, minVersion, bound);
            } finally {
                mayWait.release();
            }
        }
        if (table.version(key) < minVersion) {
            catchUp(key);
        }
        Lookup lookup = read(key, client);
        if (lookup instanceof Lookup.Found found) {
            table.markPull(found.entry(), client);
        }
        return lookup;
    }

    private void await(ConfigKey key, long minVersion, Duration bound) {
        CompletableFuture<Void> timeUp =
                new CompletableFuture<Void>().completeOnTimeout(null, bound.toNanos(), TimeUnit.NANOSECONDS);
        boolean goesOn = true;
        while (goesOn && table.version(key) < minVersion) {
            CompletableFuture<Void> arrival = new CompletableFuture<>();
            arrivals.compute(key, (k, waiting) -> {
                List<CompletableFuture<Void>> all = waiting == null ? new ArrayList<>() : waiting;
                all.add(arrival);
                return all;
            });
            catchUp(key);
            goesOn = table.version(key) >= minVersion || awaitEither(arrival, timeUp);
            arrivals.computeIfPresent(
                    key,
                    (k, waiting) -> waiting.removeIf(each -> each == arrival) && waiting.isEmpty() ? null : waiting);
        }
    }

    /** @return whether it is worth going on: there is time left, and nobody interrupted */
    private static boolean awaitEither(CompletableFuture<Void> arrival, CompletableFuture<Void> timeUp) {
        try {
            CompletableFuture.anyOf(arrival, timeUp).get();
            return !timeUp.isDone();
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Dumps a change before its publisher is answered. If that fails, the key is read from the database until it is dumped. It
     * never throws: the change is committed.
     */
    void onChanged(@Observes ConfigChanged change) {
        try {
            boolean ours = table.follow(change.epoch());
            change.content().ifPresent(content -> table.take(versionOf(change), content));
            for (int i = 0; ours && i < TRIES && !table.isLevel(change.key(), change.version()); i++) {
                catchUp(change.key());
            }
        } catch (RuntimeException | Error e) {
            LOG.log(
                    Level.ERROR,
                    change.key() + " version " + change.version() + " was not dumped; the sweep tries again",
                    e);
        }
        if (!table.isLevel(change.key(), change.version())) {
            behind.merge(change.key(), change.version(), Math::max);
        }
    }

    /**
     * Reads from the database what another node tells of, and serves it. Never throws.
     *
     * @return whether this node serves that version now, or a newer one
     */
    public boolean follow(ConfigChanged told) {
        try {
            catchUp(told.key());
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, told.key() + " version " + told.version() + " was not dumped; it is tried again", e);
        }
        return isLevel(told);
    }

    /** Whether this node serves that version, or a newer one, or a store that is newer than the one told of. Costs nothing. */
    public boolean isLevel(ConfigChanged told) {
        return table.epoch()
                        .filter(epoch -> epoch.generation() > told.epoch().generation())
                        .isPresent()
                || table.isLevel(told.key(), told.version());
    }

    private static DumpDir.Version versionOf(ConfigChanged change) {
        return new DumpDir.Version(change.key(), IndexEntry.FORMAL, change.epoch(), change.version());
    }

    /** Ends the waiting of those who asked for a newer version. */
    void onDumped(@Observes ConfigDumped change) {
        List<CompletableFuture<Void>> waiting = arrivals.remove(change.key());
        if (waiting != null) {
            waiting.forEach(arrival -> arrival.complete(null));
        }
    }

    /** Takes what the database has of this key now, if it can be asked. */
    private void catchUp(ConfigKey key) {
        try {
            feed.find(key).ifPresent(table::take);
            behind.computeIfPresent(key, (k, version) -> table.isLevel(k, version) ? null : version);
        } catch (ProblemException e) {
            LOG.log(Level.DEBUG, key + " cannot be read from the database now; the sweep takes it when it can", e);
        }
    }

    /** Compares every row's content with the dump, in the background, and takes what differs. */
    public void dumpAll() {
        sweep.dumpAll();
    }

    /** The epoch that the dump follows; empty before the first store was seen. */
    public Optional<Epoch> epoch() {
        return table.epoch();
    }

    /** Whether every key of the store was taken, so that an unknown one is absent. */
    public boolean isComplete() {
        return table.isComplete();
    }

    /** How the dump is doing. */
    public Status status() {
        Optional<String> degraded = Stream.of(folder().degraded(), sweep.finding())
                .flatMap(Optional::stream)
                .findFirst();
        return new Status(
                table.epoch(),
                table.isComplete(),
                table.entries(),
                table.bytes(),
                sweep.age(),
                sweep.healed(),
                degraded);
    }

    private FolderState folder() {
        return table.dir().state();
    }
}
