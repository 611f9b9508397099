/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.config;

import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.audit.AuditStore;
import org.diamondconfig.server.audit.Entry;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.server.store.Lane;
import org.diamondconfig.server.store.Statement;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Md5;

/**
 * What the dump pulls from the database to become, and stay, a copy of it; and the one thing it may find amiss there and put
 * right, a row that was changed by hand. Thread-safe.
 */
@Component
public final class ConfigFeed {

    private static final String STAMP = "select id, namespace_id, group_id, data_id, version, md5, type,"
            + " TIMESTAMPDIFF(MICROSECOND, TIMESTAMP '1970-01-01 00:00:00', changed_at) from config_info where ";

    private static final String AT = "TIMESTAMPADD(MICROSECOND, ?2, TIMESTAMP '1970-01-01 00:00:00')";

    /** In the order of their times, and not of their ids: by those H2, and at times MySQL, would look at each row that there is. */
    static final String RECENT = STAMP + "changed_at >= TIMESTAMPADD(SECOND, ?1, NOW(6)) and changed_at >= " + AT
            + " and (changed_at > " + AT + " or id > ?3) order by changed_at, id limit ?4";

    /** As what a change by hand is recorded. */
    private static final String BY_HAND = "database";

    private static final Caller HAND = new Caller(BY_HAND, "", "", "");

    private static final String NEXT_VERSION = "update config_info set version = version + 1, md5 = ?1, changed_by = '"
            + BY_HAND + "', client_address = '', changed_at = NOW(6) where id = ?2 and version = ?3";

    private static final String HISTORY_OF_ROW =
            "insert into config_history (id, namespace_id, group_id, data_id, version,"
                    + " operation, kind, cipher, content, md5, type, description, tags, app_name, changed_by, client_address,"
                    + " reason, change_id, changed_at) select ?1, namespace_id, group_id, data_id, version, ?2, kind, cipher,"
                    + " content, md5, type, description, tags, app_name, changed_by, client_address,"
                    + " 'changed in the database by hand', ?1, changed_at from config_info where id = ?3";

    private final Database database;
    private final AuditStore audit;

    @Inject
    ConfigFeed(Database database, AuditStore audit) {
        this.database = database;
        this.audit = audit;
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

    /**
     * Where a row stands among those that changed: behind those of an earlier time, and of the same time and a lower id. Immutable.
     *
     * @param micros its time, in microseconds since 1970
     * @param id its own
     */
    public record Place(long micros, long id) {

        /** Before all rows. */
        public static final Place BEFORE_ALL = new Place(0, 0);
    }

    /**
     * Some rows without their contents. Immutable.
     *
     * @param stamps those that are configurations
     * @param strays how many others there are: rows to which a person gave names that no key may have
     * @param last where the last row stands, for the next page
     * @param more whether there may be a next page
     */
    public record Page(List<Stamp> stamps, int strays, Place last, boolean more) {}

    /** Rows recorded within this time by the database's clock and behind this place, in that order. */
    public Page changedWithin(Duration window, Place after, int limit) {
        return database.read(Lane.SWEEP, entities -> {
            Statement rows = Statement.of(entities, RECENT, -window.toSeconds(), after.micros(), after.id(), limit);
            return page(rows.rows(), after, limit);
        });
    }

    /** Rows above the id of this place, in the order of ids. */
    public Page page(Place after, int limit) {
        String next = STAMP + "id > ?1 order by id limit ?2";
        return database.read(
                Lane.SWEEP,
                entities -> page(Statement.of(entities, next, after.id(), limit).rows(), after, limit));
    }

    /** These rows whole, tombstones included, in no order. */
    public List<Config> fetch(Collection<Long> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return database.read(
                Lane.SWEEP,
                entities -> entities.createQuery("select c from ConfigRow c where c.id in :ids", ConfigRow.class)
                        .setParameter("ids", ids)
                        .setHint(Database.TRACKED, false)
                        .getResultStream()
                        .map(row -> row.config(lastEpoch()))
                        .toList());
    }

    /** What the database holds for this key now, a tombstone included. */
    public Optional<Config> find(ConfigKey key) {
        return database.read(
                Lane.READ, entities -> ConfigStore.row(entities, key).map(row -> row.config(lastEpoch())));
    }

    /** How many keys have content. */
    public long liveCount() {
        return database.read(
                Lane.SWEEP,
                entities -> entities.createQuery("select count(c) from ConfigRow c where c.deleted = false", Long.class)
                        .getSingleResult());
    }

    /** The epoch, read from the store now. */
    public Epoch epoch() {
        return database.readEpoch();
    }

    private static Page page(List<Object[]> rows, Place after, int limit) {
        List<Stamp> stamps = new ArrayList<>(rows.size());
        Place last = after;
        for (Object[] row : rows) {
            last = new Place(Statement.number(row[7]), Statement.number(row[0]));
            stamp(row).ifPresent(stamps::add);
        }
        return new Page(stamps, rows.size() - stamps.size(), last, rows.size() == limit);
    }

    private static Optional<Stamp> stamp(Object[] row) {
        return VersionRow.keyOf(row[1], row[2], row[3])
                .map(key -> new Stamp(
                        Statement.number(row[0]),
                        key,
                        Statement.number(row[4]),
                        (String) row[5],
                        VersionRow.typeOf((String) row[6])));
    }

    private Epoch lastEpoch() {
        return database.epoch().orElseThrow();
    }

    /**
     * Makes what stands in a row the next version of its key, with a line in the history: somebody changed it in SQL and left
     * the version, so that nobody could be told.
     *
     * @param version the one it was left at
     * @return empty if it has another by now
     */
    Optional<Published> recordByHand(ConfigKey key, long version) {
        return database.write(entities -> {
            Optional<ConfigRow> found = ConfigStore.row(entities, key).filter(row -> row.version() == version);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            ConfigRow row = found.get();
            String md5 = row.deleted() ? Md5.NOTHING : Md5.hex(row.state().content());
            Statement.of(entities, NEXT_VERSION, md5, row.id(), version).executeOne();
            Change.Act act = row.deleted() ? Change.Act.REMOVE : Change.Act.PUBLISH;
            Statement.of(entities, HISTORY_OF_ROW, database.newId(), act.operation(), row.id())
                    .execute();
            audit.record(
                    entities,
                    Entry.of(HAND, "change-by-hand", Entry.Target.of(key)).between(version, version + 1));
            return Optional.of(new Published(key, lastEpoch(), version + 1, md5, true));
        });
    }
}
