/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Optional;
import java.util.function.Function;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.wire.Epoch;

/** The database: whole transactions, their retry, and how the store is. Thread-safe. */
@Component
public final class Database {

    @Inject
    public Database(Settings settings, Scheduler scheduler) {}

    /** Begins to use the database, and tries again in the background for as long as it cannot be used. */
    public void start() {}

    /** Gives up every connection. */
    public void stop() {}

    /** Reads; never changes anything. */
    public <T> T read(Lane lane, Function<EntityManager, T> work) {
        throw new UnsupportedOperationException();
    }

    /** Runs one transaction, the whole of it again when it loses a race. */
    public <T> T write(Function<EntityManager, T> work) {
        throw new UnsupportedOperationException();
    }

    /** The epoch of the store, known even when it is down; empty before the first store ever. */
    public Optional<Epoch> epoch() {
        return Optional.empty();
    }

    /** How the store is, as far as is known; costs nothing. */
    public StoreState state() {
        return StoreState.UP;
    }

    /** A new row id: random, 63 bits, ours. */
    public long newId() {
        return 0;
    }
}
