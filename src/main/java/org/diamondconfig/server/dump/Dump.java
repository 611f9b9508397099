/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.dump;

import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;

/** The node's own copy of every configuration. Thread-safe. */
@Component
public final class Dump {

    private final Event<ConfigDumped> dumped;

    @Inject
    public Dump(Event<ConfigDumped> dumped) {
        this.dumped = dumped;
    }

    /** Reads the index and begins to serve. */
    public void start() {
        // nothing to read yet
    }

    /** Writes what is unwritten and ends. */
    public void stop() {
        // nothing to write yet
    }

    /** What this node has of this key for this client. Touches neither disk nor database. */
    public Lookup find(ConfigKey key, Caller client) {
        return Lookup.LOADING;
    }

    /** As {@link #find}, and the content of what is found is at hand: {@link DumpEntry#content} is not empty. */
    public Lookup read(ConfigKey key, Caller client) {
        return Lookup.LOADING;
    }

    /**
     * What this node has of this key once that is at least this version, waiting at most this long; the database is asked when
     * the dump lags. {@link Lookup.Loading} if it did not come.
     */
    public Lookup awaitVersion(ConfigKey key, Caller client, long minVersion, Duration bound) {
        return Lookup.LOADING;
    }

    /** The epoch that the dump follows; empty before the first store was seen. */
    public Optional<Epoch> epoch() {
        return Optional.empty();
    }

    /** How the dump is doing. */
    public DumpStatus status() {
        return new DumpStatus(Optional.empty(), false, 0, 0, Optional.empty(), 0, Optional.of("not built"));
    }

    /** Compares every row's content with the dump, in the background, and takes what differs. */
    public void dumpAll() {
        // nothing to compare yet
    }

    void fire(ConfigDumped change) {
        dumped.fire(change);
    }
}
