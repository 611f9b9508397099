/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.audit;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.server.store.Lane;
import org.diamondconfig.server.store.LostRace;
import org.diamondconfig.server.store.Statement;

/**
 * The seals over the entries of the trail: each binds some entries and the seal before it. Thread-safe. Every call may fail with
 * {@link Unavailable}.
 *
 * <p>One node seals, for as long as it says so again and again; that only keeps others from doing the same work in vain. What
 * keeps the chain whole are the statements: a number is given once, and an entry comes under one seal.
 */
@Component
final class SealStore {

    /** Most entries under one seal. */
    static final int ENTRIES = 500;

    /** The mark of an entry that was not genuine when it was to be sealed. */
    static final long FORGED = -1;

    private static final String LEASE = "update audit_chain set sealer = ?1, sealer_at = NOW(6) where slot = 1"
            + " and (sealer = ?1 or sealer = '' or sealer_at < TIMESTAMPADD(MICROSECOND, ?2, NOW(6)))";

    private static final String UNSEALED =
            AuditStore.SELECT + " where seal = 0 order by recorded_at, id limit " + ENTRIES;

    private static final String HEAD = "select seal, mac from audit_seal order by seal desc limit 1";

    private static final String STRAYS = "select id, seal from audit_entry where seal < 0"
            + " or seal > 0 and seal <= (select cut from audit_chain where slot = 1)"
            + " or seal > coalesce((select seal from audit_seal order by seal desc limit 1), 0) limit ?1";

    private final Database database;
    private final AuditKeyStore keys;

    @Inject
    SealStore(Database database, AuditKeyStore keys) {
        this.database = database;
        this.keys = keys;
    }

    /** Where the chain ends: the last seal; 0 and {@code ""} before the first. */
    record Head(long seal, String mac) {

        static final Head NONE = new Head(0, "");
    }

    /** Who wants to seal, and for how long others then leave it to that node. */
    record Lease(String node, Duration duration) {}

    /** A seal as it stands. */
    record Seal(long seal, int entries, String mac) {}

    /** Where the old end of the chain was cut off. */
    record Cut(long seal, String mac, String signature) {}

    /**
     * What one node did in its turn.
     *
     * @param sealed how many entries came under a seal
     * @param forged how many were not genuine
     */
    record Turn(int sealed, int forged) {

        private static final Turn NONE = new Turn(0, 0);

        /** Whether there may be more to do. */
        boolean more() {
            return sealed + forged == ENTRIES;
        }
    }

    /** Seals the oldest entries that are committed and under no seal yet, unless another node does. Idle, it only reads. */
    Turn seal(Lease lease) {
        String any = "select id from audit_entry where seal = 0 limit 1";
        if (database.read(
                Lane.SWEEP, entities -> Statement.of(entities, any).value().isEmpty())) {
            return Turn.NONE;
        }
        return database.maintain(entities -> {
            Signer signer = keys.signer(entities);
            if (!isOurs(entities, lease)) {
                return Turn.NONE;
            }
            Map<Boolean, List<Entry.Written>> found =
                    written(entities, UNSEALED).stream().collect(Collectors.partitioningBy(signer::isGenuine));
            mark(entities, found.get(false), FORGED);
            if (!found.get(true).isEmpty()) {
                append(entities, signer, found.get(true), lease.node());
            }
            return new Turn(found.get(true).size(), found.get(false).size());
        });
    }

    private static boolean isOurs(EntityManager entities, Lease lease) {
        return Statement.of(entities, LEASE, lease.node(), -micros(lease.duration()))
                        .execute()
                == 1;
    }

    private static void append(EntityManager entities, Signer signer, List<Entry.Written> entries, String node) {
        Head head = head(entities);
        long next = head.seal() + 1;
        Statement.of(
                        entities,
                        "insert into audit_seal (seal, entries, node, mac, sealed_at) values (?1, ?2, ?3, ?4, NOW(6))",
                        next,
                        entries.size(),
                        node,
                        signer.seal(next, head.mac(), entries))
                .execute();
        mark(entities, entries, next);
    }

    private static void mark(EntityManager entities, List<Entry.Written> entries, long seal) {
        if (entries.isEmpty()) {
            return;
        }
        String numbers =
                IntStream.range(2, entries.size() + 2).mapToObj(i -> "?" + i).collect(Collectors.joining(", "));
        List<Long> ids = entries.stream().map(Entry.Written::id).toList();
        Statement mark = Statement.of(
                entities, "update audit_entry set seal = ?1 where seal = 0 and id in (" + numbers + ")", seal, ids);
        if (mark.execute() != entries.size()) {
            throw new LostRace();
        }
    }

    private static List<Entry.Written> written(EntityManager entities, String sql, Object... values) {
        return Statement.of(entities, sql, values).rows().stream()
                .map(AuditStore::written)
                .toList();
    }

    private static Head head(EntityManager entities) {
        return Statement.of(entities, HEAD)
                .row()
                .map(row -> new Head(Statement.number(row[0]), (String) row[1]))
                .or(() -> cut(entities).map(cut -> new Head(cut.seal(), cut.mac())))
                .orElse(Head.NONE);
    }

    private static Optional<Cut> cut(EntityManager entities) {
        return Statement.of(entities, "select cut, cut_mac, cut_signature from audit_chain where slot = 1")
                .row()
                .map(row -> new Cut(Statement.number(row[0]), (String) row[1], (String) row[2]));
    }

    /** Where the chain ends now. */
    Head head() {
        return database.read(Lane.SWEEP, SealStore::head);
    }

    /** Where its old end was cut off; empty if the store has no trail yet, or its row is gone. */
    Optional<Cut> cut() {
        return database.read(Lane.SWEEP, SealStore::cut);
    }

    /** The signer of the trail; empty if it has none yet. */
    Optional<Signer> signer() {
        return database.read(Lane.SWEEP, keys::find);
    }

    /** Seals after one, in the order of their numbers. */
    List<Seal> seals(long after, int limit) {
        return database.read(
                Lane.SWEEP,
                entities -> Statement.of(
                                entities,
                                "select seal, entries, mac from audit_seal where seal > ?1 order by seal limit ?2",
                                after,
                                limit)
                        .rows()
                        .stream()
                        .map(SealStore::seal)
                        .toList());
    }

    private static Seal seal(Object[] row) {
        return new Seal(Statement.number(row[0]), Math.toIntExact(Statement.number(row[1])), (String) row[2]);
    }

    /** This seal; empty if there is none of the number. */
    Optional<Seal> seal(long number) {
        return seals(number - 1, 1).stream()
                .filter(seal -> seal.seal() == number)
                .findFirst();
    }

    /** The entries under a seal, in the order in which it binds them. */
    List<Entry.Written> entries(long seal) {
        return database.read(Lane.SWEEP, entities -> entries(entities, seal));
    }

    private static List<Entry.Written> entries(EntityManager entities, long seal) {
        return written(entities, AuditStore.SELECT + " where seal = ?1 order by recorded_at, id", seal);
    }

    /** Some entries that wait for a seal, oldest first. */
    List<Entry.Written> unsealed() {
        return database.read(Lane.SWEEP, entities -> written(entities, UNSEALED));
    }

    /** How long the oldest entry has waited for a seal. */
    Duration unsealedAge() {
        String age = "select coalesce(TIMESTAMPDIFF(MICROSECOND, min(recorded_at), NOW(6)), 0) from audit_entry"
                + " where seal = 0";
        return database.read(
                Lane.SWEEP,
                entities -> Duration.ofNanos(Statement.of(entities, age)
                                .value()
                                .map(Statement::number)
                                .orElse(0L)
                        * 1_000));
    }

    /** Some entries under a seal that there is not, each with the number of it; {@link #FORGED} among them. */
    List<Seal> strays(int limit) {
        return database.read(
                Lane.SWEEP,
                entities -> Statement.of(entities, STRAYS, limit).rows().stream()
                        .map(row -> new Seal(Statement.number(row[1]), 1, Long.toString(Statement.number(row[0]))))
                        .toList());
    }

    /**
     * Takes away the oldest seals with their entries, as far as every entry under them is older, and signs for it. What does not
     * verify stays, and all that came after it.
     *
     * @return how many seals went
     */
    int cut(Lease lease, Duration keep, int most) {
        return database.maintain(entities -> {
            Signer signer = keys.signer(entities);
            if (!isOurs(entities, lease)) {
                return 0;
            }
            Cut before = cut(entities).orElseThrow(LostRace::new);
            List<Seal> outdated = outdated(entities, signer, new Head(before.seal(), before.mac()), keep, most);
            if (outdated.isEmpty()) {
                return 0;
            }
            Seal last = outdated.get(outdated.size() - 1);
            Statement.of(
                            entities,
                            "update audit_chain set cut = ?1, cut_mac = ?2, cut_signature = ?3"
                                    + " where slot = 1 and cut = ?4",
                            last.seal(),
                            last.mac(),
                            signer.cut(last.seal(), last.mac()),
                            before.seal())
                    .executeOne();
            Statement.of(entities, "delete from audit_entry where seal > 0 and seal <= ?1", last.seal())
                    .execute();
            Statement.of(entities, "delete from audit_seal where seal <= ?1", last.seal())
                    .execute();
            return outdated.size();
        });
    }

    private static List<Seal> outdated(EntityManager entities, Signer signer, Head cut, Duration keep, int most) {
        List<Seal> outdated = new ArrayList<>();
        Head before = cut;
        List<Object[]> rows = Statement.of(
                        entities,
                        "select seal, entries, mac from audit_seal where seal > ?1 and seal <= ?2 and not exists"
                                + " (select 1 from audit_entry e where e.seal = audit_seal.seal"
                                + " and e.recorded_at >= TIMESTAMPADD(MICROSECOND, ?3, NOW(6))) order by seal",
                        cut.seal(),
                        cut.seal() + most,
                        -micros(keep))
                .rows();
        for (Object[] row : rows) {
            Seal seal = seal(row);
            boolean whole = seal.seal() == before.seal() + 1
                    && signer.seal(seal.seal(), before.mac(), entries(entities, seal.seal()))
                            .equals(seal.mac());
            if (!whole) {
                break;
            }
            outdated.add(seal);
            before = new Head(seal.seal(), seal.mac());
        }
        return outdated;
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}
