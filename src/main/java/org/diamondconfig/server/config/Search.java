/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.config;

import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.diamondconfig.server.problem.BadRequest;
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

    /** Rows that are read at once, at first, where many of them may not be seen. */
    private static final int SLICE = 500;

    /**
     * Most rows that are read at once; they are twice as many each time, while too little is found and no group is passed over. Rows
     * have no content: so many are some megabytes, and of a search there is one such slice at a time.
     */
    private static final int MOST_ROWS = 8_000;

    /** Brings the limit into its bounds. */
    public Search {
        limit = limit == 0 ? DEFAULT_LIMIT : Math.max(1, Math.min(MAX_LIMIT, limit));
    }

    /** What a {@link Row} is read from, in JPQL up to the condition. */
    static final String HITS =
            "select c.namespaceId, c.groupId, c.dataId, c.version, c.md5, c.type, c.description, c.tags, c.appName,"
                    + " c.changedBy, c.changedAt, c.kind from ConfigRow c";

    /** The same of names of one group, the first and the last told: of a list alone H2 would go through the whole group. */
    static final String OF_GROUP = HITS
            + " where c.deleted = false and c.namespaceId = :n and c.groupId = :g and c.dataId between :a and :z"
            + " and c.dataId in :ids order by c.dataId";

    /** Gathers the names of keys by namespace and group. */
    static Collector<ConfigKey, ?, Map<List<String>, List<String>>> byGroup() {
        return Collectors.groupingBy(
                key -> List.of(key.namespace(), key.group()),
                LinkedHashMap::new,
                Collectors.mapping(ConfigKey::dataId, Collectors.toList()));
    }

    /**
     * A row that matches. Immutable.
     *
     * @param hit empty if no key may have these names
     */
    record Row(String namespace, String group, String dataId, Optional<Hit> hit) {

        /** As the columns of {@link #HITS} tell it. */
        static Row of(Object[] columns, Epoch epoch) {
            Config.Details details = new Config.Details(
                    (String) columns[6],
                    VersionRow.tagList((String) columns[7]),
                    (String) columns[8],
                    (String) columns[9],
                    ((Timestamp) columns[10]).toInstant());
            Optional<Hit> hit = VersionRow.keyOf(columns[0], columns[1], columns[2])
                    .map(key -> new Hit(
                            key,
                            epoch,
                            Statement.number(columns[3]),
                            (String) columns[4],
                            VersionRow.typeOf((String) columns[5]),
                            details,
                            ConfigRow.AGGREGATE.equals(columns[11])));
            return new Row((String) columns[0], (String) columns[1], (String) columns[2], hit);
        }
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

    /** Which keys a search may tell of. What is not seen leaves no trace in a page, its cursor included. */
    public interface Sight {

        /** All there are: for the server's own searches. */
        Sight ALL = new Sight() {
            @Override
            public boolean hasAnyOf(String namespace) {
                return true;
            }

            @Override
            public boolean has(ConfigKey key) {
                return true;
            }
        };

        /** Whether anything in a namespace may be seen; if not, it is passed over as a whole. */
        boolean hasAnyOf(String namespace);

        /**
         * The first name from this one on that a group may have of which anything may be seen; empty if there is none. What lies
         * before it is passed over.
         */
        default Optional<String> groupFrom(String namespace, String group) {
            return Optional.of(group);
        }

        /** Whether this key may be seen. */
        boolean has(ConfigKey key);
    }

    /** The rows that match, slice by slice, in the order of keys. */
    interface Slices {

        /** At most so many behind a place; empty = from the start. */
        List<Row> behind(Optional<Place> place, int most);
    }

    /**
     * Where a slice begins: behind a row, whatever its names are, at a group, or behind all of a namespace. Immutable.
     *
     * @param group null = behind the namespace
     * @param dataId null = at the group
     */
    record Place(String namespace, String group, String dataId) {

        private static final String CURSOR_PARTS = "\n";

        private static Place of(ConfigKey key) {
            return new Place(key.namespace(), key.group(), key.dataId());
        }

        /** Where to look on behind a row: at the next group of which anything may be seen, if not in this one. */
        private static Place behind(Row row, Sight sight) {
            Optional<String> group =
                    sight.hasAnyOf(row.namespace) ? sight.groupFrom(row.namespace, row.group) : Optional.empty();
            return group.map(from -> new Place(row.namespace, from, from.equals(row.group) ? row.dataId : null))
                    .orElseGet(() -> new Place(row.namespace, null, null));
        }

        private boolean isBehindRow() {
            return dataId != null;
        }

        private static Place decoded(String cursor) {
            try {
                String[] names = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8)
                        .split(CURSOR_PARTS, -1);
                if (names.length == 3) {
                    return of(new ConfigKey(names[0], names[1], names[2]));
                }
            } catch (IllegalArgumentException e) {
                // Told below: neither form nor names are what this class writes.
            }
            throw new BadRequest("BAD_CURSOR", "cursor: pass on the one that the page before gave, or none.");
        }

        private static String cursor(ConfigKey key) {
            String names = String.join(CURSOR_PARTS, key.namespace(), key.group(), key.dataId());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(names.getBytes(StandardCharsets.UTF_8));
        }

        private void restrict(StringBuilder where, Map<String, Object> parameters) {
            parameters.put("afterNamespace", namespace);
            if (group == null) {
                where.append(" and c.namespaceId > :afterNamespace");
                return;
            }
            where.append(" and c.namespaceId >= :afterNamespace and (c.namespaceId > :afterNamespace or ");
            parameters.put("afterGroup", group);
            if (dataId == null) {
                where.append("c.groupId >= :afterGroup)");
                return;
            }
            where.append("c.groupId > :afterGroup or (c.groupId = :afterGroup and c.dataId > :afterDataId))");
            parameters.put("afterDataId", dataId);
        }
    }

    /**
     * One page. Slices are read until it is full of what may be seen, and its cursor names the last key on it: never one that was
     * passed over. Rows whose names no key may have are passed over too.
     *
     * @throws BadRequest BAD_CURSOR if the cursor is none of ours
     */
    Page page(Sight sight, Slices slices) {
        List<Hit> found = new ArrayList<>();
        Optional<Place> place = cursor.map(Place::decoded);
        // One more than fits tells whether there is another page; most callers see every row, and need no second slice.
        int most = limit + 1;
        boolean more = true;
        while (more && found.size() <= limit) {
            List<Row> rows = slices.behind(place, most);
            rows.forEach(row -> row.hit.filter(hit -> sight.has(hit.key())).ifPresent(found::add));
            more = rows.size() == most;
            place = rows.isEmpty() ? place : Optional.of(Place.behind(rows.get(rows.size() - 1), sight));
            int larger = Math.min(MOST_ROWS, Math.max(SLICE, 2 * most));
            most = place.filter(Place::isBehindRow).isPresent() ? larger : SLICE;
        }
        if (found.size() <= limit) {
            return new Page(found, Optional.empty());
        }
        List<Hit> shown = found.subList(0, limit);
        return new Page(shown, Optional.of(Place.cursor(shown.get(limit - 1).key())));
    }

    /**
     * The search behind a place as a condition in JPQL over a {@link ConfigRow} that is named c.
     *
     * @param parameters takes the condition's parameters by name
     */
    String condition(Optional<Place> after, Map<String, Object> parameters) {
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
        after.ifPresent(place -> place.restrict(where, parameters));
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
     * @param merged whether datums are behind it
     */
    public record Hit(
            ConfigKey key,
            Epoch epoch,
            long version,
            String md5,
            ConfigType type,
            Config.Details details,
            boolean merged) {}
}
