/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.aggregate;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.server.store.LostRace;
import org.diamondconfig.server.store.Statement;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;

/** The statements by which datums change: their rows, the count of their key, their history. Stateless but for ids. */
final class DatumRowStore {

    private static final String OF_KEY = " where namespace_id = ?1 and group_id = ?2 and data_id = ?3";

    private static final String STANDING =
            "select c.kind, c.md5, a.id, a.dirty, a.merged_dirty from config_info c left join config_aggregate a"
                    + " on a.namespace_id = c.namespace_id and a.group_id = c.group_id and a.data_id = c.data_id"
                    + " where c.namespace_id = ?1 and c.group_id = ?2 and c.data_id = ?3";
    private static final String INSERT =
            "insert into config_info_aggr (id, namespace_id, group_id, data_id, datum_id, version, content, md5, bytes,"
                    + " app_name, changed_by, client_address, changed_at)"
                    + " values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, NOW(6))";
    private static final String UPDATE =
            "update config_info_aggr set version = version + 1, content = ?1, md5 = ?2, bytes = ?3, app_name = ?4,"
                    + " changed_by = ?5, client_address = ?6, changed_at = NOW(6) where id = ?7 and version = ?8";
    private static final String OPEN_COUNT =
            "insert into config_aggregate (id, namespace_id, group_id, data_id, dirty, merged_dirty, pending, datums,"
                    + " bytes, changed_by, client_address, merged_at)"
                    + " values (?1, ?2, ?3, ?4, 0, 0, false, 0, 0, '', '', NOW(6))";
    private static final String COUNT = "update config_aggregate set dirty = dirty + ?1, pending = true,"
            + " datums = datums + ?2, bytes = bytes + ?3, changed_by = ?4, client_address = ?5 where id = ?6"
            + " and datums + ?2 <= ?7 and bytes + ?3 + 2 * (datums + ?2 - 1) <= ?8";
    private static final String STILL_OPEN = " and (datums > 0 or pending = true)";
    private static final String COUNT_ANEW = "update config_aggregate set"
            + " datums = (select count(*) from config_info_aggr" + OF_KEY + "),"
            + " bytes = (select coalesce(sum(bytes), 0) from config_info_aggr" + OF_KEY + ")" + OF_KEY;
    private static final String INSERT_HISTORY =
            "insert into config_datum_history (id, namespace_id, group_id, data_id, dirty, operation, datum_id, version,"
                    + " md5, changed_by, client_address, reason, changed_at)"
                    + " values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, NOW(6))";

    private final Database database;

    /** @param database where ids come from */
    DatumRowStore(Database database) {
        this.database = database;
    }

    /**
     * How a key stands.
     *
     * @param present whether it has content
     * @param whole whether that was published as a whole
     * @param counter the row of its count, if it ever had datums
     * @param dirty how many changes of its datums there were
     * @param merged how many of them its content shows
     */
    record Standing(boolean present, boolean whole, Optional<Long> counter, long dirty, long merged) {

        private static final Standing NEVER = new Standing(false, false, Optional.empty(), 0, 0);

        /** Whether it has content that datums were merged to. */
        boolean live() {
            return present && !whole && counter.isPresent();
        }
    }

    /**
     * By what a count is moved.
     *
     * @param counter its row
     * @param open whether the key must still be one that has datums, or will have
     * @param changes how many there are
     * @param datums how many more they make
     * @param bytes how much longer they make them
     */
    record Tally(long counter, boolean open, int changes, int datums, long bytes) {

        boolean grows() {
            return datums > 0 || bytes > 0;
        }
    }

    /** How many datums a key has, and how long they are together. */
    record Held(long datums, long bytes) {}

    static Standing standing(EntityManager entities, ConfigKey key) {
        return Statement.of(entities, STANDING, key)
                .row()
                .map(row -> new Standing(
                        !row[1].equals(Md5.NOTHING),
                        !row[0].equals("aggregate"),
                        Optional.ofNullable(row[2]).map(Statement::number),
                        row[3] == null ? 0 : Statement.number(row[3]),
                        row[4] == null ? 0 : Statement.number(row[4])))
                .orElse(Standing.NEVER);
    }

    /** The datums that these changes of one key mean, by their ids, as far as they are there. */
    Map<String, DatumRow> of(EntityManager entities, List<DatumChange> changes) {
        ConfigKey key = changes.get(0).key();
        return entities.createQuery(
                        "select d from DatumRow d where d.namespaceId = :n and d.groupId = :g and d.dataId = :d"
                                + " and d.datumId in :datums",
                        DatumRow.class)
                .setParameter("n", key.namespace())
                .setParameter("g", key.group())
                .setParameter("d", key.dataId())
                .setParameter(
                        "datums", changes.stream().map(DatumChange::datumId).toList())
                .setHint(Database.TRACKED, false)
                .getResultStream()
                .collect(Collectors.toMap(row -> row.datum().datumId(), Function.identity()));
    }

    /** A datum that comes, or comes back. */
    record Birth(DatumChange change, long version, int bytes) {}

    void insert(EntityManager entities, List<Birth> births) {
        Statement.insertAll(
                entities,
                INSERT,
                births.stream()
                        .map(birth -> List.of(
                                database.newId(),
                                birth.change().key(),
                                birth.change().datumId(),
                                birth.version(),
                                columns(birth.change(), birth.bytes())))
                        .toList());
    }

    /** Moves the versions of datums that came up by so much. */
    void raise(EntityManager entities, List<Birth> births, long by) {
        String numbers =
                IntStream.range(0, births.size()).mapToObj(i -> "?" + (i + 5)).collect(Collectors.joining(", "));
        String raise =
                "update config_info_aggr set version = version + ?4" + OF_KEY + " and datum_id in (" + numbers + ")";
        List<String> ids =
                births.stream().map(birth -> birth.change().datumId()).toList();
        if (Statement.of(entities, raise, births.get(0).change().key(), by, ids).execute() != births.size()) {
            throw new LostRace();
        }
    }

    void update(EntityManager entities, DatumChange change, DatumRow row, int bytes) {
        Statement.of(
                        entities,
                        UPDATE,
                        columns(change, bytes),
                        row.id(),
                        row.datum().version())
                .executeOne();
    }

    /** What a row holds of a datum and of who changed it, in the order of the statements. */
    private static List<?> columns(DatumChange change, int bytes) {
        Caller caller = change.caller();
        return List.of(
                change.content(), Md5.hex(change.content()), bytes, caller.app(), caller.subject(), caller.address());
    }

    void delete(EntityManager entities, DatumRow row) {
        String one = "delete from config_info_aggr where id = ?1 and version = ?2";
        Statement.of(entities, one, row.id(), row.datum().version()).executeOne();
    }

    /** Deletes all datums of a key; how many. */
    int deleteAll(EntityManager entities, ConfigKey key) {
        return Statement.of(entities, "delete from config_info_aggr" + OF_KEY, key)
                .execute();
    }

    /** Begins a count; its row. */
    long openCount(EntityManager entities, ConfigKey key) {
        long id = database.newId();
        Statement.of(entities, OPEN_COUNT, id, key).execute();
        return id;
    }

    /** Moves a count, unless the key would have more than this, or is not open any more; whether it did. */
    boolean count(EntityManager entities, Tally tally, Caller caller, long maxDatums, long maxBytes) {
        Statement count = Statement.of(
                entities,
                tally.open() ? COUNT + STILL_OPEN : COUNT,
                tally.changes(),
                tally.datums(),
                tally.bytes(),
                caller.subject(),
                caller.address(),
                tally.counter(),
                maxDatums,
                maxBytes);
        return count.execute() == 1;
    }

    /** What a count says. */
    Held held(EntityManager entities, long counter) {
        return Statement.of(entities, "select datums, bytes from config_aggregate where id = ?1", counter)
                .row()
                .map(row -> new Held(Statement.number(row[0]), Statement.number(row[1])))
                .orElseThrow(LostRace::new);
    }

    /** With the row of the count in hand nobody else's change can be half seen: what is committed is counted, once. */
    void countAnew(EntityManager entities, ConfigKey key) {
        Statement.of(entities, COUNT_ANEW, key).execute();
    }

    /** How many changes are counted. */
    long dirty(EntityManager entities, long counter) {
        return Statement.of(entities, "select dirty from config_aggregate where id = ?1", counter)
                .value()
                .map(Statement::number)
                .orElseThrow();
    }

    /** Writes down changes and what became of each, in the order of both. */
    void insertHistory(EntityManager entities, List<DatumChange> changes, List<DatumPublished> outcomes) {
        Statement.insertAll(
                entities,
                INSERT_HISTORY,
                IntStream.range(0, changes.size())
                        .mapToObj(i -> history(changes.get(i), outcomes.get(i)))
                        .toList());
    }

    private List<?> history(DatumChange change, DatumPublished outcome) {
        return List.of(
                database.newId(),
                change.key(),
                outcome.dirty(),
                change.act().operation(),
                change.datumId(),
                outcome.datumVersion(),
                change.act() == DatumChange.Act.PUBLISH ? Md5.hex(change.content()) : Md5.NOTHING,
                change.caller().subject(),
                change.caller().address(),
                change.comment());
    }
}
