/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.aggregate;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.diamondconfig.server.config.ConfigChanged;
import org.diamondconfig.server.config.ConfigStore;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.server.store.Lane;
import org.diamondconfig.server.store.LostRace;
import org.diamondconfig.server.store.Statement;
import org.diamondconfig.wire.ConfigKey;

/**
 * Makes of the datums of a key what is read: all of them, in the byte order of their ids. Thread-safe.
 *
 * <p>The count of changes and the datums are read by one statement, so they belong together; the merge then stands only if no
 * merge of as many changes or more was recorded meanwhile. So an older set of datums never follows a newer one, whoever merges.
 */
@Component
class MergeStore {

    private static final String OF_KEY = " where namespace_id = ?1 and group_id = ?2 and data_id = ?3";

    private static final String STANDING = "select case when pending then 1 else 0 end,"
            + " TIMESTAMPDIFF(MICROSECOND, merged_at, NOW(6)) from config_aggregate" + OF_KEY;

    private static final String COUNT_AND_DATUMS = "select a, d.datumId, d.content"
            + " from AggregateRow a left join DatumRow d on d.namespaceId = a.namespaceId and d.groupId = a.groupId"
            + " and d.dataId = a.dataId where a.namespaceId = :n and a.groupId = :g and a.dataId = :d";

    private static final String RECORD = "update config_aggregate set merged_dirty = ?1,"
            + " pending = case when dirty > ?1 then true else false end, merged_at = NOW(6)"
            + " where id = ?2 and merged_dirty < ?1";

    private static final String CLOSE = "update config_aggregate set merged_dirty = ?1, pending = false,"
            + " merged_at = NOW(6) where id = ?2 and dirty = ?1 and merged_dirty < ?1";

    private final Database database;
    private final ConfigStore configs;

    @Inject
    MergeStore(Database database, ConfigStore configs) {
        this.database = database;
        this.configs = configs;
    }

    /**
     * What became of a look at a key.
     *
     * @param merged whether its datums were merged now
     * @param change the version that this made; empty when the content stayed the same
     * @param again when to look again, if it was merged too lately
     */
    record Look(boolean merged, Optional<ConfigChanged> change, Optional<Duration> again) {

        private static final Look SETTLED = new Look(false, Optional.empty(), Optional.empty());
    }

    /** All datums of a key in the byte order of their ids, and the count of the changes that they show. */
    record Snapshot(AggregateRow count, SortedMap<byte[], String> datums) {

        Optional<String> content() {
            return datums.isEmpty() ? Optional.empty() : Optional.of(String.join(DatumChange.JOINT, datums.values()));
        }
    }

    /** Keys with changes that no merge has shown yet, in no order. */
    List<ConfigKey> pending(int limit) {
        String some = "select namespace_id, group_id, data_id from config_aggregate where pending = true limit ?1";
        return database.read(
                Lane.SWEEP,
                entities -> Statement.of(entities, some, limit).rows().stream()
                        .map(row -> new ConfigKey((String) row[0], (String) row[1], (String) row[2]))
                        .toList());
    }

    /** Merges a key if changes are pending and its last merge, by whichever node, is longer ago than the window. */
    Look merge(ConfigKey key, Duration window) {
        return database.maintain(entities -> {
            Optional<Object[]> standing = Statement.of(entities, STANDING, key).row();
            if (standing.isEmpty() || Statement.number(standing.get()[0]) == 0) {
                return Look.SETTLED;
            }
            Duration age = Duration.of(Statement.number(standing.get()[1]), ChronoUnit.MICROS);
            Duration left = left(age, window);
            return left.isZero()
                    ? new Look(true, mergeWithin(entities, key), Optional.empty())
                    : new Look(false, Optional.empty(), Optional.of(left));
        });
    }

    /** A database whose clock was set back must not make anybody wait. */
    private static Duration left(Duration age, Duration window) {
        return age.isNegative() || age.compareTo(window) >= 0 ? Duration.ZERO : window.minus(age);
    }

    /** Merges within a transaction; the change, unless the content is the same, is for whoever commits it to tell. */
    Optional<ConfigChanged> mergeWithin(EntityManager entities, ConfigKey key) {
        Snapshot snapshot = snapshot(entities, key);
        Optional<String> content = snapshot.content();
        String record = content.isPresent() ? RECORD : CLOSE;
        Statement.of(
                        entities,
                        record,
                        snapshot.count().dirty(),
                        snapshot.count().id())
                .executeOne();
        String comment =
                snapshot.datums().size() + " datums after " + snapshot.count().dirty() + " changes";
        return configs.merge(entities, snapshot.count().changedBy(), key, content, comment);
    }

    /** Reads what a merge is made of. A test steps in between this and what follows. */
    Snapshot snapshot(EntityManager entities, ConfigKey key) {
        List<Object[]> rows = entities.createQuery(COUNT_AND_DATUMS, Object[].class)
                .setParameter("n", key.namespace())
                .setParameter("g", key.group())
                .setParameter("d", key.dataId())
                .setHint(Database.TRACKED, false)
                .getResultList();
        if (rows.isEmpty()) {
            throw new LostRace();
        }
        SortedMap<byte[], String> datums = new TreeMap<>(Arrays::compareUnsigned);
        rows.stream()
                .filter(row -> row[1] != null)
                .forEach(row -> datums.put(((String) row[1]).getBytes(StandardCharsets.UTF_8), (String) row[2]));
        return new Snapshot((AggregateRow) rows.get(0)[0], datums);
    }
}
