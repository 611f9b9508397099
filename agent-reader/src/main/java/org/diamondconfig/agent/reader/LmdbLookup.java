/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.reader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.diamondconfig.wire.ConfigKey;
import org.lmdbjava.Env;
import org.lmdbjava.LmdbException;

/**
 * Reads through LMDB. Once a second it looks whether the agent has made the store anew, and follows. Thread-safe.
 */
final class LmdbLookup implements Lookup {

    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Path data;
    private final OneEnv place;
    private final AtomicReference<OpenEnv> current;
    private final AtomicLong lookedNanos = new AtomicLong(System.nanoTime());

    private LmdbLookup(Path data, OneEnv place, OpenEnv first) {
        this.data = data;
        this.place = place;
        this.current = new AtomicReference<>(first);
    }

    /**
     * Opens the store.
     *
     * @throws IOException if there is none, it may not be read, or this process has it open already
     */
    static LmdbLookup open(Path store, String cluster) throws IOException {
        Path data = StoreLayout.data(store, cluster);
        OneEnv place = OneEnv.of(data);
        try {
            return new LmdbLookup(data, place, OpenEnv.of(data));
        } catch (IOException | RuntimeException | LinkageError e) {
            place.close();
            throw e;
        }
    }

    @Override
    public Optional<byte[]> find(ConfigKey key) {
        long now = System.nanoTime();
        long looked = lookedNanos.get();
        if (now - looked > LOOK_NANOS && lookedNanos.compareAndSet(looked, now)) {
            follow();
        }
        return read(key);
    }

    private Optional<byte[]> read(ConfigKey key) {
        boolean again = false;
        while (true) {
            OpenEnv env = current.get();
            if (env == null) {
                throw new IllegalStateException("the reader is closed");
            }
            if (env.enter()) {
                try {
                    return Optional.ofNullable(env.get(key));
                } catch (Env.ReadersFullException e) {
                    throw e;
                } catch (LmdbException e) {
                    // The agent has made the map larger, or the store anew.
                    if (again) {
                        throw e;
                    }
                    again = true;
                } finally {
                    env.leave();
                }
            }
            reopen(env);
        }
    }

    private void follow() {
        OpenEnv env = current.get();
        if (env != null && env.replaced(data)) {
            reopen(env);
        }
    }

    /** Once for all who saw the old one fail; the others wait for whoever is first. */
    private synchronized void reopen(OpenEnv old) {
        if (current.get() != old) {
            return;
        }
        boolean aside = old.standsAside(data);
        if (!aside) {
            old.retire();
            old.awaitClosed();
        }
        try {
            current.set(OpenEnv.of(data));
        } catch (IOException e) {
            if (!aside) {
                throw new UncheckedIOException(e);
            }
            System.getLogger(LmdbLookup.class.getName())
                    .log(System.Logger.Level.WARNING, data + ": still the old one is read: " + e.getMessage());
            return;
        }
        old.retire();
    }

    @Override
    public synchronized void close() {
        OpenEnv env = current.getAndSet(null);
        if (env != null) {
            env.retire();
            // Somebody else of this process may open it then, not before.
            env.awaitClosed();
            place.close();
        }
    }
}
