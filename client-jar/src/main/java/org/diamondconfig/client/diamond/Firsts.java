/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.diamond;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.diamondconfig.client.Config;
import org.diamondconfig.client.DiamondClient;
import org.diamondconfig.client.DiamondException;
import org.diamondconfig.client.Source;
import org.diamondconfig.client.internal.Held;
import org.diamondconfig.client.internal.SnapshotDir;
import org.diamondconfig.client.internal.edge.SystemTiming;
import org.diamondconfig.wire.ConfigKey;

/**
 * Reads with a time limit of their own: the first of a key asks a server on a borrowed thread, so that its caller can give up,
 * and then it is told the snapshot; later ones are look-ups in the client's memory. Of so many keys, as many as a get subscribes
 * unless the settings say otherwise; beyond them each read is a first one. What is asked of the database is on a borrowed thread
 * each time. Thread-safe.
 */
final class Firsts implements AutoCloseable {

    /** Most keys of which it is remembered that they were read. */
    private static final int MOST = 10_000;

    private final DiamondClient client;
    private final SnapshotDir snapshots;
    private final Set<ConfigKey> read = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor borrowed = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), SystemTiming.daemons("diamond-first"));

    Firsts(DiamondClient client, SnapshotDir snapshots) {
        this.client = client;
        this.snapshots = snapshots;
    }

    /** That no server answered in time. */
    private static final class Late extends IOException {

        private static final long serialVersionUID = 1;

        Late(ConfigKey key, TimeoutException cause) {
            super(key + ": no server answered in time", cause);
        }
    }

    /**
     * The configuration, found out within this time, else the snapshot.
     *
     * @throws IOException if it was not, and there is none
     */
    Optional<Config> get(ConfigKey key, long nanos) throws IOException {
        if (read.contains(key)) {
            return known(key);
        }
        try {
            Optional<Config> config = within(key, nanos, client::get);
            if (read.size() < MOST) {
                read.add(key);
            }
            return config;
        } catch (Late e) {
            return view(snapshots.read(key).orElseThrow(() -> e));
        }
    }

    private static Optional<Config> view(Held copy) {
        return copy.present()
                ? Optional.of(new Config(
                        copy.key(), copy.version(), copy.md5(), copy.type(), copy.content(), Source.SNAPSHOT))
                : Optional.empty();
    }

    /**
     * The configuration as the database has it, found out within this time.
     *
     * @throws IOException if it was not
     */
    Optional<Config> stored(ConfigKey key, long nanos) throws IOException {
        return within(key, nanos, client::stored);
    }

    private Optional<Config> within(ConfigKey key, long nanos, Function<ConfigKey, Optional<Config>> call)
            throws IOException {
        Future<Optional<Config>> answer = begin(() -> call.apply(key));
        try {
            return answer.get(nanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new Late(key, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(key + ": interrupted", e);
        } finally {
            answer.cancel(true);
        }
    }

    private Optional<Config> known(ConfigKey key) throws IOException {
        try {
            return client.get(key);
        } catch (DiamondException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private Future<Optional<Config>> begin(Callable<Optional<Config>> call) {
        try {
            return borrowed.submit(call);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("the client is closed", e);
        }
    }

    @Override
    public void close() {
        borrowed.shutdownNow();
    }
}
