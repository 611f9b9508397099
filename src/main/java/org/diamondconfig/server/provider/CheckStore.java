/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.provider;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.audit.AuditStore;
import org.diamondconfig.server.audit.Entry;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.provider.Provider.Seen;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.server.store.Lane;
import org.diamondconfig.server.store.Statement;
import org.diamondconfig.wire.ConfigKey;

/**
 * The rows of the keys whose providers are checked, each leased to one node. Thread-safe. A lease is taken, kept and given back by
 * one UPDATE under a condition, by the database's clock alone. Every call may fail with a {@link ProblemException}.
 */
@Component
class CheckStore {

    /** How long a key stays with a node that says nothing more. */
    static final Duration LEASE = Duration.ofSeconds(15);

    private static final int CHUNK = 50;

    private static final String OF_KEY = " where namespace_id = ?1 and group_id = ?2 and data_id = ?3";
    private static final String FIND = "select changed_by,"
            + " TIMESTAMPDIFF(MICROSECOND, TIMESTAMP '1970-01-01 00:00:00', changed_at),"
            + " case when leased_until > NOW(6) then owner else '' end from config_provider_check" + OF_KEY;
    private static final String INSERT = "insert into config_provider_check (namespace_id, group_id, data_id, id,"
            + " changed_by, changed_at, owner, leased_until) values (?1, ?2, ?3, ?4, ?5, NOW(6), '', NOW(6))";
    private static final String DELETE = "delete from config_provider_check" + OF_KEY;
    private static final String UNTIL = "leased_until = TIMESTAMPADD(SECOND, ?1, NOW(6))";
    private static final String KEEP = "update config_provider_check set " + UNTIL + " where owner = ?2";
    private static final String LAPSED =
            "select id from config_provider_check where leased_until <= NOW(6) limit " + CHUNK;
    private static final String TAKE =
            "update config_provider_check set " + UNTIL + ", owner = ?2 where id = ?3 and leased_until <= NOW(6)";
    private static final String HELD = "select namespace_id, group_id, data_id from config_provider_check"
            + " where owner = ?1 and leased_until > NOW(6)";
    private static final String HOLDS =
            "select id from config_provider_check" + OF_KEY + " and owner = ?4 and leased_until > NOW(6)";
    private static final String RELEASE =
            "update config_provider_check set owner = '', leased_until = NOW(6) where owner = ?1";

    private final Database database;
    private final ProviderStore providers;
    private final AuditStore audit;

    @Inject
    CheckStore(Database database, ProviderStore providers, AuditStore audit) {
        this.database = database;
        this.providers = providers;
        this.audit = audit;
    }

    /**
     * That the providers of a key are checked. Immutable.
     *
     * @param by who turned it on
     * @param node whose the lease is; {@code ""} when it is nobody's now
     */
    record Check(String by, Instant at, String node) {}

    /** The name of a run of a node, as leases have it. */
    static String owner(String node, String run) {
        return node + '/' + run;
    }

    /** Of which node it is the name of a run. */
    static String nodeOf(String owner) {
        int slash = owner.indexOf('/');
        return slash < 0 ? owner : owner.substring(0, slash);
    }

    /** The check of a key, if it is on. */
    Optional<Check> find(ConfigKey key) {
        return database.read(
                Lane.READ,
                entities -> Statement.of(entities, FIND, key)
                        .row()
                        .map(row -> new Check((String) row[0], Statement.instant(row[1]), nodeOf((String) row[2]))));
    }

    /** Turns the check of a key on, if it is not. */
    void turnOn(Caller caller, ConfigKey key) {
        database.maintain(entities -> {
            boolean on = Statement.of(entities, "select id from config_provider_check" + OF_KEY, key)
                    .value()
                    .isPresent();
            if (!on) {
                Statement.of(entities, INSERT, key, database.newId(), caller.subject())
                        .execute();
                audit.record(entities, Entry.of(caller, "check-on", Entry.Target.of(key)));
            }
            return on;
        });
    }

    /** Turns it off; whether it was on. */
    boolean turnOff(Caller caller, ConfigKey key) {
        return database.maintain(entities -> {
            boolean on = Statement.of(entities, DELETE, key).execute() == 1;
            if (on) {
                audit.record(entities, Entry.of(caller, "check-off", Entry.Target.of(key)));
            }
            return on;
        });
    }

    /** Whether asking has a chance; costs nothing. */
    boolean isUp() {
        return database.state().up();
    }

    /** Keeps what is leased to this owner, takes what is leased to nobody any more, and tells all that is the owner's then. */
    List<ConfigKey> lease(String owner) {
        database.maintain(entities ->
                Statement.of(entities, KEEP, LEASE.toSeconds(), owner).execute());
        while (database.maintain(entities -> take(entities, owner)) == CHUNK) {
            // Others take at the same time, so that the keys are spread.
        }
        return database.read(
                Lane.SWEEP,
                entities -> Statement.of(entities, HELD, owner).rows().stream()
                        .map(row -> ConfigKey.of((String) row[0], (String) row[1], (String) row[2]))
                        .toList());
    }

    /** How many it found; of these some may have been taken by others. */
    private static int take(EntityManager entities, String owner) {
        List<Object> lapsed = Statement.of(entities, LAPSED).values();
        lapsed.forEach(
                id -> Statement.of(entities, TAKE, LEASE.toSeconds(), owner, id).execute());
        return lapsed.size();
    }

    /** The datums of a key with their states, in no order. */
    List<Seen> seen(ConfigKey key) {
        return providers.seen(key);
    }

    /** Gives everything back that is leased to this owner. */
    void release(String owner) {
        database.maintain(entities -> Statement.of(entities, RELEASE, owner).execute());
    }

    /**
     * Sets the state of a provider, on condition that it and its datum are as they were seen, and that the key is leased to this
     * owner.
     *
     * @return whether that is so
     */
    boolean setIf(StateChange change, Seen seen, String owner) {
        return database.maintain(entities ->
                Statement.of(entities, HOLDS, change.key(), owner).value().isPresent()
                        && providers.setIf(entities, change, seen));
    }
}
