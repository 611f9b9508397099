/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.config;

import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.diamondconfig.server.store.Statement;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;

/**
 * A question for the keys that match all of its parts. A name is exact, or holds {@code *} for any characters; everything
 * else in it is literal. Removed keys never match. Immutable.
 *
 * @param namespace as stored ({@code ""} = public); empty = all
 * @param group exact or with {@code *}
 * @param dataId exact or with {@code *}
 * @param tag exactly one of the tags
 * @param type the type
 * @param appName exactly the application
 * @param cursor where the page before ended, as it was handed out
 * @param limit keys a page, brought into 1..500; 0 = 50
 */
public record Search(
        Optional<String> namespace,
        Optional<String> group,
        Optional<String> dataId,
        Optional<String> tag,
        Optional<ConfigType> type,
        Optional<String> appName,
        Optional<String> cursor,
        int limit) {

    /** Keys on a page when the caller names no number. */
    public static final int DEFAULT_LIMIT = 50;

    /** Most keys on a page. */
    public static final int MAX_LIMIT = 500;

    /** Brings the limit into its bounds. */
    public Search {
        limit = limit == 0 ? DEFAULT_LIMIT : Math.max(1, Math.min(MAX_LIMIT, limit));
    }

    /** What {@link #hit} reads, in JPQL up to the condition. */
    static final String HITS =
            "select c.namespaceId, c.groupId, c.dataId, c.version, c.md5, c.type, c.description, c.tags, c.appName,"
                    + " c.changedBy, c.changedAt from ConfigRow c";

    /** One match behind its columns; empty for a row whose names no key may have. */
    static Optional<Hit> hit(Object[] row, Epoch epoch) {
        Config.Details details = new Config.Details(
                (String) row[6],
                VersionRow.tagList((String) row[7]),
                (String) row[8],
                (String) row[9],
                ((Timestamp) row[10]).toInstant());
        return VersionRow.keyOf(row[0], row[1], row[2])
                .map(key -> new Hit(
                        key,
                        epoch,
                        Statement.number(row[3]),
                        (String) row[4],
                        VersionRow.typeOf((String) row[5]),
                        details));
    }

    /** A search for everything. */
    public static Search all() {
        return new Search(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0);
    }

    /** The same, from where a page before ended. */
    public Search after(String pageEnd) {
        return new Search(namespace, group, dataId, tag, type, appName, Optional.of(pageEnd), limit);
    }

    /**
     * The search above a key as a condition in JPQL over a {@link ConfigRow} that is named c.
     *
     * @param parameters takes the condition's parameters by name
     */
    String condition(Optional<ConfigKey> after, Map<String, Object> parameters) {
        StringBuilder where = new StringBuilder("c.deleted = false");
        namespace.ifPresent(name -> {
            where.append(" and c.namespaceId = :namespace");
            parameters.put("namespace", name);
        });
        group.ifPresent(name -> pattern(where, parameters, "groupId", name));
        dataId.ifPresent(name -> pattern(where, parameters, "dataId", name));
        tag.ifPresent(one -> {
            where.append(" and c.tags like :tag escape '!'");
            parameters.put("tag", "%," + literal(one) + ",%");
        });
        type.ifPresent(known -> {
            where.append(" and c.type = :type");
            parameters.put("type", known.wireName());
        });
        appName.ifPresent(name -> {
            where.append(" and c.appName = :appName");
            parameters.put("appName", name);
        });
        after.ifPresent(key -> after(where, parameters, key));
        return where.toString();
    }

    private static void pattern(StringBuilder where, Map<String, Object> parameters, String column, String name) {
        boolean exact = name.indexOf('*') < 0 && name.indexOf('?') < 0;
        String test = exact ? " = :" + column : " like :" + column + " escape '!'";
        where.append(" and c.").append(column).append(test);
        parameters.put(column, exact ? name : literal(name).replace('*', '%').replace('?', '_'));
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

    /**
     * One page of matches in the order of their keys. Immutable.
     *
     * @param hits the matches
     * @param next the cursor of the next page; empty = this was the last
     */
    public record Page(List<Hit> hits, Optional<String> next) {

        /** Copies the hits. */
        public Page {
            hits = List.copyOf(hits);
        }
    }

    /**
     * One match, without its content. Immutable.
     *
     * @param key the key
     * @param epoch the store that the version belongs to
     * @param version its version
     * @param md5 of its content
     * @param type what it is written in
     * @param details what people see beside it
     */
    public record Hit(ConfigKey key, Epoch epoch, long version, String md5, ConfigType type, Config.Details details) {}
}
