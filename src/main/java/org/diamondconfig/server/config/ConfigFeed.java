/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.config;

import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;

/** What the dump pulls from the database to become, and stay, a copy of it. Thread-safe. */
@Component
public final class ConfigFeed {

    private final RowStore rows;
    private final Database database;

    @Inject
    public ConfigFeed(RowStore rows, Database database) {
        this.rows = rows;
        this.database = database;
    }

    /**
     * One row without its content, tombstones included. Immutable.
     *
     * @param id the row's own
     * @param key its key
     * @param version its version
     * @param md5 of its content; {@code ""} = removed
     * @param type what it is written in
     */
    public record Stamp(long id, ConfigKey key, long version, String md5, ConfigType type) {}

    /** Rows recorded within this time by the database's clock and above this id, in the order of ids. */
    public List<Stamp> changedWithin(Duration window, long afterId, int limit) {
        return rows.changedWithin(window, afterId, limit);
    }

    /** Rows above this id, in the order of ids; 0 begins. */
    public List<Stamp> page(long afterId, int limit) {
        return rows.page(afterId, limit);
    }

    /** These rows whole, tombstones included, in no order. */
    public List<Config> fetch(Collection<Long> ids) {
        return rows.fetch(ids);
    }

    /** What the database holds for this key now, a tombstone included. */
    public Optional<Config> find(ConfigKey key) {
        return rows.find(key);
    }

    /** How many keys have content. */
    public long liveCount() {
        return rows.liveCount();
    }

    /** The epoch, read from the store now. */
    public Epoch epoch() {
        return database.readEpoch();
    }
}
