/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.cluster;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.server.store.Lane;
import org.diamondconfig.server.store.Statement;
import org.diamondconfig.wire.Epoch;

/**
 * The rows of the nodes and the key they share. Thread-safe. Each statement decides by its own condition and the number of
 * rows it met; ages are differences of the database's clock. Every call may fail with {@link Unavailable}.
 */
@Component
class ClusterStore {

    private static final Duration KEPT = Duration.ofHours(1);

    private static final Logger LOG = System.getLogger("diamond.cluster");

    private final Database database;

    /** Whether a strange row was told of. */
    private volatile boolean strange;

    @Inject
    ClusterStore(Database database) {
        this.database = database;
    }

    /**
     * A node's own row. Immutable.
     *
     * @param incarnation of this run, 16 hex characters
     */
    record Row(String nodeId, String incarnation, URI address, String software, Member.State state) {}

    /** Whether asking has a chance; costs nothing. */
    boolean isUp() {
        return database.state().up();
    }

    /** What the nodes of this store have in common; known even when the database is down. */
    Optional<String> clusterId() {
        return database.epoch().map(Epoch::storeId);
    }

    /**
     * Says that this run of the node lives.
     *
     * @param expiry a row older than this is a dead one's, and is taken over
     * @param first whether this run never had the row: then a row of the same address is taken over at once, because two runs
     *     cannot listen at one address, so the other has ended
     * @return where another node lives that has the same id; empty: the row is ours
     */
    Optional<String> beat(Row row, Duration expiry, boolean first) {
        return database.maintain(entities -> {
            if (renew(entities, row) || takeOver(entities, row, expiry, first)) {
                return Optional.empty();
            }
            Optional<String> other = holder(entities, row.nodeId());
            if (other.isEmpty()) {
                insert(entities, row);
            }
            return other;
        });
    }

    private static boolean renew(EntityManager entities, Row row) {
        Statement renewal = Statement.of(
                entities,
                "update cluster_instance set address = ?1, software = ?2, state = ?3, heartbeat_at = NOW(6)"
                        + " where node_id = ?4 and incarnation = ?5",
                row.address().toString(),
                row.software(),
                written(row.state()),
                row.nodeId(),
                row.incarnation());
        return renewal.execute() == 1;
    }

    private static boolean takeOver(EntityManager entities, Row row, Duration expiry, boolean first) {
        Statement takeOver = Statement.of(
                entities,
                "update cluster_instance set incarnation = ?1, address = ?2, software = ?3, state = ?4,"
                        + " started_at = NOW(6), heartbeat_at = NOW(6) where node_id = ?5"
                        + " and (heartbeat_at < TIMESTAMPADD(MICROSECOND, ?6, NOW(6)) or address = ?7)",
                row.incarnation(),
                row.address().toString(),
                row.software(),
                written(row.state()),
                row.nodeId(),
                -micros(expiry),
                first ? row.address().toString() : "");
        return takeOver.execute() == 1;
    }

    private static Optional<String> holder(EntityManager entities, String nodeId) {
        return Statement.of(entities, "select address from cluster_instance where node_id = ?1", nodeId)
                .value()
                .map(String.class::cast);
    }

    /** If another inserts at the same moment, the unique key tells, and the whole is tried again. */
    private static void insert(EntityManager entities, Row row) {
        Statement.of(
                        entities,
                        "insert into cluster_instance (node_id, incarnation, address, software, state, started_at,"
                                + " heartbeat_at) values (?1, ?2, ?3, ?4, ?5, NOW(6), NOW(6))",
                        row.nodeId(),
                        row.incarnation(),
                        row.address().toString(),
                        row.software(),
                        written(row.state()))
                .execute();
    }

    /** Takes this run's row away: the node ends in good order. */
    void leave(String nodeId, String incarnation) {
        database.maintain(entities -> Statement.of(
                        entities,
                        "delete from cluster_instance where node_id = ?1 and incarnation = ?2",
                        nodeId,
                        incarnation)
                .execute());
    }

    /** Deletes the rows of nodes that have long been dead. */
    void purge() {
        database.maintain(entities -> Statement.of(
                        entities,
                        "delete from cluster_instance where heartbeat_at < TIMESTAMPADD(MICROSECOND, ?1, NOW(6))",
                        -micros(KEPT))
                .execute());
    }

    /** Whether a row of this age is to be purged. */
    static boolean isLongDead(Duration age) {
        return age.compareTo(KEPT) > 0;
    }

    /** All nodes with a row, in no order, each in the state it wrote; rows that name no address of a node are passed over. */
    List<Member> members() {
        return database.read(
                Lane.SWEEP,
                entities -> Statement.of(
                                entities,
                                "select node_id, address, state, software,"
                                        + " TIMESTAMPDIFF(MICROSECOND, heartbeat_at, NOW(6)) from cluster_instance")
                        .rows()
                        .stream()
                        .flatMap(row -> member(row).stream())
                        .toList());
    }

    private Optional<Member> member(Object[] row) {
        URI address;
        try {
            address = AddressList.address((String) row[1]);
        } catch (IllegalArgumentException e) {
            if (!strange) {
                strange = true;
                LOG.log(
                        Level.WARNING,
                        "The row of node {0} in cluster_instance names no address of a node; such rows are passed over: {1}",
                        row[0],
                        e.getMessage());
            }
            return Optional.empty();
        }
        return Optional.of(new Member(
                (String) row[0],
                address,
                read(row[2]),
                Optional.of(Duration.ofNanos(Math.max(0, Statement.number(row[4])) * 1_000)),
                (String) row[3]));
    }

    /** What a node wrote; one of a later release may write what this one does not know. */
    private static Member.State read(Object state) {
        return Stream.of(Member.State.READY, Member.State.DRAINING)
                .filter(known -> written(known).equals(state))
                .findFirst()
                .orElse(Member.State.LOADING);
    }

    /**
     * The key with which the nodes of this store sign what they tell each other, in hex.
     *
     * @param candidate becomes the key if there is none yet
     */
    String signingKey(String candidate) {
        return database.maintain(entities -> {
            Optional<Object> found = Statement.of(entities, "select signing_key from cluster_identity where slot = 1")
                    .value();
            if (found.isPresent()) {
                return (String) found.get();
            }
            Statement.of(entities, "insert into cluster_identity (slot, signing_key) values (1, ?1)", candidate)
                    .execute();
            return candidate;
        });
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    private static String written(Member.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
