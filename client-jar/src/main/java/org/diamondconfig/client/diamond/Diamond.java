/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.diamond;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.diamondconfig.client.Config;
import org.diamondconfig.client.ConfigListener;
import org.diamondconfig.client.DiamondClient;
import org.diamondconfig.client.DiamondException;
import org.diamondconfig.client.Subscription;
import org.diamondconfig.client.diamond.BatchResult.Item;
import org.diamondconfig.client.internal.FailoverDir;
import org.diamondconfig.client.internal.Held;
import org.diamondconfig.client.internal.SnapshotDir;
import org.diamondconfig.wire.ConfigKey;

/**
 * The original Diamond's verbs on a {@link DiamondClient}: public namespace, no group is {@code DEFAULT_GROUP}. Thread-safe.
 * An object, not a class of static methods: an application makes one over its client, and closes it before that.
 *
 * <pre>{@code
 * Diamond diamond = new Diamond(client);
 * String now = diamond.getConfig("prices.yaml", "shop", 3000);
 * diamond.addListener("prices.yaml", "shop", content -> prices.reload(content));
 * }</pre>
 *
 * <p>Where it differs: the first read of a key subscribes it, later ones are answered from memory, and what is published is
 * read back at once. Names are ASCII, md5s are of UTF-8.
 */
public final class Diamond implements AutoCloseable {

    /** Failover file, else server, else snapshot. */
    public static final int GETCONFIG_LOCAL_SERVER_SNAPSHOT = 1;

    /** Failover file, else snapshot, else server: no call to a server where there is a snapshot, be it old. */
    public static final int GETCONFIG_LOCAL_SNAPSHOT_SERVER = 2;

    private static final System.Logger LOG = System.getLogger("org.diamondconfig.client");
    private static final int KIND_MISMATCH = 409;
    private static final long MAX_FILE = 16 << 20;

    private final DiamondClient client;
    private final SnapshotDir snapshots;
    private final FailoverDir failover;
    private final Firsts firsts;
    private final Map<ConfigKey, Map<ManagerListener, Subscription>> listening = new HashMap<>(); // guarded by this

    /** The verbs on this client, which stays its maker's to close. */
    public Diamond(DiamondClient client) {
        this.client = client;
        this.snapshots = new SnapshotDir(client.status().snapshotDir());
        this.failover = new FailoverDir(client.status().failoverDir(), MAX_FILE);
        this.firsts = new Firsts(client, snapshots);
    }

    private static ConfigKey key(String dataId, String group) {
        return ConfigKey.of(group, dataId);
    }

    /**
     * The content now, or null if the key is absent. Blocks at most this long, and only until it was found out once.
     *
     * @throws IOException if nothing is known of the key in time: no server answers and there is no snapshot
     */
    public String getConfig(String dataId, String group, long timeoutMs) throws IOException {
        return content(firsts.get(key(dataId, group), TimeUnit.MILLISECONDS.toNanos(timeoutMs)));
    }

    private static String content(Optional<Config> config) {
        return config.map(Config::content).orElse(null);
    }

    /**
     * The content now, looked for in the order of the feature, or null if the key is absent.
     *
     * @param feature {@link #GETCONFIG_LOCAL_SERVER_SNAPSHOT} or {@link #GETCONFIG_LOCAL_SNAPSHOT_SERVER}
     * @throws IOException as {@link #getConfig(String, String, long)} does
     */
    public String getConfig(String dataId, String group, int feature, long timeoutMs) throws IOException {
        if (feature == GETCONFIG_LOCAL_SNAPSHOT_SERVER) {
            ConfigKey key = key(dataId, group);
            Optional<Held> copy =
                    failover.read(key).or(() -> snapshots.read(key).filter(Held::present));
            if (copy.isPresent()) {
                return copy.get().content();
            }
        } else if (feature != GETCONFIG_LOCAL_SERVER_SNAPSHOT) {
            throw new IllegalArgumentException("feature: 1 or 2 expected");
        }
        return getConfig(dataId, group, timeoutMs);
    }

    /** Has the listener called with the present content, and with what it becomes. Adding it again does nothing. */
    public synchronized void addListener(String dataId, String group, ManagerListener listener) {
        listening
                .computeIfAbsent(key(dataId, group), any -> new IdentityHashMap<>())
                .computeIfAbsent(listener, any -> listen(key(dataId, group), listener));
    }

    private Subscription listen(ConfigKey key, ManagerListener listener) {
        Executor executor = listener.getExecutor();
        ConfigListener told = new Told(listener);
        return executor == null ? client.listen(key, told) : client.listen(key, told, executor);
    }

    /** As {@link #addListener} with each of them. */
    public void addListeners(String dataId, String group, List<? extends ManagerListener> listeners) {
        listeners.forEach(listener -> addListener(dataId, group, listener));
    }

    /** Ends it: no call of this listener begins afterwards. */
    public synchronized void removeListener(String dataId, String group, ManagerListener listener) {
        ConfigKey key = key(dataId, group);
        Map<ManagerListener, Subscription> ofKey = listening.getOrDefault(key, Map.of());
        Subscription subscription = ofKey.isEmpty() ? null : ofKey.remove(listener);
        if (subscription != null) {
            subscription.close();
        }
        if (ofKey.isEmpty()) {
            listening.remove(key);
        }
    }

    /** Who listens to a key, in no order. */
    public synchronized List<ManagerListener> getListeners(String dataId, String group) {
        return List.copyOf(listening.getOrDefault(key(dataId, group), Map.of()).keySet());
    }

    /** Publishes a whole content; false if it was refused, or it is not known whether it happened: the log says which. */
    public boolean publishSingle(String dataId, String group, String content) {
        requireContent(content);
        return done("publish", () -> client.publish(key(dataId, group), content));
    }

    /** Publishes one datum of a key that is merged of them; false as above. */
    public boolean publishAggr(String dataId, String group, String datumId, String content) {
        requireContent(content);
        return done("publish a datum", () -> client.publishDatum(key(dataId, group), datumId, content));
    }

    /** Removes a key, be it published as a whole or merged; true also if there was none; false as above. */
    public boolean remove(String dataId, String group) {
        return done("remove", () -> {
            try {
                client.remove(key(dataId, group));
            } catch (DiamondException e) {
                if (e.status() != KIND_MISMATCH) {
                    throw e;
                }
                client.removeAllDatums(key(dataId, group));
            }
        });
    }

    /** Removes one datum; true also if there was none; false as above. */
    public boolean removeAggr(String dataId, String group, String datumId) {
        return done("remove a datum", () -> client.removeDatum(key(dataId, group), datumId));
    }

    private static void requireContent(String content) {
        if (content == null || content.isBlank()) {
            throw new IllegalArgumentException("content: empty, or nothing but blanks");
        }
    }

    private static boolean done(String what, Runnable write) {
        try {
            write.run();
            return true;
        } catch (DiamondException e) {
            LOG.log(Level.WARNING, "cannot {0}: {1}; the caller is told false", what, e.getMessage());
            return false;
        }
    }

    /**
     * What the database has of each dataId, whatever memory or snapshot hold; done whatever could not be found out, which its
     * item says. Blocks at most this long.
     */
    public BatchResult batchQuery(List<String> dataIds, String group, long timeoutMs) {
        return new BatchResult(true, items(dataIds, group, timeoutMs, firsts::stored));
    }

    /** What {@link #getConfig(String, String, long)} reads of each dataId, all or nothing: done only if each was found out. */
    public BatchResult batchGetConfig(List<String> dataIds, String group, long timeoutMs) {
        List<Item> items = items(dataIds, group, timeoutMs, firsts::get);
        return new BatchResult(items.stream().noneMatch(item -> item.status() == BatchResult.FAILED), items);
    }

    /** Finds out what there is of a key within so many nanoseconds. */
    private interface Reading {

        Optional<Config> read(ConfigKey key, long nanos) throws IOException;
    }

    private static List<Item> items(List<String> dataIds, String group, long timeoutMs, Reading reading) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        List<Item> items = new ArrayList<>(dataIds.size());
        for (String dataId : dataIds) {
            items.add(item(dataId, group, deadline - System.nanoTime(), reading));
        }
        return items;
    }

    private static Item item(String dataId, String group, long leftNanos, Reading reading) {
        try {
            return reading.read(key(dataId, group), leftNanos)
                    .map(config -> new Item(dataId, group, BatchResult.EXISTS, config.content(), config.md5(), ""))
                    .orElseGet(() -> new Item(dataId, group, BatchResult.ABSENT, "", "", ""));
        } catch (IOException e) {
            return new Item(dataId, group, BatchResult.FAILED, "", "", e.getMessage());
        }
    }

    /** Ends all listeners and the threads of reads that are under way; the client stays open. Harmless if repeated. */
    @Override
    public synchronized void close() {
        listening.values().forEach(ofKey -> ofKey.values().forEach(Subscription::close));
        listening.clear();
        firsts.close();
    }
}
