/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.search;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.diamondconfig.server.config.ConfigRow;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.config.Search;
import org.diamondconfig.server.config.VersionRow;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.server.store.Lane;
import org.diamondconfig.server.store.Statement;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;

/**
 * What the dump knows nothing of: tags, applications and descriptions of the configurations that have any, and which are merged from
 * datums. Thread-safe.
 */
@Component
final class LabelStore {

    /** Before all rows. */
    static final long FIRST = Long.MIN_VALUE;

    /** Rows that are read at once. They have no content. */
    private static final int SLICE = 2_000;

    /** Keys that are asked for at once. */
    private static final int BUNCH = 50;

    private static final String ROWS =
            "select id, namespace_id, group_id, data_id, type, tags, app_name, description, kind from config_info"
                    + " where deleted = false"
                    + " and (tags <> '' or app_name <> '' or description <> '' or kind = '" + ConfigRow.AGGREGATE
                    + "')";
    private static final String OF_ALL = ROWS + " and id > ?1 order by id limit ?2";
    private static final String OF_NAMESPACE = ROWS + " and id > ?1 and namespace_id = ?2 order by id limit ?3";

    private final Database database;
    private final Configs.Bounds bounds;
    private final int slice;

    @Inject
    LabelStore(Database database, Configs.Bounds bounds) {
        this(database, bounds, SLICE);
    }

    /** The same with other slices. */
    LabelStore(Database database, Configs.Bounds bounds, int slice) {
        this.database = database;
        this.bounds = bounds;
        this.slice = slice;
    }

    /**
     * One that has a tag, an application or a description, or is merged from datums. Immutable.
     *
     * @param description empty if it has none
     */
    record Labelled(
            ConfigKey key,
            ConfigType type,
            List<String> tags,
            Optional<String> app,
            String description,
            boolean merged) {

        /** One that has nothing of that. */
        static Labelled plain(ConfigKey key, ConfigType type) {
            return new Labelled(key, type, List.of(), Optional.empty(), "", false);
        }

        /** What a search found. */
        static Labelled of(Search.Hit hit) {
            return new Labelled(
                    hit.key(),
                    hit.type(),
                    hit.details().tags(),
                    named(hit.details().appName()),
                    hit.details().description(),
                    hit.merged());
        }

        /** Whether it has this tag and this application, as far as they are asked for. */
        boolean has(Optional<String> tag, Optional<String> wanted) {
            return (tag.isEmpty() || tags.contains(tag.get())) && (wanted.isEmpty() || app.equals(wanted));
        }

        private static Optional<Labelled> of(Object[] row) {
            return VersionRow.keyOf(row[1], row[2], row[3])
                    .map(key -> new Labelled(
                            key,
                            VersionRow.typeOf((String) row[4]),
                            VersionRow.tagList((String) row[5]),
                            named((String) row[6]),
                            (String) row[7],
                            ConfigRow.AGGREGATE.equals(row[8])));
        }

        private static Optional<String> named(String app) {
            return Optional.of(app).filter(name -> !name.isEmpty());
        }
    }

    /**
     * Hands over those of these keys that have any.
     *
     * @param start of what they are read for
     * @throws Unavailable SEARCH_TIMEOUT if its time is over, or the database takes too long
     */
    void each(List<ConfigKey> keys, long start, Consumer<Labelled> sink) {
        for (int from = 0; from < keys.size(); from += BUNCH) {
            List<ConfigKey> bunch = keys.subList(from, Math.min(keys.size(), from + BUNCH));
            rows(of(bunch.size()), bunch, start).forEach(row -> Labelled.of(row).ifPresent(sink));
        }
    }

    /** Each by its own index entry: of a list of names, H2 would go through all between the first and the last. */
    private static String of(int keys) {
        return IntStream.range(0, keys)
                .map(i -> 3 * i)
                .mapToObj(i -> ROWS + " and namespace_id = ?" + (i + 1) + " and group_id = ?" + (i + 2)
                        + " and data_id = ?" + (i + 3))
                .collect(Collectors.joining(" union all "));
    }

    /**
     * Hands over some of all there are, or all of a namespace, by one question.
     *
     * @param last of those before, {@link #FIRST} to begin with
     * @param start of what they are read for
     * @return the last of these; empty if there are no more
     * @throws Unavailable SEARCH_TIMEOUT if its time is over, or the database takes too long
     */
    Optional<Long> slice(Optional<String> namespace, long last, long start, Consumer<Labelled> sink) {
        List<Object> values = new ArrayList<>(List.of(last));
        namespace.ifPresent(values::add);
        values.add(slice);
        List<Object[]> rows = rows(namespace.isPresent() ? OF_NAMESPACE : OF_ALL, values, start);
        rows.forEach(row -> Labelled.of(row).ifPresent(sink));
        return rows.size() < slice ? Optional.empty() : Optional.of(Statement.number(rows.get(slice - 1)[0]));
    }

    private List<Object[]> rows(String sql, List<?> values, long start) {
        return Configs.Bounds.searched(() -> database.read(
                Lane.READ,
                entities -> Statement.of(entities, sql, values)
                        .within(bounds.left(start))
                        .rows()));
    }
}
