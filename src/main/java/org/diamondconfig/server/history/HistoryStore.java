/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.history;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.config.Config;
import org.diamondconfig.server.config.VersionRow;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.history.Histories.Target;
import org.diamondconfig.server.request.RequestStore;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.server.store.Lane;
import org.diamondconfig.server.store.Statement;
import org.diamondconfig.wire.ConfigKey;

/** Reads and, when their time is over, deletes the rows of the history. Thread-safe. */
@Component
final class HistoryStore {

    private static final String COLUMNS = "h.version, h.operation, h.md5, h.type, h.description, h.tags, h.appName,"
            + " h.changedBy, h.clientAddress, h.reason, h.changedAt";

    private static final String OF_KEY =
            " from HistoryRow h where h.namespaceId = :n and h.groupId = :g and h.dataId = :d";

    private static final String OUTDATED =
            "select h.id from config_history h join config_info c on c.namespace_id = h.namespace_id"
                    + " and c.group_id = h.group_id and c.data_id = h.data_id"
                    + " where h.id > ?1 and h.changed_at < TIMESTAMPADD(SECOND, ?2, NOW(6))"
                    + " and h.version <= c.version - ?3 order by h.id limit ?4";

    private final Database database;
    private final RequestStore requests;

    @Inject
    HistoryStore(Database database, RequestStore requests) {
        this.database = database;
        this.requests = requests;
    }

    /** Versions below one, newest first, without content. */
    List<Revision> list(ConfigKey key, long below, int limit) {
        return database.read(Lane.READ, entities -> {
            TypedQuery<Object[]> query = ofKey(
                    entities.createQuery(
                            "select " + COLUMNS + OF_KEY + " and h.version < :below order by h.version desc",
                            Object[].class),
                    key);
            return query.setParameter("below", below)
                    .setMaxResults(limit)
                    .getResultStream()
                    .map(row -> revision(key, row))
                    .toList();
        });
    }

    /** One version, with content. */
    Optional<Revision> find(ConfigKey key, long version) {
        return database.read(
                Lane.READ,
                entities -> ofKey(
                                entities.createQuery(
                                        "select h" + OF_KEY + " and h.version = :version", HistoryRow.class),
                                key)
                        .setParameter("version", version)
                        .setHint(Database.TRACKED, false)
                        .getResultStream()
                        .map(row -> row.revision(database.epoch().orElseThrow()))
                        .findFirst());
    }

    /** Of these versions those that there are, without content. */
    List<Revision> find(List<Target> versions) {
        return database.read(
                Lane.READ,
                entities -> versions.stream()
                        .flatMap(one -> ofKey(
                                        entities.createQuery(
                                                "select " + COLUMNS + OF_KEY + " and h.version = :version",
                                                Object[].class),
                                        one.key())
                                .setParameter("version", one.version())
                                .getResultStream()
                                .map(row -> revision(one.key(), row)))
                        .toList());
    }

    private static <T> TypedQuery<T> ofKey(TypedQuery<T> query, ConfigKey key) {
        return query.setParameter("n", key.namespace())
                .setParameter("g", key.group())
                .setParameter("d", key.dataId());
    }

    private Revision revision(ConfigKey key, Object[] row) {
        Config config = new Config(
                key,
                database.epoch().orElseThrow(),
                Statement.number(row[0]),
                (String) row[2],
                VersionRow.typeOf((String) row[3]),
                "",
                new Config.Details(
                        (String) row[4],
                        VersionRow.tagList((String) row[5]),
                        (String) row[6],
                        (String) row[7],
                        ((Timestamp) row[10]).toInstant()));
        return new Revision(config, (String) row[1], (String) row[8], (String) row[9]);
    }

    /** Ids of rows that may go, above an id, in the order of ids: older than the time, and not of the newest of their key. */
    List<Long> outdated(long afterId, long olderThanSeconds, int least, int limit) {
        return database.read(
                Lane.SWEEP,
                entities -> Statement.of(entities, OUTDATED, afterId, -olderThanSeconds, least, limit).values().stream()
                        .map(Statement::number)
                        .toList());
    }

    /** Deletes these rows. */
    void delete(List<Long> ids) {
        database.maintain(entities -> delete(entities, ids));
    }

    /** Forgets some requests whose time is over; whether there may be more. */
    boolean forgetRequests() {
        return database.maintain(requests::forget);
    }

    private static int delete(EntityManager entities, List<Long> ids) {
        return entities.createQuery("delete from HistoryRow h where h.id in :ids")
                .setParameter("ids", ids)
                .executeUpdate();
    }
}
