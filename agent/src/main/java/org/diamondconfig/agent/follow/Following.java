/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.follow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.diamondconfig.agent.reader.StoreRecord;
import org.diamondconfig.agent.setup.ClusterSetup;
import org.diamondconfig.agent.store.ClusterStore;
import org.diamondconfig.client.ClientSettings.Setting;
import org.diamondconfig.client.ClientStatus;
import org.diamondconfig.client.Config;
import org.diamondconfig.client.DiamondClient;
import org.diamondconfig.client.children.Child;
import org.diamondconfig.client.children.Children;
import org.diamondconfig.client.children.ChildrenChange;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigKey.Prefix;
import org.diamondconfig.wire.Md5;

/**
 * One cluster, followed: its values go to the store first, and only then to the outlets, in this order for each key. Thread-safe:
 * one thread takes all values, and each of them is asked for on that thread, so that no older one comes after a newer.
 */
public final class Following implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Following.class.getName());

    /** What a cluster's section alone may say, not the environment of the agent. */
    private static final List<Setting> OWN = List.of(
            Setting.ADDRESS_URLS,
            Setting.TOKEN,
            Setting.TOKEN_FILE,
            Setting.TLS_TRUST_STORE,
            Setting.TLS_TRUST_STORE_PASSWORD,
            Setting.TLS_TRUST_STORE_PASSWORD_FILE,
            Setting.TLS_KEY_STORE,
            Setting.TLS_KEY_STORE_PASSWORD,
            Setting.TLS_KEY_STORE_PASSWORD_FILE);

    /** A page of a list has up to half as much. */
    private static final long LEAST_BYTES = 8 << 20;

    private static final long MOST_BYTES = 1 << 30;

    /** The client's default, which it leaves out where there are address URLs. */
    private static final String NO_SERVERS = "127.0.0.1:8080";

    private final ClusterSetup setup;
    private final ClusterStore store;
    private final List<Outlet> outlets;
    private final InstantSource clock;
    private final DiamondClient client;
    private final Map<ConfigKey, CompletableFuture<StoreRecord>> followed = new ConcurrentHashMap<>();
    /** Version and md5 of what is below prefixes, as it was taken last. */
    private final Map<ConfigKey, String> below = new ConcurrentHashMap<>();
    /** The prefixes of which anything is known; the others are not compared, since that would wait for servers. */
    private final Set<Prefix> listed = ConcurrentHashMap.newKeySet();

    /** Those whose last value the store did not take. */
    private final Set<ConfigKey> refused = ConcurrentHashMap.newKeySet();

    private final AtomicBoolean comparing = new AtomicBoolean();
    /** What comes after the end is dropped. */
    private final ThreadPoolExecutor taking;

    /**
     * Follows nothing yet.
     *
     * @param home of the client: its snapshots
     * @param compare between two plain comparisons with the servers
     */
    public Following(ClusterSetup setup, ClusterStore store, List<Outlet> outlets, Path home, Duration compare) {
        this.setup = setup;
        this.store = store;
        this.outlets = List.copyOf(outlets);
        this.clock = InstantSource.system();
        DiamondClient.Builder builder = DiamondClient.builder().home(home).app("diamond-agent");
        // Settings of this process are not a cluster's: with two of them a token would be shown to the wrong one.
        OWN.forEach(setting -> builder.with(setting, ""));
        builder.with(Setting.SERVERS, NO_SERVERS);
        builder.with(Setting.COMPARE, Math.max(1, compare.toSeconds()) + "s");
        // A look at the failover file of each key, four times a second, is most of what an idle agent would do.
        builder.with(Setting.FAILOVER, "2s");
        builder.with(Setting.BODY, Long.toString(largest()));
        setup.connection().forEach(builder::with);
        this.client = builder.build();
        client.counting(this::counters);
        this.taking = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> new Thread(task, "diamond-taking-" + setup.name()),
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /**
     * The largest answer taken, in bytes. While it is taken a value stands in memory several times over, and want of memory would be the
     * end of this process, and so of all other keys.
     */
    private static long largest() {
        return Math.min(MOST_BYTES, Math.max(LEAST_BYTES, Runtime.getRuntime().maxMemory() / 16));
    }

    /** Says to the cluster's servers what came of a value, with the client's next poll. Does not block. */
    public void followed(StoreRecord now, String outcome) {
        client.followed(now.key(), now.version(), outcome);
    }

    private Map<String, Long> counters() {
        try {
            return Map.of("readers", (long) store.readers());
        } catch (IOException | UncheckedIOException e) {
            LOG.log(Level.DEBUG, setup.name() + ": who reads is not known here: " + e);
            return Map.of();
        }
    }

    /** Begins with what is configured and what readers have asked for; what neither names is forgotten. */
    public void start(List<ConfigKey> asked) throws IOException {
        for (ConfigKey key : store.keys()) {
            if (!setup.keys().contains(key) && !covered(key) && !asked.contains(key)) {
                store.delete(key);
            }
        }
        setup.keys().forEach(this::begin);
        asked.forEach(this::begin);
        for (Prefix prefix : setup.prefixes()) {
            client.listenPrefix(prefix, Children.Want.CONTENTS, this::take, taking);
        }
    }

    private boolean covered(ConfigKey key) {
        return setup.prefixes().stream().anyMatch(prefix -> prefix.covers(key));
    }

    /** The name of the cluster. */
    public String name() {
        return setup.name();
    }

    /** Whether the key is followed, by itself or by a prefix. */
    public boolean follows(ConfigKey key) {
        return followed.containsKey(key);
    }

    /** What the store has of it; nothing, if that is damaged. */
    public Optional<StoreRecord> find(ConfigKey key) {
        return sound(key);
    }

    /** Follows a key from now on; the answer comes when its value, or that it is absent, is in the store. */
    public CompletableFuture<StoreRecord> follow(ConfigKey key) {
        begin(key);
        return followed.get(key);
    }

    private void begin(ConfigKey key) {
        if (followed.putIfAbsent(key, new CompletableFuture<>()) == null) {
            client.listen(key, this::take, taking);
        }
    }

    /** Throws if readers do not see it, so that the servers hear that it failed here. */
    private void take(Config config) {
        Optional<IOException> failure = take(new StoreRecord(
                setup.name(),
                config.key(),
                config.version(),
                config.md5(),
                config.type().name().toLowerCase(Locale.ROOT),
                config.content(),
                clock.instant()));
        if (failure.isPresent()) {
            throw new UncheckedIOException(failure.get());
        }
    }

    /** All that is there the first time, and at each comparison; in between what has moved. */
    private void take(ChildrenChange change) {
        Children now = change.now();
        listed.add(now.prefix());
        for (Child child : now.all()) {
            String state = child.version() + " " + child.md5();
            boolean moved = !state.equals(below.put(child.key(), state));
            if (!followed.containsKey(child.key()) && (moved || change.added().contains(child.key()))) {
                StoreRecord told = record(child);
                take(told).ifPresent(failure -> failed(told, failure));
            }
        }
        change.removed().forEach(this::removed);
        if (!now.fromSnapshot() && change.added().size() == now.all().size()) {
            Set<ConfigKey> gone = new HashSet<>(store.keys());
            outlets.forEach(outlet -> gone.addAll(outlet.kept()));
            gone.removeAll(change.added());
            gone.stream().filter(now.prefix()::covers).forEach(this::removed);
        }
    }

    private StoreRecord record(Child child) {
        return new StoreRecord(
                setup.name(),
                child.key(),
                child.version(),
                child.md5(),
                child.type().name().toLowerCase(Locale.ROOT),
                child.content().orElse(""),
                clock.instant());
    }

    private void removed(ConfigKey key) {
        below.remove(key);
        if (followed.containsKey(key)) {
            return;
        }
        long version = sound(key).map(StoreRecord::version).orElse(0L);
        StoreRecord told = new StoreRecord(setup.name(), key, version, Md5.NOTHING, "text", "", clock.instant());
        take(told).ifPresent(failure -> failed(told, failure));
    }

    /** One key of those that a call was about. */
    private void failed(StoreRecord told, IOException failure) {
        client.failed(told.key(), told.version(), String.valueOf(failure.getMessage()));
    }

    /** Answers why readers see the old value still, if they do. */
    private Optional<IOException> take(StoreRecord told) {
        Optional<IOException> failure = Optional.empty();
        try {
            if (!store.holds(told)) {
                store.put(told);
                LOG.log(
                        Level.INFO,
                        setup.name() + ": " + told.key() + " is at version " + told.version()
                                + (told.present() ? "" : ", absent"));
            }
        } catch (IOException e) {
            failure = Optional.of(e);
            LOG.log(
                    Level.ERROR,
                    setup.name() + ": " + e.getMessage() + "; readers see the old value, tried again with the next"
                            + " comparison");
        }
        boolean stored = failure.isEmpty();
        if (!stored) {
            refused.add(told.key());
        } else if (refused.remove(told.key())) {
            followed(told, "in the store since a later comparison");
        }
        outlets.forEach(outlet -> outlet.take(told, stored));
        CompletableFuture<StoreRecord> waiting = followed.get(told.key());
        if (waiting != null) {
            waiting.complete(told);
        }
        return failure;
    }

    /** A record that is damaged is as none: it is written anew. */
    private Optional<StoreRecord> sound(ConfigKey key) {
        try {
            return store.find(key);
        } catch (IllegalArgumentException e) {
            LOG.log(Level.WARNING, setup.name() + ": " + key + ": " + e.getMessage() + "; it is written anew");
            return Optional.empty();
        }
    }

    /** Compares the store, and all that hangs on it, with what the client knows; soon, between two values. */
    public void compare() {
        if (comparing.compareAndSet(false, true)) {
            taking.execute(() -> {
                comparing.set(false);
                try {
                    compareNow();
                } catch (RuntimeException e) {
                    LOG.log(Level.WARNING, name() + ": the comparison ended early, the next one is to come", e);
                }
            });
        }
    }

    private void compareNow() {
        followed.forEach((key, known) -> {
            if (known.isDone()) {
                client.get(key).ifPresent(this::compared);
            }
        });
        for (Prefix prefix : setup.prefixes()) {
            if (listed.contains(prefix)) {
                Children now = client.children(prefix, Children.Want.CONTENTS);
                take(ChildrenChange.between(Optional.empty(), now));
            }
        }
    }

    /** Frees what readers hold that died: each of them has a place of a limited number. */
    public void forgetDeadReaders() {
        int dead = store.forgetDeadReaders();
        if (dead > 0) {
            LOG.log(Level.INFO, setup.name() + ": " + dead + " dead readers forgotten");
        }
    }

    private void compared(Config config) {
        try {
            take(config);
        } catch (UncheckedIOException e) {
            LOG.log(Level.DEBUG, "in the log already", e);
        }
    }

    /** How its client is. */
    public ClientStatus status() {
        return client.status();
    }

    @Override
    public void close() {
        client.close();
        taking.shutdownNow();
        try {
            if (!taking.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.log(Level.WARNING, setup.name() + ": a value is still being taken");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        store.close();
    }
}
