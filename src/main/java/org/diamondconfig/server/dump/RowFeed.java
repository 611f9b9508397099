/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.dump;

import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.config.Config;
import org.diamondconfig.server.config.ConfigFeed;
import org.diamondconfig.server.config.ConfigFeed.Stamp;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;

/**
 * All that the dump asks of the database. Thread-safe. Every question may fail with {@code Unavailable}. Tests override it.
 */
@Component
class RowFeed {

    private final ConfigFeed feed;
    private final Database database;

    @Inject
    RowFeed(ConfigFeed feed, Database database) {
        this.feed = feed;
        this.database = database;
    }

    /** Whether asking has a chance; costs nothing. */
    boolean isUp() {
        return database.state().readable();
    }

    Epoch epoch() {
        return feed.epoch();
    }

    List<Stamp> changedWithin(Duration window, long afterId, int limit) {
        return feed.changedWithin(window, afterId, limit);
    }

    List<Stamp> page(long afterId, int limit) {
        return feed.page(afterId, limit);
    }

    List<Config> fetch(Collection<Long> ids) {
        return feed.fetch(ids);
    }

    Optional<Config> find(ConfigKey key) {
        return feed.find(key);
    }
}
