/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.aggregate;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.audit.AuditStore;
import org.diamondconfig.server.config.ConfigChanged;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.problem.Conflict;
import org.diamondconfig.server.problem.NotFound;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.quota.Amount;
import org.diamondconfig.server.request.RequestStore;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.server.store.LostRace;
import org.diamondconfig.server.store.Statement;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;

/**
 * The rows of the datums, changed: each change moves the count of its key and leaves a row in the history of datums, in one
 * transaction. Thread-safe.
 *
 * <p>Locks are taken in one order, datum before count before configuration, and the count is moved in place, so that
 * publishers of different datums of a key wait for each other only as long as a commit takes. The first datum of a key, or of
 * one that was removed, is merged in its own transaction: that is what makes the key one of this kind.
 */
@Component
class DatumStore {

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
    private static final String SET_VERSION =
            "update config_info_aggr set version = ?5" + OF_KEY + " and datum_id = ?4";
    private static final String OPEN_COUNT =
            "insert into config_aggregate (id, namespace_id, group_id, data_id, dirty, merged_dirty, pending, datums,"
                    + " bytes, changed_by, client_address, merged_at)"
                    + " values (?1, ?2, ?3, ?4, 0, 0, false, 0, 0, '', '', NOW(6))";
    private static final String COUNT = "update config_aggregate set dirty = dirty + 1, pending = true,"
            + " datums = datums + ?1, bytes = bytes + ?2, changed_by = ?3, client_address = ?4 where id = ?5"
            + " and datums + ?1 <= ?6 and bytes + ?2 + 2 * (datums + ?1 - 1) <= ?7";
    private static final String STILL_OPEN = " and (datums > 0 or pending = true)";
    private static final String COUNT_ANEW = "update config_aggregate set"
            + " datums = (select count(*) from config_info_aggr" + OF_KEY + "),"
            + " bytes = (select coalesce(sum(bytes), 0) from config_info_aggr" + OF_KEY + ")" + OF_KEY;
    private static final String INSERT_HISTORY =
            "insert into config_datum_history (id, namespace_id, group_id, data_id, dirty, operation, datum_id, version,"
                    + " md5, changed_by, client_address, reason, changed_at)"
                    + " values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, NOW(6))";

    private final Database database;
    private final MergeStore merges;
    private final RequestStore requests;
    private final AuditStore audit;
    private final DatumChange.Rules rules;

    @Inject
    DatumStore(Database database, MergeStore merges, RequestStore requests, AuditStore audit, DatumChange.Rules rules) {
        this.database = database;
        this.merges = merges;
        this.requests = requests;
        this.audit = audit;
        this.rules = rules;
    }

    /**
     * What became of a change.
     *
     * @param merged the version of the key that it made at once
     */
    record Applied(DatumPublished published, Optional<ConfigChanged> merged) {}

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

        /** Where the count stands after the next change, unless another comes first. */
        long next() {
            return dirty + 1;
        }

        /** Whether it has content that datums were merged to. */
        boolean live() {
            return present && !whole && counter.isPresent();
        }
    }

    /** What a change of datums comes to: the version of the datum, how many more there are, and how much longer they are. */
    private record Step(long version, int datums, long bytes) {}

    /**
     * Applies one change.
     *
     * @throws ProblemException if it is refused, or the database cannot take it now
     */
    Applied apply(DatumChange change) {
        return database.write(entities -> applyOnce(entities, rules.checked(change)));
    }

    private Applied applyOnce(EntityManager entities, DatumChange change) {
        if (change.idempotencyKey().isEmpty()) {
            return apply(entities, change);
        }
        RequestStore.Named request = new RequestStore.Named(
                change.caller().subject(), change.idempotencyKey().get(), change.fingerprint());
        Optional<String> earlier = requests.outcome(entities, request);
        if (earlier.isPresent()) {
            return new Applied(DatumPublished.decoded(change, earlier.get()), Optional.empty());
        }
        Applied applied = apply(entities, change);
        requests.add(entities, request, applied.published().encoded());
        return applied;
    }

    private Applied apply(EntityManager entities, DatumChange change) {
        Standing standing = look(entities, change.key());
        if (standing.present() && standing.whole()) {
            throw new Conflict(
                    "KIND_MISMATCH",
                    "This configuration is published as a whole; remove it before you publish datums.");
        }
        if (change.act() == DatumChange.Act.PUBLISH) {
            return publish(entities, change, standing);
        }
        if (!standing.live()) {
            throw new NotFound("CONFIG_NOT_FOUND", "There is no configuration of that name.");
        }
        return change.act() == DatumChange.Act.REMOVE
                ? remove(entities, change, standing)
                : removeAll(entities, change, standing);
    }

    /** Looks at the key before a change of it. A test steps in between this and what follows. */
    Standing look(EntityManager entities, ConfigKey key) {
        return standing(entities, key);
    }

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

    private Applied publish(EntityManager entities, DatumChange change, Standing standing) {
        Optional<DatumRow> row = row(entities, change);
        int bytes = change.content().getBytes(StandardCharsets.UTF_8).length;
        if (row.isEmpty()) {
            insert(entities, change, standing.next(), bytes);
            return counted(entities, change, standing, new Step(standing.next(), 1, bytes));
        }
        Datum datum = row.get().datum();
        if (standing.live() && datum.content().equals(change.content())) {
            return unchanged(change, datum.version(), standing);
        }
        update(entities, change, row.get(), bytes);
        return counted(
                entities,
                change,
                standing,
                new Step(datum.version() + 1, 0, (long) bytes - row.get().bytes()));
    }

    private Applied remove(EntityManager entities, DatumChange change, Standing standing) {
        DatumRow row = row(entities, change)
                .orElseThrow(() -> new NotFound("DATUM_NOT_FOUND", "There is no datum of that name."));
        Datum datum = row.datum();
        String delete = "delete from config_info_aggr where id = ?1 and version = ?2";
        Statement.of(entities, delete, row.id(), datum.version()).executeOne();
        return counted(entities, change, standing, new Step(datum.version() + 1, -1, -row.bytes()));
    }

    private Applied removeAll(EntityManager entities, DatumChange change, Standing standing) {
        if (Statement.of(entities, "delete from config_info_aggr" + OF_KEY, change.key())
                        .execute()
                == 0) {
            return unchanged(change, 0, standing);
        }
        return counted(entities, change, standing, new Step(0, 0, 0));
    }

    private static Applied unchanged(DatumChange change, long version, Standing standing) {
        return new Applied(
                new DatumPublished(change.key(), change.datumId(), version, standing.dirty(), false), Optional.empty());
    }

    /** Moves the count, writes the history, and makes the key one of this kind if it is not. */
    private Applied counted(EntityManager entities, DatumChange change, Standing standing, Step step) {
        long counter = standing.counter().orElseGet(() -> openCount(entities, change.key()));
        count(entities, change, counter, step, standing.live());
        if (!standing.live() || change.act() == DatumChange.Act.REMOVE_ALL) {
            countAnew(entities, change.key());
        }
        long dirty = Statement.of(entities, "select dirty from config_aggregate where id = ?1", counter)
                .value()
                .map(Statement::number)
                .orElseThrow();
        long version = step.datums() > 0 ? born(entities, change, step, dirty) : step.version();
        insertHistory(entities, change, version, dirty);
        audit.record(entities, change.entry(step.datums() > 0 ? 0 : version - 1, version));
        Optional<ConfigChanged> merged =
                standing.live() ? Optional.empty() : merges.mergeWithin(entities, change.key());
        return new Applied(new DatumPublished(change.key(), change.datumId(), version, dirty, true), merged);
    }

    /**
     * The version of a datum that comes, or comes back: where the count of its key stands with it, which no version of it was
     * above. Others may have moved the count after the look and before it was in hand.
     */
    private static long born(EntityManager entities, DatumChange change, Step step, long dirty) {
        if (dirty != step.version()) {
            Statement.of(entities, SET_VERSION, change.key(), change.datumId(), dirty)
                    .executeOne();
        }
        return dirty;
    }

    private long openCount(EntityManager entities, ConfigKey key) {
        long id = database.newId();
        Statement.of(entities, OPEN_COUNT, id, key).execute();
        return id;
    }

    /** What grows has to stay within the limits; what shrinks may always. */
    private void count(EntityManager entities, DatumChange change, long counter, Step step, boolean live) {
        boolean grows = step.datums() > 0 || step.bytes() > 0;
        rules.requireRoom(change.key(), new Amount(live ? 0 : 1, step.bytes() + (live ? 2L * step.datums() : 0)));
        Statement count = Statement.of(
                entities,
                live ? COUNT + STILL_OPEN : COUNT,
                step.datums(),
                step.bytes(),
                change.caller().subject(),
                change.caller().address(),
                counter,
                grows ? rules.maxDatums() : Integer.MAX_VALUE,
                grows ? rules.maxMerged() : Long.MAX_VALUE);
        if (count.execute() != 1) {
            throw refusal(entities, counter, step);
        }
    }

    private RuntimeException refusal(EntityManager entities, long counter, Step step) {
        Object[] row = Statement.of(entities, "select datums, bytes from config_aggregate where id = ?1", counter)
                .row()
                .orElseThrow(LostRace::new);
        long datums = Statement.number(row[0]) + step.datums();
        long bytes = Statement.number(row[1]) + step.bytes() + 2 * (datums - 1);
        if (step.datums() > 0 && datums > rules.maxDatums()) {
            return rules.tooMany();
        }
        return bytes > rules.maxMerged() ? rules.tooMuch() : new LostRace();
    }

    /** With the row of the count in hand nobody else's change can be half seen: what is committed is counted, once. */
    private static void countAnew(EntityManager entities, ConfigKey key) {
        Statement.of(entities, COUNT_ANEW, key).execute();
    }

    private void insert(EntityManager entities, DatumChange change, long version, int bytes) {
        Statement.of(
                        entities,
                        INSERT,
                        database.newId(),
                        change.key(),
                        change.datumId(),
                        version,
                        columns(change, bytes))
                .execute();
    }

    private static void update(EntityManager entities, DatumChange change, DatumRow row, int bytes) {
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

    private void insertHistory(EntityManager entities, DatumChange change, long version, long dirty) {
        Statement.of(
                        entities,
                        INSERT_HISTORY,
                        database.newId(),
                        change.key(),
                        dirty,
                        change.act().operation(),
                        change.datumId(),
                        version,
                        change.act() == DatumChange.Act.PUBLISH ? Md5.hex(change.content()) : Md5.NOTHING,
                        change.caller().subject(),
                        change.caller().address(),
                        change.comment())
                .execute();
    }

    private static Optional<DatumRow> row(EntityManager entities, DatumChange change) {
        return entities.createQuery(
                        "select d from DatumRow d where d.namespaceId = :n and d.groupId = :g and d.dataId = :d"
                                + " and d.datumId = :datum",
                        DatumRow.class)
                .setParameter("n", change.key().namespace())
                .setParameter("g", change.key().group())
                .setParameter("d", change.key().dataId())
                .setParameter("datum", change.datumId())
                .setHint(Database.TRACKED, false)
                .getResultStream()
                .findFirst();
    }
}
