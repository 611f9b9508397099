/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.audit;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.NodeId;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.server.store.Lane;
import org.diamondconfig.server.store.Statement;

/**
 * The entries of the trail: written within the transaction of what they tell, and read page by page. Thread-safe.
 *
 * <p>An entry is one insert into a table that nobody locks: a random id, no counter, no look at the entry before. What links it
 * to the others comes later, with the seal.
 */
@Component
public final class AuditStore {

    /** All of an entry, the time as a number: the drivers hand a time of a plain statement over as types of their own. */
    static final String SELECT =
            "select id, node, TIMESTAMPDIFF(MICROSECOND, TIMESTAMP '1970-01-01 00:00:00', recorded_at),"
                    + " subject, how, client_address, trace_id, action, namespace_id, group_id, data_id, object_name,"
                    + " version_before, version_after, outcome, times, mac, seal from audit_entry";

    private static final String INSERT =
            "insert into audit_entry (id, node, recorded_at, subject, how, client_address, trace_id, action, namespace_id,"
                    + " group_id, data_id, object_name, version_before, version_after, outcome, times, mac, seal)"
                    + " values (?1, ?2, TIMESTAMPADD(MICROSECOND, ?3, NOW(6)), ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,"
                    + " ?14, ?15, ?16, ?17, 0)";

    private static final String AT = "TIMESTAMPADD(MICROSECOND, ?%d, TIMESTAMP '1970-01-01 00:00:00')";

    private static final Duration OLDEST = Duration.ofDays(3650);

    private final Database database;
    private final AuditKeyStore keys;
    private final NodeId node;
    private final Duration searchTimeout;

    @Inject
    AuditStore(Database database, AuditKeyStore keys, NodeId node, Settings settings) {
        this.database = database;
        this.keys = keys;
        this.node = node;
        searchTimeout = settings.duration(Knob.SEARCH_TIMEOUT);
    }

    /**
     * Writes down what this transaction does: it is in the trail if the change is made, and only then.
     *
     * @throws Unavailable AUDIT_KEY if this node cannot sign it; then the change must not be made either
     */
    public void record(EntityManager entities, Entry entry) {
        recordAll(entities, List.of(entry));
    }

    /** {@link #record} for several things, at least one, that the transaction does. */
    public void recordAll(EntityManager entities, List<Entry> all) {
        Statement.insertAll(
                entities,
                INSERT,
                all.stream()
                        .map(entry -> row(entities, database.newId(), entry, Duration.ZERO))
                        .toList());
    }

    /** Writes down what happened so long ago. */
    void insert(EntityManager entities, long id, Entry entry, Duration age) {
        Statement.insertAll(entities, INSERT, List.of(row(entities, id, entry, age)));
    }

    private List<?> row(EntityManager entities, long id, Entry entry, Duration age) {
        Entry.Written written = new Entry.Written(id, 0, node.value(), entry, "", 0);
        return List.of(
                id,
                written.node(),
                -age.toNanos() / 1_000,
                columns(entry),
                keys.signer(entities).entry(written));
    }

    /**
     * Writes down those of these that are not in the trail yet. The database counts an age back from its own clock, so it is taken
     * at the insert itself: until then a connection may have been waited for.
     *
     * @param clock by which they know when they happened
     */
    void insertMissing(List<AuditQueue.Waiting> entries, InstantSource clock) {
        if (entries.isEmpty()) {
            return;
        }
        String numbers =
                IntStream.rangeClosed(1, entries.size()).mapToObj(i -> "?" + i).collect(Collectors.joining(", "));
        String known = "select id from audit_entry where id in (" + numbers + ")";
        List<Long> ids = entries.stream().map(AuditQueue.Waiting::id).toList();
        database.maintain(entities -> {
            Set<Long> there = Statement.of(entities, known, ids).values().stream()
                    .map(Statement::number)
                    .collect(Collectors.toSet());
            entries.stream()
                    .filter(entry -> !there.contains(entry.id()))
                    .forEach(entry -> insert(entities, entry.id(), entry.entry(), age(entry.at(), clock.instant())));
            return null;
        });
    }

    private static Duration age(Instant at, Instant now) {
        Duration age = Duration.between(at, now);
        return age.isNegative() ? Duration.ZERO : age.compareTo(OLDEST) > 0 ? OLDEST : age;
    }

    private static List<?> columns(Entry entry) {
        return List.of(
                entry.who().subject(),
                entry.who().how(),
                entry.who().address(),
                entry.who().traceId(),
                entry.action(),
                entry.target().namespace(),
                entry.target().group(),
                entry.target().dataId(),
                entry.target().object(),
                entry.versions().before(),
                entry.versions().after(),
                entry.outcome(),
                entry.times());
    }

    /** An entry, of the columns of {@link #SELECT}. */
    static Entry.Written written(Object[] row) {
        Entry.Who who = new Entry.Who((String) row[3], (String) row[4], (String) row[5], (String) row[6]);
        Entry.Target target = new Entry.Target((String) row[8], (String) row[9], (String) row[10], (String) row[11]);
        Entry.Versions versions = new Entry.Versions(Statement.number(row[12]), Statement.number(row[13]));
        Entry entry = new Entry(
                who, (String) row[7], target, versions, (String) row[14], Math.toIntExact(Statement.number(row[15])));
        return new Entry.Written(
                Statement.number(row[0]),
                Statement.number(row[2]),
                (String) row[1],
                entry,
                (String) row[16],
                Statement.number(row[17]));
    }

    /**
     * Entries that match, newest first.
     *
     * @throws Unavailable SEARCH_TIMEOUT if it took too long
     */
    List<Entry.Written> find(Audit.Filter filter, int limit) {
        Conditions conditions = new Conditions(filter);
        conditions.values.add(limit);
        String sql =
                SELECT + conditions.where() + " order by recorded_at desc, id desc limit ?" + conditions.values.size();
        try {
            return database.read(
                    Lane.READ,
                    entities -> Statement.of(entities, sql, conditions.values).within(searchTimeout).rows().stream()
                            .map(AuditStore::written)
                            .toList());
        } catch (Unavailable e) {
            if (e.code().equals("STORE_SLOW")) {
                throw new Unavailable("SEARCH_TIMEOUT", "The search took too long; narrow it by from and to.", 1, e);
            }
            throw e;
        }
    }

    /** What a filter asks for, as SQL and its values. */
    private static final class Conditions {

        private final List<String> conditions = new ArrayList<>();
        private final List<Object> values = new ArrayList<>();

        Conditions(Audit.Filter filter) {
            filter.namespace().ifPresent(name -> add("namespace_id = ?%d", name));
            filter.group().ifPresent(name -> add("group_id = ?%d", name));
            filter.dataId().ifPresent(name -> add("data_id = ?%d", name));
            filter.who().ifPresent(subject -> add("subject = ?%d", subject));
            filter.action().ifPresent(action -> add("action = ?%d", action));
            filter.outcome().ifPresent(this::addOutcome);
            filter.fromMicros().ifPresent(micros -> add("recorded_at >= " + AT, micros));
            filter.toMicros().ifPresent(micros -> add("recorded_at < " + AT, micros));
            filter.before().ifPresent(this::addBefore);
        }

        private void add(String condition, Object value) {
            values.add(value);
            conditions.add(String.format(condition, values.size()));
        }

        private void addOutcome(String outcome) {
            if (outcome.equals("refused")) {
                add("outcome <> ?%d", Entry.DONE);
            } else {
                add("outcome = ?%d", outcome);
            }
        }

        private void addBefore(Audit.Place place) {
            values.add(place.atMicros());
            String at = String.format(AT, values.size());
            values.add(place.id());
            conditions.add("recorded_at <= " + at + " and (recorded_at < " + at + " or id < ?" + values.size() + ")");
        }

        String where() {
            return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
        }
    }
}
