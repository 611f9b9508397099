/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.store;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.agent.reader.OneEnv;
import org.diamondconfig.agent.reader.RecordLayout;
import org.diamondconfig.agent.reader.StoreLayout;
import org.diamondconfig.agent.reader.StoreRecord;
import org.diamondconfig.agent.setup.ClusterSetup;
import org.diamondconfig.wire.ConfigKey;
import org.lmdbjava.ByteArrayProxy;
import org.lmdbjava.CursorIterable;
import org.lmdbjava.CursorIterable.KeyVal;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;

/**
 * The store of one cluster as its only writer sees it. Each put is a transaction: readers see the value before or the one after,
 * and so they do when this process is killed in between. Nothing is synced to a disk: what a crash of the machine leaves is checked
 * at the next start, and made anew if it is not sound. Thread-safe.
 */
public final class ClusterStore implements AutoCloseable {

    private static final Logger LOG = System.getLogger(ClusterStore.class.getName());

    /** LMDB keeps 64 bytes for each of its readers; about a thousand. */
    private static final int LOCK_BYTES = 64 << 10;

    private final OneEnv place;
    private final Path lock;
    private final Env<byte[]> env;
    private final Dbi<byte[]> values;
    private final Optional<RecordFiles> files;

    private ClusterStore(OneEnv place, Path lock, Env<byte[]> env, Optional<RecordFiles> files) {
        this.place = place;
        this.lock = lock;
        this.env = env;
        this.values = env.openDbi((byte[]) null);
        this.files = files;
    }

    /**
     * Opens it; one that is not sound is made anew, empty.
     *
     * @throws IOException if the folder cannot be written; the message names it
     */
    public static ClusterStore open(Path folder, ClusterSetup setup, Permissions permissions) throws IOException {
        Path data = StoreLayout.data(folder, setup.name());
        OneEnv place = OneEnv.of(data);
        try {
            Optional<RecordFiles> files = setup.sharing().files()
                    ? Optional.of(new RecordFiles(folder, setup.name(), permissions))
                    : Optional.empty();
            Optional<ClusterStore> sound = sound(data, setup, place, files);
            if (sound.isEmpty()) {
                remove(folder, setup.name());
                sound = Optional.of(new ClusterStore(place, lock(data), env(data, setup), files));
            }
            settle(sound.get(), folder, setup.name(), permissions);
            return sound.get();
        } catch (LmdbException e) {
            place.close();
            throw new IOException(data + ": " + e.getMessage(), e);
        } catch (IOException | RuntimeException | LinkageError e) {
            place.close();
            throw e;
        }
    }

    /** Gives all files their rights, and deletes what says something else. */
    private static void settle(ClusterStore store, Path folder, String cluster, Permissions permissions)
            throws IOException {
        try {
            permissions.shared(StoreLayout.lock(folder, cluster));
            permissions.values(StoreLayout.data(folder, cluster));
            if (store.files.isPresent()) {
                store.files.get().keepOnly(store.keys());
            } else {
                RecordFiles.removeAll(folder, cluster);
            }
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static Optional<ClusterStore> sound(
            Path data, ClusterSetup setup, OneEnv place, Optional<RecordFiles> files) throws IOException {
        if (!Files.exists(data)) {
            return Optional.empty();
        }
        if (!Soundness.opens(data)) {
            LOG.log(Level.WARNING, data + ": not sound; it is made anew from what the client knows");
            return Optional.empty();
        }
        Path mark = Soundness.mark(data);
        Soundness.begun(data);
        Env<byte[]> env = null;
        try {
            env = env(data, setup);
            ClusterStore store = new ClusterStore(place, lock(data), env, files);
            store.keys();
            return Optional.of(store);
        } catch (LmdbException | IllegalArgumentException e) {
            LOG.log(Level.WARNING, data + ": made anew from what the client knows, for " + e.getMessage());
            if (env != null) {
                env.close();
            }
            return Optional.empty();
        } finally {
            Files.delete(mark);
        }
    }

    private static void remove(Path folder, String cluster) throws IOException {
        Path data = StoreLayout.data(folder, cluster);
        Files.deleteIfExists(data);
        Files.deleteIfExists(StoreLayout.lock(folder, cluster));
        Files.deleteIfExists(Soundness.mark(data));
    }

    private static Path lock(Path data) {
        return data.resolveSibling(data.getFileName() + "-lock");
    }

    private static Env<byte[]> env(Path data, ClusterSetup setup) throws IOException {
        Path lock = lock(data);
        if (!Files.exists(lock)) {
            // Written now, while a full disk is only an error: LMDB maps it, and then it would be the end of this
            // process.
            Files.write(lock, new byte[LOCK_BYTES]);
        }
        return Env.create(ByteArrayProxy.PROXY_BA)
                .setMaxDbs(0)
                .setMapSize(setup.sharing().bytes())
                .open(data.toFile(), 0600, EnvFlags.MDB_NOSUBDIR, EnvFlags.MDB_NOSYNC, EnvFlags.MDB_NOTLS);
    }

    /** The record of a key. */
    public synchronized Optional<StoreRecord> find(ConfigKey key) {
        try (Txn<byte[]> txn = env.txnRead()) {
            return Optional.ofNullable(values.get(txn, StoreLayout.key(key))).map(RecordLayout::decode);
        }
    }

    /** Whether readers of either kind see this already. */
    public synchronized boolean holds(StoreRecord told) {
        return mapped(told) && (files.isEmpty() || files.get().has(told));
    }

    private boolean mapped(StoreRecord told) {
        try {
            return find(told.key()).filter(told::same).isPresent();
        } catch (IllegalArgumentException e) {
            LOG.log(Level.WARNING, told.key() + ": " + e.getMessage() + "; it is written anew");
            return false;
        }
    }

    /**
     * Writes a record; readers see it when this returns.
     *
     * @throws IOException if there is no room; readers see the old one then
     */
    public synchronized void put(StoreRecord told) throws IOException {
        try {
            write(told);
        } catch (LmdbException e) {
            // Dead readers keep old versions.
            env.readerCheck();
            try {
                write(told);
            } catch (LmdbException again) {
                throw new IOException(told.key() + ": not written to the store: " + again.getMessage(), again);
            }
        }
        if (files.isPresent() && !files.get().has(told)) {
            files.get().put(told);
        }
    }

    private void write(StoreRecord told) {
        try (Txn<byte[]> txn = env.txnWrite()) {
            values.put(txn, StoreLayout.key(told.key()), RecordLayout.encode(told));
            txn.commit();
        }
    }

    /** Forgets a key. */
    public synchronized void delete(ConfigKey key) throws IOException {
        try (Txn<byte[]> txn = env.txnWrite()) {
            values.delete(txn, StoreLayout.key(key));
            txn.commit();
        } catch (LmdbException e) {
            throw new IOException(key + ": not removed from the store: " + e.getMessage(), e);
        }
        if (files.isPresent()) {
            files.get().delete(key);
        }
    }

    /**
     * All keys, whose records it goes through.
     *
     * @throws IllegalArgumentException if one of them is damaged
     */
    public synchronized List<ConfigKey> keys() {
        List<ConfigKey> keys = new ArrayList<>();
        try (Txn<byte[]> txn = env.txnRead();
                CursorIterable<byte[]> all = values.iterate(txn)) {
            for (KeyVal<byte[]> each : all) {
                ConfigKey key = RecordLayout.decode(each.val()).key();
                if (!key.equals(StoreLayout.key(each.key()))) {
                    throw new IllegalArgumentException(key + ": stands under another key");
                }
                keys.add(key);
            }
        }
        return keys;
    }

    /** Frees the places of readers that died; answers how many. */
    public synchronized int forgetDeadReaders() {
        return env.readerCheck();
    }

    /** How many other processes have a place in the table of readers now. */
    public int readers() throws IOException {
        return ReaderTable.others(lock);
    }

    /** How many bytes of the store's size are in use, what readers hold of old versions included. */
    public synchronized long used() {
        return (env.info().lastPageNumber + 1) * env.stat().pageSize;
    }

    @Override
    public synchronized void close() {
        if (!env.isClosed()) {
            env.close();
            place.close();
        }
    }
}
