/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.aggregate;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.problem.Conflict;
import org.diamondconfig.server.problem.NotFound;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.server.store.Lane;
import org.diamondconfig.server.store.Statement;
import org.diamondconfig.wire.ConfigKey;

/** Reads datums and their history page by page, and lets the history go when its time is over. Thread-safe. */
@Component
final class DatumPageStore {

    /** A page ends before its contents are more than this, unless the first alone is. */
    static final long PAGE_BYTES = 4 << 20;

    private static final int CHUNK = 1000;

    private static final String SIZES = "select datum_id, bytes from config_info_aggr where namespace_id = ?1"
            + " and group_id = ?2 and data_id = ?3 and datum_id > ?4 order by datum_id limit ?5";

    /** The time as a number: the drivers hand a time of a plain statement over as types of their own. */
    private static final String REVISIONS =
            "select dirty, operation, datum_id, version, md5, changed_by, client_address, reason,"
                    + " TIMESTAMPDIFF(MICROSECOND, TIMESTAMP '1970-01-01 00:00:00', changed_at)"
                    + " from config_datum_history where namespace_id = ?1 and group_id = ?2 and data_id = ?3"
                    + " and dirty < ?4 order by dirty desc limit ?5";

    private final Database database;

    @Inject
    DatumPageStore(Database database) {
        this.database = database;
    }

    /**
     * Datums above an id.
     *
     * @throws NotFound if the key has no content
     * @throws Conflict KIND_MISMATCH if its content was published as a whole
     */
    Datum.Page datums(ConfigKey key, String after, int limit) {
        return database.read(Lane.READ, entities -> {
            DatumRowStore.Standing standing = standing(entities, key);
            List<Object[]> sizes =
                    Statement.of(entities, SIZES, key, after, limit + 1).rows();
            int count = fitting(sizes, limit);
            List<Datum> datums = count == 0 ? List.of() : datums(entities, key, after, id(sizes.get(count - 1)));
            Optional<String> next = count < sizes.size() ? Optional.of(id(sizes.get(count - 1))) : Optional.empty();
            return new Datum.Page(key, standing.dirty(), standing.merged(), datums, next);
        });
    }

    /** One datum; empty if the key has none of that id. */
    Optional<Datum> datum(ConfigKey key, String datumId) {
        return database.read(
                Lane.READ,
                entities -> entities.createQuery(
                                "select d from DatumRow d where d.namespaceId = :n and d.groupId = :g and d.dataId = :d"
                                        + " and d.datumId = :datum",
                                DatumRow.class)
                        .setParameter("n", key.namespace())
                        .setParameter("g", key.group())
                        .setParameter("d", key.dataId())
                        .setParameter("datum", datumId)
                        .setHint(Database.TRACKED, false)
                        .getResultStream()
                        .map(DatumRow::datum)
                        .findFirst());
    }

    private static DatumRowStore.Standing standing(EntityManager entities, ConfigKey key) {
        DatumRowStore.Standing standing = DatumRowStore.standing(entities, key);
        if (!standing.present()) {
            throw new NotFound("CONFIG_NOT_FOUND", "There is no configuration of that name.");
        }
        if (!standing.live()) {
            throw new Conflict("KIND_MISMATCH", "This configuration is published as a whole; it has no datums.");
        }
        return standing;
    }

    private static int fitting(List<Object[]> sizes, int limit) {
        long bytes = 0;
        int count = 0;
        while (count < Math.min(limit, sizes.size())) {
            bytes += Statement.number(sizes.get(count)[1]);
            if (count > 0 && bytes > PAGE_BYTES) {
                break;
            }
            count++;
        }
        return count;
    }

    private static List<Datum> datums(EntityManager entities, ConfigKey key, String after, String last) {
        return entities.createQuery(
                        "select d from DatumRow d where d.namespaceId = :n and d.groupId = :g and d.dataId = :d"
                                + " and d.datumId > :after and d.datumId <= :last order by d.datumId",
                        DatumRow.class)
                .setParameter("n", key.namespace())
                .setParameter("g", key.group())
                .setParameter("d", key.dataId())
                .setParameter("after", after)
                .setParameter("last", last)
                .setHint(Database.TRACKED, false)
                .getResultStream()
                .map(DatumRow::datum)
                .toList();
    }

    /** Changes of datums before one, newest first. */
    List<Datum.Revision> revisions(ConfigKey key, long below, int limit) {
        return database.read(
                Lane.READ,
                entities -> Statement.of(entities, REVISIONS, key, below, limit).rows().stream()
                        .map(DatumPageStore::revision)
                        .toList());
    }

    private static Datum.Revision revision(Object[] row) {
        return new Datum.Revision(
                Statement.number(row[0]),
                (String) row[1],
                (String) row[2],
                Statement.number(row[3]),
                (String) row[4],
                new Datum.Revision.Trail((String) row[5], (String) row[6], Statement.instant(row[8]), (String) row[7]));
    }

    /** Deletes some changes that are older; whether there may be more. */
    boolean forget(Duration age) {
        String delete = "delete from config_datum_history where changed_at < TIMESTAMPADD(SECOND, ?1, NOW(6)) limit ?2";
        return database.maintain(entities ->
                Statement.of(entities, delete, -age.toSeconds(), CHUNK).execute() == CHUNK);
    }

    private static String id(Object[] size) {
        return (String) size[0];
    }
}
