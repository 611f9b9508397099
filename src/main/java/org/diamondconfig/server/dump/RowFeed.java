/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.dump;

import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.diamondconfig.server.config.Config;
import org.diamondconfig.server.config.ConfigFeed;
import org.diamondconfig.server.config.ConfigFeed.Page;
import org.diamondconfig.server.config.ConfigFeed.Place;
import org.diamondconfig.server.config.ConfigFeed.Stamp;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;

/**
 * All that the dump asks of the database, and the one thing it writes there. Thread-safe. Every call may fail with
 * {@code Unavailable}. Tests override it.
 */
@Component
class RowFeed {

    /** So many rows are read whole by one question. */
    static final int FETCH = 100;

    private final ConfigFeed feed;
    private final Configs configs;
    private final Database database;

    @Inject
    RowFeed(ConfigFeed feed, Configs configs, Database database) {
        this.feed = feed;
        this.configs = configs;
        this.database = database;
    }

    /** Whether asking has a chance; costs nothing. */
    boolean isUp() {
        return database.state().readable();
    }

    Epoch epoch() {
        return feed.epoch();
    }

    Page changedWithin(Duration window, Place after, int limit) {
        return feed.changedWithin(window, after, limit);
    }

    Page page(Place after, int limit) {
        return feed.page(after, limit);
    }

    /** The rows of these stamps, whole, a few at a time. */
    final Stream<Config> fetchAll(List<Stamp> stamps) {
        return IntStream.iterate(0, from -> from < stamps.size(), from -> from + FETCH)
                .mapToObj(from -> stamps.subList(from, Math.min(stamps.size(), from + FETCH)))
                .flatMap(some -> fetch(some.stream().map(Stamp::id).toList()).stream());
    }

    List<Config> fetch(Collection<Long> ids) {
        return feed.fetch(ids);
    }

    Optional<Config> find(ConfigKey key) {
        return feed.find(key);
    }

    /** Whether a key still has a lower version than this. */
    final boolean isBelow(ConfigKey key, long version) {
        return find(key).filter(row -> row.version() < version).isPresent();
    }

    /**
     * Tells the store how many of its keys have a lower version than was served.
     *
     * @return what is wrong and what to do, in a sentence; empty if there are none
     */
    final Optional<String> tellWentBack(int keys, Epoch epoch) {
        tellWentBack(keys > 0);
        return keys == 0
                ? Optional.empty()
                : Optional.of("STORE_WENT_BACK: " + keys
                        + " keys have a lower version in the database than was served, which is"
                        + " served on. If it was restored, or a late spare took over, adopt it as it is:"
                        + " POST /api/v1/ops/adopt?store=" + epoch.storeId());
    }

    void tellWentBack(boolean holdsLess) {
        database.wentBack(holdsLess);
    }

    /** Makes what stands in a row the next version of its key, and tells of it; does nothing if it has another version by now. */
    void recordByHand(Config row) {
        configs.recordByHand(row.key(), row.version());
    }
}
