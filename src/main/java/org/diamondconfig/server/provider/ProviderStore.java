/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.provider;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.audit.AuditQueue;
import org.diamondconfig.server.audit.AuditStore;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.problem.NotFound;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.provider.Provider.Revision;
import org.diamondconfig.server.provider.Provider.Seen;
import org.diamondconfig.server.provider.Provider.Standing;
import org.diamondconfig.server.request.RequestStore;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.server.store.Lane;
import org.diamondconfig.server.store.Statement;
import org.diamondconfig.wire.ConfigKey;

/**
 * The rows of the states, each change with a row in their history, in one transaction. Thread-safe. Every call may fail with a
 * {@link ProblemException}.
 */
@Component
class ProviderStore {

    private static final int CHUNK = 1000;

    private static final String OF_KEY = " where namespace_id = ?1 and group_id = ?2 and data_id = ?3";
    private static final String OF_DATUM = OF_KEY + " and datum_id = ?4";

    /** The time as a number: the drivers hand a time of a plain statement over as types of their own. */
    private static final String STANDING = "select datum_id, state, version, changed_by,"
            + " TIMESTAMPDIFF(MICROSECOND, TIMESTAMP '1970-01-01 00:00:00', changed_at)";

    private static final String REVISIONS = STANDING + ", client_address, reason from config_provider_history"
            + OF_DATUM + " and version < ?5 order by version desc limit ?6";
    private static final String DATUMS_OF_KEY = " from config_info_aggr d left join config_provider p"
            + " on p.namespace_id = d.namespace_id and p.group_id = d.group_id and p.data_id = d.data_id"
            + " and p.datum_id = d.datum_id"
            + " where d.namespace_id = ?1 and d.group_id = ?2 and d.data_id = ?3";
    private static final String IDS = "select d.datum_id, p.state" + DATUMS_OF_KEY;
    private static final String SEEN =
            "select d.datum_id, d.version, p.state, p.version as state_version" + DATUMS_OF_KEY;
    private static final String INSERT =
            "insert into config_provider (namespace_id, group_id, data_id, datum_id, id, version, state, changed_by,"
                    + " changed_at) values (?1, ?2, ?3, ?4, ?5, 1, ?6, ?7, NOW(6))";
    private static final String UPDATE = "update config_provider set state = ?5, changed_by = ?6,"
            + " version = version + 1, changed_at = NOW(6)" + OF_DATUM + " and version = ?7";
    private static final String INSERT_HISTORY =
            "insert into config_provider_history (namespace_id, group_id, data_id, datum_id, id, version, state,"
                    + " changed_by, client_address, reason, changed_at)"
                    + " values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, NOW(6))";
    private static final String OLD = " where changed_at < TIMESTAMPADD(SECOND, ?1, NOW(6))";
    private static final String FORGET_HISTORY = "delete from config_provider_history" + OLD + " limit " + CHUNK;

    /** A state goes with its history, so that its versions never begin again beside older ones. */
    private static final String FORGET_STATES = "delete from config_provider" + OLD
            + " and not exists (select 1 from config_info_aggr d where d.namespace_id = config_provider.namespace_id"
            + " and d.group_id = config_provider.group_id and d.data_id = config_provider.data_id"
            + " and d.datum_id = config_provider.datum_id)"
            + " and not exists (select 1 from config_provider_history h"
            + " where h.namespace_id = config_provider.namespace_id and h.group_id = config_provider.group_id"
            + " and h.data_id = config_provider.data_id and h.datum_id = config_provider.datum_id) limit " + CHUNK;

    private final Database database;
    private final RequestStore requests;
    private final AuditStore audit;
    private final AuditQueue refusals;

    @Inject
    ProviderStore(Database database, RequestStore requests, AuditStore audit, AuditQueue refusals) {
        this.database = database;
        this.requests = requests;
        this.audit = audit;
        this.refusals = refusals;
    }

    /**
     * Sets a state; the same again writes nothing.
     *
     * @throws NotFound DATUM_NOT_FOUND if the key has no such datum now
     */
    Provider.Set set(StateChange change) {
        return refusals.tellingRefusal(change.entry(), () -> database.write(entities -> setOnce(entities, change)));
    }

    private Provider.Set setOnce(EntityManager entities, StateChange change) {
        if (change.idempotencyKey().isEmpty()) {
            return set(entities, change);
        }
        RequestStore.Named request = new RequestStore.Named(
                change.caller().subject(), change.idempotencyKey().get(), change.fingerprint());
        Optional<String> earlier = requests.outcome(entities, request);
        if (earlier.isPresent()) {
            return new Provider.Set(change.datumId(), change.state(), Long.parseLong(earlier.get()), true);
        }
        Provider.Set set = set(entities, change);
        requests.add(entities, request, Long.toString(set.version()));
        return set;
    }

    private Provider.Set set(EntityManager entities, StateChange change) {
        String datum = "select version from config_info_aggr" + OF_DATUM;
        if (Statement.of(entities, datum, change.key(), change.datumId())
                .value()
                .isEmpty()) {
            throw new NotFound("DATUM_NOT_FOUND", "The key has no datum of that id.");
        }
        String current = STANDING + " from config_provider" + OF_DATUM;
        Optional<Standing> before = Statement.of(entities, current, change.key(), change.datumId())
                .row()
                .map(ProviderStore::standing);
        long version = before.map(Standing::version).orElse(0L);
        if (change.state() == before.map(Standing::state).orElse(ProviderState.UP)) {
            return new Provider.Set(change.datumId(), change.state(), version, false);
        }
        write(entities, change, version);
        return new Provider.Set(change.datumId(), change.state(), version + 1, true);
    }

    /**
     * Sets a state on condition that datum and state are as they were seen.
     *
     * @return whether they are
     */
    boolean setIf(EntityManager entities, StateChange change, Seen seen) {
        boolean same = Statement.of(entities, SEEN + " and d.datum_id = ?4", change.key(), change.datumId())
                .row()
                .map(ProviderStore::seen)
                .filter(seen::equals)
                .isPresent();
        if (same) {
            write(entities, change, seen.stateVersion());
        }
        return same;
    }

    /** Who comes second finds another version, or the unique key tells him, and all is tried again. */
    private void write(EntityManager entities, StateChange change, long version) {
        String by = change.caller().subject();
        String state = change.state().word();
        Statement write = version == 0
                ? Statement.of(entities, INSERT, change.key(), change.datumId(), database.newId(), state, by)
                : Statement.of(entities, UPDATE, change.key(), change.datumId(), state, by, version);
        write.executeOne();
        Statement.of(
                        entities,
                        INSERT_HISTORY,
                        change.key(),
                        change.datumId(),
                        database.newId(),
                        version + 1,
                        change.state().word(),
                        change.caller().subject(),
                        change.caller().address(),
                        change.comment())
                .execute();
        audit.record(entities, change.entry().between(version, version + 1));
    }

    /** The states of a key's providers, as far as any were set; those of datums that are gone, too. */
    List<Standing> standings(ConfigKey key) {
        return database.read(
                Lane.READ,
                entities -> Statement.of(entities, STANDING + " from config_provider" + OF_KEY, key).rows().stream()
                        .map(ProviderStore::standing)
                        .toList());
    }

    /** The datums of a key that are up, by their ids. */
    List<String> up(ConfigKey key) {
        return database.read(
                Lane.READ,
                entities -> Statement.of(entities, IDS, key).rows().stream()
                        .filter(row -> row[1] == null || row[1].equals(ProviderState.UP.word()))
                        .map(row -> (String) row[0])
                        .toList());
    }

    /** The datums of a key with their states, in no order. */
    List<Seen> seen(ConfigKey key) {
        return database.read(
                Lane.SWEEP,
                entities -> Statement.of(entities, SEEN, key).rows().stream()
                        .map(ProviderStore::seen)
                        .toList());
    }

    private static Seen seen(Object[] row) {
        boolean set = row[2] != null;
        return new Seen(
                (String) row[0],
                Statement.number(row[1]),
                set ? ProviderState.of((String) row[2]) : ProviderState.UP,
                set ? Statement.number(row[3]) : 0);
    }

    /** The changes of one state before a version, newest first. */
    List<Revision> revisions(ConfigKey key, String datumId, long below, int limit) {
        return database.read(
                Lane.READ,
                entities -> Statement.of(entities, REVISIONS, key, datumId, below, limit).rows().stream()
                        .map(row -> new Revision(standing(row), (String) row[5], (String) row[6]))
                        .toList());
    }

    /** Deletes some changes that are older, and some states whose datums have been gone for as long; whether there may be more. */
    boolean forget(Duration age) {
        long seconds = -age.toSeconds();
        int changes = database.maintain(
                entities -> Statement.of(entities, FORGET_HISTORY, seconds).execute());
        int states = database.maintain(
                entities -> Statement.of(entities, FORGET_STATES, seconds).execute());
        return changes == CHUNK || states == CHUNK;
    }

    private static Standing standing(Object[] row) {
        return new Standing(
                (String) row[0],
                ProviderState.of((String) row[1]),
                Statement.number(row[2]),
                (String) row[3],
                Statement.instant(row[4]));
    }
}
