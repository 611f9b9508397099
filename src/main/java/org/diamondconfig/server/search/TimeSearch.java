/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.search;

import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.config.Search;
import org.diamondconfig.server.config.VersionRow;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.server.store.Lane;
import org.diamondconfig.server.store.Statement;
import org.diamondconfig.wire.ConfigKey;

/**
 * The search in the order of the last changes, which the database alone knows: it goes along the index by that time, so that a page
 * costs the same however deep it is. What is changed while somebody pages moves to the newest end. Thread-safe.
 */
@Component
final class TimeSearch {

    /** Rows that are read at once, at first, and at most where little of them matches. They have no content. */
    private static final int SLICE = 500;

    private static final int MOST_ROWS = 8_000;

    private static final String COLUMNS = "select id, namespace_id, group_id, data_id, tags,"
            + " TIMESTAMPDIFF(MICROSECOND, TIMESTAMP '1970-01-01 00:00:00', changed_at)"
            + " from config_info where deleted = false";

    private static final String AT = "TIMESTAMPADD(MICROSECOND, ?%d, TIMESTAMP '1970-01-01 00:00:00')";

    private final Database database;
    private final Configs configs;
    private final Configs.Bounds bounds;
    private final int slice;

    @Inject
    TimeSearch(Database database, Configs configs, Configs.Bounds bounds) {
        this(database, configs, bounds, SLICE);
    }

    /** The same with other slices. */
    TimeSearch(Database database, Configs configs, Configs.Bounds bounds, int slice) {
        this.database = database;
        this.configs = configs;
        this.bounds = bounds;
        this.slice = slice;
    }

    /** A row that was read: what can be looked at, and where one would go on behind it. Immutable. */
    private record Row(Optional<ConfigKey> key, List<String> tags, Place place) {

        private static Row of(Object[] columns) {
            return new Row(
                    VersionRow.keyOf(columns[1], columns[2], columns[3]),
                    VersionRow.tagList((String) columns[4]),
                    new Place(Statement.number(columns[5]), Statement.number(columns[0])));
        }
    }

    /** Behind a row of that time, in microseconds, and that id. It names no key. Immutable. */
    private record Place(long micros, long id) {

        /** In the year 2262: H2 reckons in nanoseconds, and makes another time of a later one, or fails. */
        private static final long LAST = Long.MAX_VALUE / 1000;

        private static Place read(String cursor) {
            try {
                String[] parts =
                        new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split("\n", -1);
                if (parts.length == 2) {
                    long micros = Long.parseLong(parts[0]);
                    if (micros >= 0 && micros <= LAST) {
                        return new Place(micros, Long.parseLong(parts[1]));
                    }
                }
            } catch (IllegalArgumentException e) {
                // Told below: neither form nor numbers are what this class writes.
            }
            throw new BadRequest("BAD_CURSOR", "cursor: pass on the one that the page before gave, or none.");
        }

        private String cursor() {
            byte[] text = (micros + "\n" + id).getBytes(StandardCharsets.UTF_8);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
        }
    }

    /**
     * One page of what matches and may be seen.
     *
     * @param newest whether what was changed last comes first, or last
     * @throws BadRequest BAD_CURSOR if the cursor is none of this order
     * @throws Unavailable SEARCH_TIMEOUT if it took too long, which it may where little of much matches
     */
    Search.Page find(Search search, boolean newest, Search.Sight sight) {
        long start = bounds.ticker().nanos();
        return Configs.Bounds.searched(() -> page(search, matching(search, newest, sight, start)));
    }

    private Search.Page page(Search search, List<Row> found) {
        List<Row> page = found.subList(0, Math.min(found.size(), search.limit()));
        Optional<String> next = found.size() == page.size()
                ? Optional.empty()
                : Optional.of(page.get(page.size() - 1).place().cursor());
        return new Search.Page(
                hits(page.stream().flatMap(row -> row.key().stream()).toList()), next);
    }

    private List<Row> matching(Search search, boolean newest, Search.Sight sight, long start) {
        Predicate<ConfigKey> named = SearchResource.names(search.namespace(), search.group(), search.dataId())
                .and(sight::has);
        Predicate<Row> wanted = row -> row.key().filter(named).isPresent()
                && (search.tag().isEmpty() || row.tags().contains(search.tag().get()));
        List<Row> found = new ArrayList<>();
        Optional<Place> place = search.cursor().map(Place::read);
        int most = slice;
        boolean more = true;
        while (more && found.size() <= search.limit()) {
            List<Row> rows = behind(search, newest, place, most, start);
            rows.stream().filter(wanted).forEach(found::add);
            more = rows.size() == most;
            place = rows.isEmpty()
                    ? place
                    : Optional.of(rows.get(rows.size() - 1).place());
            most = Math.min(MOST_ROWS, 2 * most);
        }
        return found;
    }

    private List<Row> behind(Search search, boolean newest, Optional<Place> place, int most, long start) {
        List<Object> values = new ArrayList<>();
        StringBuilder sql = new StringBuilder(COLUMNS);
        search.namespace().ifPresent(name -> and(sql, values, "namespace_id = ?%d", name));
        search.group()
                .filter(name -> !NameSearch.isPattern(name))
                .ifPresent(name -> and(sql, values, "group_id = ?%d", name));
        search.type().ifPresent(type -> and(sql, values, "type = ?%d", type.wireName()));
        search.appName().ifPresent(name -> and(sql, values, "app_name = ?%d", name));
        String way = newest ? "<" : ">";
        place.ifPresent(from -> {
            and(sql, values, "changed_at " + way + "= " + AT, from.micros());
            and(sql, values, "(changed_at " + way + " " + AT, from.micros());
            values.add(from.id());
            sql.append(" or id ").append(way).append(" ?").append(values.size()).append(')');
        });
        String order = newest ? " order by changed_at desc, id desc" : " order by changed_at, id";
        values.add(most);
        sql.append(order).append(" limit ?").append(values.size());
        return database.read(
                Lane.READ,
                entities -> Statement.of(entities, sql.toString(), values).within(bounds.left(start)).rows().stream()
                        .map(Row::of)
                        .toList());
    }

    private static void and(StringBuilder sql, List<Object> values, String condition, Object value) {
        values.add(value);
        sql.append(" and ").append(String.format(condition, values.size()));
    }

    /** As the database has them now: what went meanwhile is left out. */
    private List<Search.Hit> hits(List<ConfigKey> keys) {
        Map<ConfigKey, Search.Hit> hits =
                configs.hits(keys).stream().collect(Collectors.toMap(Search.Hit::key, Function.identity()));
        return keys.stream().map(hits::get).filter(Objects::nonNull).toList();
    }
}
