/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.config;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.diamondconfig.server.audit.AuditQueue;
import org.diamondconfig.server.audit.AuditStore;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.namespace.KindRules;
import org.diamondconfig.server.namespace.NamespaceStore;
import org.diamondconfig.server.problem.Conflict;
import org.diamondconfig.server.problem.NotFound;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.quota.Amount;
import org.diamondconfig.server.quota.Growth;
import org.diamondconfig.server.quota.Quotas;
import org.diamondconfig.server.request.RequestStore;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.server.store.Lane;
import org.diamondconfig.server.store.Statement;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;

/**
 * The rows of the configurations: found, searched, and changed in the one way there is, by conditional statements and
 * history rows in one transaction. Thread-safe.
 *
 * <p>What is decided from an earlier read is decided again by the statement itself: an update names the version that was
 * read, an insert meets the unique key; whoever finds it otherwise has lost a race and begins anew.
 */
@Component
public final class ConfigStore {

    private static final String TIMEOUT_MILLIS = "jakarta.persistence.query.timeout";

    private static final String INSERT =
            "insert into config_info (id, namespace_id, group_id, data_id, version, deleted, kind, content, md5, type,"
                    + " description, tags, app_name, changed_by, client_address, changed_at)"
                    + " values (?1, ?2, ?3, ?4, 1, false, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, NOW(6))";
    private static final String UPDATE =
            "update config_info set version = version + 1, deleted = ?1, kind = ?2, content = ?3, md5 = ?4, type = ?5,"
                    + " description = ?6, tags = ?7, app_name = ?8, changed_by = ?9, client_address = ?10,"
                    + " changed_at = NOW(6) where id = ?11 and version = ?12";
    private static final String INSERT_HISTORY =
            "insert into config_history (id, namespace_id, group_id, data_id, version, operation, kind, content, md5,"
                    + " type, description, tags, app_name, changed_by, client_address, reason, change_id, changed_at)"
                    + " values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, NOW(6))";

    /**
     * What became of a change.
     *
     * @param content what stands at the version that was published; empty when that was not looked up
     */
    record Outcome(Configs.BatchResult result, Optional<ConfigChanged.Content> content) {}

    /** Which version a change makes, and which act it is part of. */
    private record Step(long version, long changeId) {}

    /** One attempt at one transaction: the id of its act in the history, and what it has let grow. */
    private record Attempt(EntityManager entities, long changeId, Growth growth) {}

    /** Where it is told what was changed, and what was refused. */
    @Component
    record Trail(AuditStore audit, AuditQueue refusals) {

        @Inject
        Trail {}
    }

    private final Database database;
    private final NamespaceStore namespaces;
    private final RequestStore requests;
    private final Trail trail;
    private final Quotas quotas;
    private final KindRules.Reader kinds = new KindRules.Reader();

    @Inject
    ConfigStore(Database database, NamespaceStore namespaces, RequestStore requests, Trail trail, Quotas quotas) {
        this.database = database;
        this.namespaces = namespaces;
        this.requests = requests;
        this.trail = trail;
        this.quotas = quotas;
    }

    /**
     * Applies changes of different keys in one transaction, in the order of their keys. A change that is refused does not
     * touch the others.
     *
     * @return an outcome each, in the order of the keys
     */
    List<Outcome> apply(List<Change> changes) {
        List<Change> ordered =
                changes.stream().sorted(Comparator.comparing(Change::key)).toList();
        List<Outcome> outcomes = database.write(entities -> {
            Attempt attempt = begin(entities);
            return ordered.stream().map(change -> outcome(attempt, change)).toList();
        });
        for (int i = 0; i < outcomes.size(); i++) {
            Change change = ordered.get(i);
            outcomes.get(i).result().problem().ifPresent(problem -> refused(change, problem));
        }
        return outcomes;
    }

    private Attempt begin(EntityManager entities) {
        return new Attempt(entities, database.newId(), quotas.growth());
    }

    /** Tells the audit trail that a change was refused. */
    void refused(Change change, ProblemException problem) {
        trail.refusals().refused(change.entry(), problem);
    }

    private Outcome outcome(Attempt attempt, Change change) {
        try {
            return applyOnce(attempt, change);
        } catch (ProblemException e) {
            return new Outcome(Configs.BatchResult.of(change.key(), e), Optional.empty());
        }
    }

    /** Sent through two nodes, it may take effect between look-up and read: then what refuses this one is its own effect. */
    private Outcome applyOnce(Attempt attempt, Change change) {
        Optional<String> requestKey = change.wish().idempotencyKey();
        if (requestKey.isEmpty()) {
            return apply(attempt, change);
        }
        EntityManager entities = attempt.entities();
        RequestStore.Named request =
                new RequestStore.Named(change.caller().subject(), requestKey.get(), change.fingerprint());
        Optional<Outcome> earlier = earlier(entities, change.key(), request);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        try {
            Outcome outcome = apply(attempt, change);
            requests.add(
                    entities,
                    request,
                    outcome.result().published().orElseThrow().encoded());
            return outcome;
        } catch (ProblemException refused) {
            return earlier(entities, change.key(), request).orElseThrow(() -> refused);
        }
    }

    private Optional<Outcome> earlier(EntityManager entities, ConfigKey key, RequestStore.Named request) {
        return requests.outcome(entities, request).map(encoded -> {
            Published published = Published.decoded(key, encoded);
            return new Outcome(Configs.BatchResult.of(published), Optional.empty());
        });
    }

    private Outcome apply(Attempt attempt, Change change) {
        EntityManager entities = attempt.entities();
        Optional<ConfigRow> row = row(entities, change.key());
        change.require(row, epoch());
        boolean absent = row.map(ConfigRow::deleted).orElse(true);
        if (absent && change.act().removes()) {
            throw new NotFound("CONFIG_NOT_FOUND", "There is no configuration of that name.");
        }
        if (absent && !namespaces.exists(entities, change.key().namespace())) {
            throw new NotFound("NAMESPACE_NOT_FOUND", "There is no namespace of that name; create it first.");
        }
        requireKind(entities, change, absent);
        Change.State next = change.over(row.map(ConfigRow::state));
        if (!absent && next.equals(row.get().state())) {
            return published(change.key(), row.get().version(), next, false);
        }
        if (!change.act().merges()) {
            attempt.growth().require(change.key(), () -> next.amount().minus(amount(row)));
        }
        long version = row.map(ConfigRow::version).orElse(0L) + 1;
        // Before the row is locked, since whoever wants the same row waits from then on.
        trail.audit().record(entities, change.entry().between(version - 1, version));
        if (row.isEmpty()) {
            insert(entities, change, next);
        } else {
            update(entities, change, next, row.get());
        }
        insertHistory(entities, change, next, new Step(version, attempt.changeId()));
        return published(change.key(), version, next, true);
    }

    private static Amount amount(Optional<ConfigRow> row) {
        return row.map(ConfigRow::state).map(Change.State::amount).orElse(Amount.NONE);
    }

    /** The rules of the namespace decide of what kind a key is born; while it has content it stays what it is. */
    private void requireKind(EntityManager entities, Change change, boolean absent) {
        ConfigKey rules = KindRules.keyOf(change.key().namespace());
        if (change.key().equals(rules)) {
            change.requireRules();
        } else if (absent && !change.act().merges()) {
            String text = row(entities, rules).map(row -> row.state().content()).orElse("");
            change.requireSingle(kinds.read(change.key().namespace(), text));
        }
    }

    /**
     * Makes what the datums of a key come to its content, within the transaction that reads or changes them. When that is
     * committed, {@link Configs#merged} tells it. No quota holds it up: whoever let the datums in has asked.
     *
     * @param by who changed a datum last
     * @param content empty if no datum is left: the key is removed
     * @return empty if the key has that content already
     * @throws Conflict KIND_MISMATCH if the key has content that was published as a whole
     */
    public Optional<ConfigChanged> merge(
            EntityManager entities, Caller by, ConfigKey key, Optional<String> content, String comment) {
        Publication wish = Publication.of(key, content.orElse("")).withComment(comment);
        Change.Act act = content.isPresent() ? Change.Act.MERGE : Change.Act.MERGE_TO_NOTHING;
        Outcome outcome = apply(begin(entities), new Change(act, by, wish));
        return outcome.result()
                .published()
                .filter(Published::changed)
                .map(published -> new ConfigChanged(key, published.epoch(), published.version(), outcome.content()));
    }

    private Outcome published(ConfigKey key, long version, Change.State state, boolean changed) {
        Published published = new Published(key, epoch(), version, state.md5(), changed);
        return new Outcome(
                Configs.BatchResult.of(published),
                Optional.of(new ConfigChanged.Content(state.md5(), state.type(), state.content())));
    }

    private void insert(EntityManager entities, Change change, Change.State next) {
        Statement.of(
                        entities,
                        INSERT,
                        database.newId(),
                        change.key(),
                        change.act().kind(),
                        columns(change, next))
                .execute();
    }

    private static void update(EntityManager entities, Change change, Change.State next, ConfigRow row) {
        Statement.of(
                        entities,
                        UPDATE,
                        next.deleted(),
                        change.act().kind(),
                        columns(change, next),
                        row.id(),
                        row.version())
                .executeOne();
    }

    private void insertHistory(EntityManager entities, Change change, Change.State next, Step step) {
        Statement.of(
                        entities,
                        INSERT_HISTORY,
                        database.newId(),
                        change.key(),
                        step.version(),
                        change.act().operation(),
                        change.act().kind(),
                        columns(change, next),
                        change.wish().comment(),
                        step.changeId())
                .execute();
    }

    /** What both tables hold of a state and of who made it, in the order of the statements. */
    private static List<?> columns(Change change, Change.State next) {
        return List.of(
                next.content(),
                next.md5(),
                next.type().wireName(),
                next.labels().description(),
                next.labels().tags(),
                next.labels().appName(),
                change.caller().subject(),
                change.caller().address());
    }

    private Epoch epoch() {
        return database.epoch().orElseThrow();
    }

    /** The row of this key, a tombstone included, within a transaction. */
    static Optional<ConfigRow> row(EntityManager entities, ConfigKey key) {
        return entities.createQuery(
                        "select c from ConfigRow c where c.namespaceId = :n and c.groupId = :g and c.dataId = :d",
                        ConfigRow.class)
                .setParameter("n", key.namespace())
                .setParameter("g", key.group())
                .setParameter("d", key.dataId())
                .setHint(Database.TRACKED, false)
                .getResultStream()
                .findFirst();
    }

    /** What stands for this key, a tombstone included. */
    Optional<Config> find(ConfigKey key) {
        return database.read(Lane.READ, entities -> row(entities, key).map(row -> row.config(epoch())));
    }

    /** The same, and whether datums are behind it. */
    Optional<Config.Standing> standing(ConfigKey key) {
        return database.read(
                Lane.READ,
                entities -> row(entities, key)
                        .map(row -> new Config.Standing(
                                row.config(epoch()), row.kind().equals(ConfigRow.AGGREGATE))));
    }

    /** Rows that a search finds behind a place, in the order of keys. */
    List<Search.Row> search(Search search, Optional<Search.Place> after, int most, Duration timeout) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        String where = search.condition(after, parameters);
        return database.read(Lane.READ, entities -> {
            TypedQuery<Object[]> query = entities.createQuery(
                    Search.HITS + " where " + where + " order by c.namespaceId, c.groupId, c.dataId", Object[].class);
            parameters.forEach(query::setParameter);
            query.setHint(TIMEOUT_MILLIS, Math.toIntExact(timeout.toMillis()));
            return query.setMaxResults(most).getResultList().stream()
                    .map(columns -> Search.Row.of(columns, epoch()))
                    .toList();
        });
    }

    /** Those of these keys that are there, in their order. */
    List<Search.Hit> hits(List<ConfigKey> keys) {
        return database.read(
                Lane.READ,
                entities -> keys.stream().collect(Search.byGroup()).entrySet().stream()
                        .flatMap(group -> entities.createQuery(Search.OF_GROUP, Object[].class)
                                .setParameter("n", group.getKey().get(0))
                                .setParameter("g", group.getKey().get(1))
                                .setParameter("a", Collections.min(group.getValue()))
                                .setParameter("z", Collections.max(group.getValue()))
                                .setParameter("ids", group.getValue())
                                .getResultStream())
                        .flatMap(columns -> Search.Row.of(columns, epoch()).hit().stream())
                        .toList());
    }
}
