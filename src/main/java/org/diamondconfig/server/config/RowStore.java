/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.config;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.server.store.Lane;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;

/** All reading of the rows of the configurations: by key, by id, by what people search for. Thread-safe. */
@Component
final class RowStore {

    private static final String READ_ONLY = "eclipselink.read-only";
    private static final String TIMEOUT_MILLIS = "jakarta.persistence.query.timeout";
    private static final String STAMP =
            "select id, namespace_id, group_id, data_id, version, md5, type from config_info where ";

    private final Database database;

    @Inject
    RowStore(Database database) {
        this.database = database;
    }

    /** The row of this key, a tombstone included, within a transaction. */
    static Optional<ConfigRow> row(EntityManager entities, ConfigKey key) {
        return entities.createQuery(
                        "select c from ConfigRow c where c.namespaceId = :n and c.groupId = :g and c.dataId = :d",
                        ConfigRow.class)
                .setParameter("n", key.namespace())
                .setParameter("g", key.group())
                .setParameter("d", key.dataId())
                .setHint(READ_ONLY, true)
                .getResultStream()
                .findFirst();
    }

    /** What stands for this key, a tombstone included. */
    Optional<Config> find(ConfigKey key) {
        return database.read(Lane.READ, entities -> row(entities, key).map(row -> row.config(epoch())));
    }

    /** These rows whole, tombstones included. */
    List<Config> fetch(Collection<Long> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return database.read(
                Lane.SWEEP,
                entities -> entities.createQuery("select c from ConfigRow c where c.id in :ids", ConfigRow.class)
                        .setParameter("ids", ids)
                        .setHint(READ_ONLY, true)
                        .getResultStream()
                        .map(row -> row.config(epoch()))
                        .toList());
    }

    /** Stamps of rows above an id. */
    List<ConfigFeed.Stamp> page(long afterId, int limit) {
        return database.read(
                Lane.SWEEP,
                entities -> stamps(entities.createNativeQuery(STAMP + "id > ?1 order by id limit ?2")
                        .setParameter(1, afterId)
                        .setParameter(2, limit)
                        .getResultList()));
    }

    /** Stamps of rows above an id that the database recorded within a window, by its own clock. */
    List<ConfigFeed.Stamp> changedWithin(Duration window, long afterId, int limit) {
        return database.read(
                Lane.SWEEP,
                entities -> stamps(entities.createNativeQuery(STAMP
                                + "changed_at >= TIMESTAMPADD(SECOND, ?1, NOW(6)) and id > ?2 order by id limit ?3")
                        .setParameter(1, -window.toSeconds())
                        .setParameter(2, afterId)
                        .setParameter(3, limit)
                        .getResultList()));
    }

    private static List<ConfigFeed.Stamp> stamps(List<?> rows) {
        return rows.stream()
                .map(Object[].class::cast)
                .map(row -> new ConfigFeed.Stamp(
                        ((Number) row[0]).longValue(),
                        new ConfigKey((String) row[1], (String) row[2], (String) row[3]),
                        ((Number) row[4]).longValue(),
                        (String) row[5],
                        ConfigType.parse((String) row[6])))
                .toList();
    }

    long liveCount() {
        return database.read(
                Lane.SWEEP,
                entities -> entities.createQuery("select count(c) from ConfigRow c where c.deleted = false", Long.class)
                        .getSingleResult());
    }

    /** Hits of a search above a key, in the order of keys. */
    List<Search.Hit> search(Search search, Optional<ConfigKey> after, Limits limits) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        StringBuilder where = new StringBuilder("c.deleted = false");
        search.namespace().ifPresent(name -> {
            where.append(" and c.namespaceId = :namespace");
            parameters.put("namespace", name);
        });
        search.group().ifPresent(name -> pattern(where, parameters, "groupId", name));
        search.dataId().ifPresent(name -> pattern(where, parameters, "dataId", name));
        search.tag().ifPresent(tag -> {
            where.append(" and c.tags like :tag escape '!'");
            parameters.put("tag", "%," + literal(tag) + ",%");
        });
        search.type().ifPresent(type -> {
            where.append(" and c.type = :type");
            parameters.put("type", type.wireName());
        });
        search.appName().ifPresent(name -> {
            where.append(" and c.appName = :appName");
            parameters.put("appName", name);
        });
        after.ifPresent(key -> after(where, parameters, key));
        return database.read(Lane.READ, entities -> {
            TypedQuery<Object[]> query = entities.createQuery(
                    "select c.namespaceId, c.groupId, c.dataId, c.version, c.md5, c.type, c.description, c.tags,"
                            + " c.appName, c.changedBy, c.changedAt from ConfigRow c where " + where
                            + " order by c.namespaceId, c.groupId, c.dataId",
                    Object[].class);
            parameters.forEach(query::setParameter);
            query.setHint(TIMEOUT_MILLIS, Math.toIntExact(limits.timeout().toMillis()));
            return query.setMaxResults(limits.rows())
                    .getResultStream()
                    .map(this::hit)
                    .toList();
        });
    }

    /** How much a search may cost. */
    record Limits(int rows, Duration timeout) {}

    private static void pattern(StringBuilder where, Map<String, Object> parameters, String column, String name) {
        boolean exact = name.indexOf('*') < 0;
        where.append(" and c.")
                .append(column)
                .append(exact ? " = :" : " like :")
                .append(column);
        where.append(exact ? "" : " escape '!'");
        parameters.put(column, exact ? name : literal(name).replace('*', '%'));
    }

    /** The text as LIKE takes it literally. */
    private static String literal(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }

    private static void after(StringBuilder where, Map<String, Object> parameters, ConfigKey key) {
        where.append(" and c.namespaceId >= :afterNamespace and (c.namespaceId > :afterNamespace"
                + " or c.groupId > :afterGroup or (c.groupId = :afterGroup and c.dataId > :afterDataId))");
        parameters.put("afterNamespace", key.namespace());
        parameters.put("afterGroup", key.group());
        parameters.put("afterDataId", key.dataId());
    }

    private Search.Hit hit(Object[] row) {
        return new Search.Hit(
                new ConfigKey((String) row[0], (String) row[1], (String) row[2]),
                epoch(),
                ((Number) row[3]).longValue(),
                (String) row[4],
                ConfigType.parse((String) row[5]),
                new Config.Details(
                        (String) row[6],
                        ConfigRow.tagList((String) row[7]),
                        (String) row[8],
                        (String) row[9],
                        ((Timestamp) row[10]).toInstant()));
    }

    private Epoch epoch() {
        return database.epoch().orElseThrow();
    }
}
