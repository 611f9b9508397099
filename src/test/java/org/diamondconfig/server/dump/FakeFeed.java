/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.dump;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.diamondconfig.server.config.Config;
import org.diamondconfig.server.config.ConfigFeed.Page;
import org.diamondconfig.server.config.ConfigFeed.Place;
import org.diamondconfig.server.config.ConfigFeed.Stamp;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Md5;

/** A database in memory: rows by key, in the order of their ids. Thread-safe. */
final class FakeFeed extends RowFeed {

    static final Epoch FIRST = new Epoch(1, "00000000000000aa");

    private final ConcurrentMap<ConfigKey, Config> rows = new ConcurrentHashMap<>();
    private final ConcurrentMap<ConfigKey, Long> ids = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();
    private final AtomicLong fetched = new AtomicLong();
    private volatile Epoch epoch = FIRST;
    private volatile boolean wentBack;
    private volatile boolean down;
    private volatile boolean deltaBlind;
    private volatile int strays;
    private volatile boolean readOnly;
    private volatile Consumer<Config> recorded = row -> {};
    private volatile Runnable duringFind = () -> {};
    private volatile Runnable duringPage = () -> {};

    FakeFeed() {
        super(null, null, null);
    }

    /** The next version of a key, as a publisher makes it. */
    Config publish(ConfigKey key, String content) {
        return write(key, version(key) + 1, content);
    }

    Config remove(ConfigKey key) {
        return put(new Config(key, epoch, version(key) + 1, Md5.NOTHING, ConfigType.TEXT, "", details()));
    }

    /** What somebody does in SQL. */
    Config write(ConfigKey key, long version, String content) {
        return put(new Config(key, epoch, version, Md5.hex(content), ConfigType.YAML, content, details()));
    }

    /** What somebody does in SQL who forgets the md5. */
    Config writeWithMd5(ConfigKey key, long version, String content, String md5) {
        return put(new Config(key, epoch, version, md5, ConfigType.YAML, content, details()));
    }

    void delete(ConfigKey key) {
        rows.remove(key);
        ids.remove(key);
    }

    private Config put(Config row) {
        ids.computeIfAbsent(row.key(), key -> lastId.incrementAndGet());
        rows.put(row.key(), row);
        return row;
    }

    private long version(ConfigKey key) {
        Config row = rows.get(key);
        return row == null ? 0 : row.version();
    }

    private static Config.Details details() {
        return new Config.Details("", List.of(), "", "tester", Instant.EPOCH);
    }

    /** Another store from now on, with the rows it had. */
    void become(Epoch other) {
        epoch = other;
        rows.replaceAll((key, row) ->
                new Config(key, other, row.version(), row.md5(), row.type(), row.content(), row.details()));
    }

    void clear() {
        rows.clear();
        ids.clear();
    }

    void down(boolean isDown) {
        down = isDown;
    }

    /** So many rows have names that no key may have. */
    void strays(int count) {
        strays = count;
    }

    /** Rows recorded lately are not told of, as if the clock of the database had jumped. */
    void deltaBlind(boolean isBlind) {
        deltaBlind = isBlind;
    }

    /** How many rows were read with their content. */
    long fetched() {
        return fetched.get();
    }

    /** Whether the store was told that it holds less than was served. */
    boolean wentBack() {
        return wentBack;
    }

    @Override
    void tellWentBack(boolean holdsLess) {
        wentBack = holdsLess;
    }

    private void refuseIfDown() {
        if (down) {
            throw new Unavailable("STORE_DOWN", "The database is down.", 1);
        }
    }

    @Override
    boolean isUp() {
        return true;
    }

    @Override
    Epoch epoch() {
        refuseIfDown();
        return epoch;
    }

    @Override
    Page changedWithin(Duration window, Place after, int limit) {
        return deltaBlind ? new Page(List.of(), 0, after, false) : page(after, limit);
    }

    /** Done whenever one row is asked for. */
    void duringFind(Runnable act) {
        duringFind = act;
    }

    /** Done whenever a page of a walk is asked for. */
    void duringPage(Runnable act) {
        duringPage = act;
    }

    @Override
    Page page(Place after, int limit) {
        refuseIfDown();
        duringPage.run();
        Map<Long, Stamp> sorted = new TreeMap<>();
        rows.forEach((key, row) -> {
            long id = ids.get(key);
            if (id > after.id()) {
                sorted.put(id, new Stamp(id, key, row.version(), row.md5(), row.type()));
            }
        });
        List<Stamp> stamps = sorted.values().stream().limit(limit).toList();
        Place last = stamps.isEmpty()
                ? after
                : new Place(0, stamps.get(stamps.size() - 1).id());
        return new Page(stamps, strays, last, stamps.size() == limit);
    }

    @Override
    List<Config> fetch(Collection<Long> wanted) {
        refuseIfDown();
        List<Config> found = rows.values().stream()
                .filter(row -> wanted.contains(ids.get(row.key())))
                .toList();
        fetched.addAndGet(found.size());
        return found;
    }

    @Override
    Optional<Config> find(ConfigKey key) {
        refuseIfDown();
        duringFind.run();
        return Optional.ofNullable(rows.get(key));
    }

    @Override
    void recordByHand(Config row) {
        refuseIfDown();
        if (readOnly) {
            throw new Unavailable("DB_READ_ONLY", "The database takes no changes.", 1);
        }
        recorded.accept(write(row.key(), row.version() + 1, row.content()));
    }

    /** Told of each change by hand that was recorded, as the store's event is. */
    void onRecorded(Consumer<Config> observer) {
        recorded = observer;
    }

    void readOnly(boolean isReadOnly) {
        readOnly = isReadOnly;
    }

    static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
    }
}
