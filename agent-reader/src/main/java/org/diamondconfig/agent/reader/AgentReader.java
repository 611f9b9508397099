/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.reader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.diamondconfig.wire.ConfigKey;

/**
 * Reads the configurations of one cluster as the agent of this host keeps them. Thread-safe; a process opens one for each
 * cluster and closes it at its end. It goes on reading while the agent is gone.
 *
 * <pre>{@code
 * try (AgentReader reader = AgentReader.open(Path.of("/dev/shm/diamond"), "main")) {
 *     String prices = reader.get(ConfigKey.of("shop", "prices.yaml")).map(StoredConfig::content).orElse("");
 * }
 * }</pre>
 */
public final class AgentReader implements AutoCloseable {

    /** How long {@link #get} waits for a key that the agent did not have. */
    public static final Duration WAIT = Duration.ofMillis(500);

    private final Lookup lookup;
    private final Asking asking;

    private AgentReader(Lookup lookup, Asking asking) {
        this.lookup = lookup;
        this.asking = asking;
    }

    /**
     * Opens the store: through LMDB, else, where that cannot be loaded or this process has the store open already, through its
     * files.
     *
     * @param store the agent's folder
     * @param cluster as the agent's configuration names it
     * @throws IOException if there is no such store, or this user may not read it; the message names the file
     */
    public static AgentReader open(Path store, String cluster) throws IOException {
        Asking asking = new Asking(StoreLayout.socket(store, cluster));
        try {
            return new AgentReader(LmdbLookup.open(store, cluster), asking);
        } catch (IOException | LinkageError e) {
            if (!Files.isReadable(StoreLayout.files(store, cluster))) {
                throw new IOException(e.getMessage() + "; and there is no " + StoreLayout.files(store, cluster), e);
            }
            return new AgentReader(new FileLookup(store, cluster), asking);
        }
    }

    /** A reader of the files alone: about ten times slower, and without LMDB. */
    public static AgentReader ofFiles(Path store, String cluster) {
        return new AgentReader(new FileLookup(store, cluster), new Asking(StoreLayout.socket(store, cluster)));
    }

    /**
     * The configuration; empty if the servers do not have the key. A key that the agent does not know yet is asked for, once,
     * and waited for, at most for {@link #WAIT}.
     *
     * @throws UnknownKeyException if it is not known after that: no agent, no server, or not allowed
     */
    public Optional<StoredConfig> get(ConfigKey key) {
        Optional<StoredConfig> found = find(key);
        if (found.isEmpty()) {
            String answer = asking.ask(key, WAIT);
            found = find(key);
            if (found.isEmpty()) {
                throw new UnknownKeyException(key, answer);
            }
        }
        return found.filter(StoredConfig::present);
    }

    /** What is in the store now, asking nobody; empty if the agent does not know the key. */
    public Optional<StoredConfig> find(ConfigKey key) {
        return lookup.find(key).map(bytes -> new StoredConfig(key, bytes));
    }

    /** What is in the store now; if the agent does not know the key it is told to fetch it, and nothing is waited for. */
    public Optional<StoredConfig> getNow(ConfigKey key) {
        Optional<StoredConfig> found = find(key);
        if (found.isEmpty()) {
            asking.ask(key, Duration.ZERO);
        }
        return found;
    }

    /** Whether LMDB is read, and not the files. */
    public boolean isMapped() {
        return lookup instanceof LmdbLookup;
    }

    /** Ends it. Harmless if repeated. */
    @Override
    public void close() {
        lookup.close();
    }
}
