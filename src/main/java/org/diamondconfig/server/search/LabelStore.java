/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.search;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.config.VersionRow;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.server.store.Lane;
import org.diamondconfig.server.store.Statement;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;

/** The tags and applications of the configurations that have any: what the dump knows nothing of. Thread-safe. */
@Component
final class LabelStore {

    /** Rows that are read at once. They have no content. */
    private static final int SLICE = 5_000;

    private static final String COLUMNS =
            "select id, namespace_id, group_id, data_id, type, tags, app_name from config_info"
                    + " where id > ?1 and deleted = false and (tags <> '' or app_name <> '')";
    private static final String OF_ALL = COLUMNS + " order by id limit ?2";
    private static final String OF_NAMESPACE = COLUMNS + " and namespace_id = ?2 order by id limit ?3";

    private final Database database;
    private final Configs configs;
    private final Configs.Bounds bounds;
    private final int slice;

    @Inject
    LabelStore(Database database, Configs configs, Configs.Bounds bounds) {
        this(database, configs, bounds, SLICE);
    }

    /** The same with other slices. */
    LabelStore(Database database, Configs configs, Configs.Bounds bounds, int slice) {
        this.database = database;
        this.configs = configs;
        this.bounds = bounds;
        this.slice = slice;
    }

    /** One that has a tag or an application. Immutable. */
    record Labelled(ConfigKey key, ConfigType type, List<String> tags, Optional<String> app) {

        private static Optional<Labelled> of(Object[] row) {
            return VersionRow.keyOf(row[1], row[2], row[3])
                    .map(key -> new Labelled(
                            key, VersionRow.typeOf((String) row[4]), VersionRow.tagList((String) row[5]), named((String)
                                    row[6])));
        }
    }

    /**
     * Hands over those of these keys, of which there are few, that have any.
     *
     * @param start of the search that they are read for
     * @throws Unavailable SEARCH_TIMEOUT if its time is over, or the database takes too long
     */
    void each(List<ConfigKey> keys, long start, Consumer<Labelled> sink) {
        bounds.left(start);
        Configs.Bounds.searched(() -> configs.hits(keys)).stream()
                .map(hit -> new Labelled(
                        hit.key(),
                        hit.type(),
                        hit.details().tags(),
                        named(hit.details().appName())))
                .filter(one -> !one.tags().isEmpty() || one.app().isPresent())
                .forEach(sink);
    }

    private static Optional<String> named(String app) {
        return Optional.of(app).filter(name -> !name.isEmpty());
    }

    /**
     * Hands over all there are, in no order.
     *
     * @param start of the search that they are read for
     * @throws Unavailable SEARCH_TIMEOUT if its time is over, or the database takes too long
     */
    void each(Optional<String> namespace, long start, Consumer<Labelled> sink) {
        long last = Long.MIN_VALUE;
        List<Object[]> rows;
        do {
            rows = behind(last, namespace, start);
            rows.forEach(row -> Labelled.of(row).ifPresent(sink));
            last = rows.isEmpty() ? last : Statement.number(rows.get(rows.size() - 1)[0]);
        } while (rows.size() == slice);
    }

    private List<Object[]> behind(long last, Optional<String> namespace, long start) {
        List<Object> values = new ArrayList<>(List.of(last));
        namespace.ifPresent(values::add);
        values.add(slice);
        String sql = namespace.isPresent() ? OF_NAMESPACE : OF_ALL;
        return Configs.Bounds.searched(() -> database.read(
                Lane.READ,
                entities -> Statement.of(entities, sql, values)
                        .within(bounds.left(start))
                        .rows()));
    }
}
