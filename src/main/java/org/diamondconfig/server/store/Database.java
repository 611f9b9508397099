/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityTransaction;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.problem.Conflict;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.wire.Epoch;
import org.eclipse.persistence.sessions.UnitOfWork;

/**
 * The database as whole transactions: each holds a permit of its lane, is tried again when it loses a race, and ends in a
 * known outcome or in {@link UnknownOutcome}. Thread-safe. While the store is down or changed every call fails at once;
 * a probe in the background finds out when that ends.
 */
@Component
public final class Database {

    /**
     * A query's hint; false: the rows found stand alone, no one compares them at the end. Such a query stays on the connection of
     * its transaction, which one that EclipseLink calls read-only does not.
     */
    public static final String TRACKED = "eclipselink.maintain-cache";

    private static final Logger LOG = Logger.getLogger(Database.class.getName());

    private static final int TRIES = 5;
    private static final long LEAST_PAUSE_MILLIS = 20;
    private static final long MOST_PAUSE_MILLIS = 200;
    static final int RETRY_AFTER_SECONDS = 1;

    private final LinkedStore link;
    private final Lanes lanes;
    private final RandomGenerator random;
    private final Counter retries;
    private final Counter unknown;

    @Inject
    public Database(Settings settings, Scheduler scheduler, PrometheusRegistry metrics) {
        this(settings, new LinkedStore(settings, scheduler), new SecureRandom(), metrics);
    }

    Database(Settings settings, LinkedStore link, RandomGenerator random, PrometheusRegistry metrics) {
        this.link = link;
        this.random = random;
        lanes = new Lanes(settings.count(Knob.POOL), settings.duration(Knob.POOL_WAIT));
        retries = Counter.builder()
                .name("diamond_store_retries_total")
                .help("Transactions tried again after a lost race.")
                .register(metrics);
        unknown = Counter.builder()
                .name("diamond_store_unknown_outcomes_total")
                .help("Transactions whose commit broke off.")
                .register(metrics);
        GaugeWithCallback.builder()
                .name("diamond_store_up")
                .help("1 while the store can be used.")
                .callback(gauge -> gauge.call(link.state().up() ? 1 : 0))
                .register(metrics);
    }

    /** Begins to use the database, and tries again in the background for as long as it cannot be used. */
    public void start() {
        link.start();
    }

    /** Gives up every connection. */
    public void stop() {
        link.stop();
    }

    /**
     * Reads; never changes anything. Each query sees what is committed when it begins. Blocks at most for a permit, a
     * connection and the queries.
     *
     * @throws Unavailable if the store cannot be used now
     */
    public <T> T read(Lane lane, Function<EntityManager, T> work) {
        requireUp(false);
        try (Lanes.Place place = lanes.enter(lane)) {
            return within(place, entities -> {
                try {
                    return work.apply(entities);
                } catch (RuntimeException e) {
                    throw translated(e);
                }
            });
        }
    }

    /**
     * Runs one transaction, the whole of it again when it loses a race; so the work must be free of other effects than SQL.
     *
     * @throws Unavailable if the store cannot be used now, or races were lost too often: nothing was changed
     * @throws UnknownOutcome if the commit broke off
     */
    public <T> T write(Function<EntityManager, T> work) {
        try (Lanes.Place place = enter()) {
            return write(place, work);
        }
    }

    /** {@link #write} for the background, which callers must not keep from its permits: heartbeats, merges, seals, retention. */
    public <T> T maintain(Function<EntityManager, T> work) {
        requireUp(true);
        try (Lanes.Place place = lanes.enter(Lane.SWEEP)) {
            return write(place, work);
        }
    }

    /**
     * A place among those who write or wait for it.
     *
     * @throws Unavailable if the store cannot be used now, or all places are taken
     */
    public Lanes.Place enter() {
        requireUp(true);
        return lanes.enter(Lane.WRITE);
    }

    /** {@link #write} for somebody who has a place. */
    public <T> T write(Lanes.Place place, Function<EntityManager, T> work) {
        for (int tries = 1; ; tries++) {
            requireUp(true);
            try {
                return within(place, entities -> transact(entities, work));
            } catch (LostRace e) {
                if (tries == TRIES) {
                    throw new Unavailable(
                            "BUSY", "Others change the same at this moment. Try again.", RETRY_AFTER_SECONDS, e);
                }
                retries.inc();
                pause();
            }
        }
    }

    private <T> T transact(EntityManager entities, Function<EntityManager, T> work) {
        EntityTransaction transaction = entities.getTransaction();
        T result;
        try {
            begin(entities, transaction);
            result = work.apply(entities);
        } catch (RuntimeException e) {
            rollBack(transaction, e);
            throw translated(e);
        } catch (Error e) {
            rollBack(transaction, e);
            throw e;
        }
        try {
            transaction.commit();
        } catch (RuntimeException e) {
            throw afterCommitWasSent(e);
        }
        return result;
    }

    /**
     * Begins the database's transaction too. EclipseLink would begin it at the first change and read before it on its own, which
     * is a transaction more for the database to end, and on MariaDB one more wait for its disk.
     */
    private static void begin(EntityManager entities, EntityTransaction transaction) {
        transaction.begin();
        entities.unwrap(UnitOfWork.class).beginEarlyTransaction();
    }

    /**
     * A conflict reported by COMMIT was rolled back (Galera and group replication certify there), and so was what a database
     * that is read-only by now refused; all else is unknown.
     */
    private RuntimeException afterCommitWasSent(RuntimeException failure) {
        Optional<SQLException> sql = SqlErrors.in(failure);
        SqlErrors.Meaning meaning = sql.map(SqlErrors::meaning).orElse(SqlErrors.Meaning.OTHER);
        if (meaning == SqlErrors.Meaning.LOST_RACE || meaning == SqlErrors.Meaning.READ_ONLY) {
            return translated(failure);
        }
        unknown.inc();
        if (meaning == SqlErrors.Meaning.DOWN) {
            link.broken(sql.get());
        }
        return new UnknownOutcome(failure);
    }

    private <T> T within(Lanes.Place place, Function<EntityManager, T> work) {
        return place.withPermit(() -> {
            EntityManager entities = opened();
            try {
                return work.apply(entities);
            } finally {
                close(entities);
            }
        });
    }

    private EntityManager opened() {
        try {
            return link.entities();
        } catch (RuntimeException e) {
            throw translated(e);
        }
    }

    private void requireUp(boolean toWrite) {
        StoreState state = link.state();
        if (!(toWrite ? state.up() : state.readable())) {
            throw refusal();
        }
    }

    private Unavailable refusal() {
        StoreState state = link.state();
        StoreState.Status status = state.up() ? StoreState.Status.DOWN : state.status();
        return new Unavailable(status.code(), state.refusal(), RETRY_AFTER_SECONDS);
    }

    private RuntimeException translated(RuntimeException failure) {
        if (failure instanceof ProblemException || failure instanceof LostRace) {
            return failure;
        }
        Optional<SQLException> found = SqlErrors.in(failure);
        if (found.isEmpty()) {
            return link.state().readable() ? failure : refusal();
        }
        SQLException sql = found.get();
        return switch (SqlErrors.meaning(sql)) {
            case LOST_RACE -> new LostRace();
            case TIMEOUT -> refusal("STORE_SLOW", "The database took too long. Try again.", failure);
            case FULL ->
                refusal("DB_FULL", "The database has no room left; changes are refused until it has.", failure);
            case DENIED ->
                refusal("DB_DENIED", "The database user of this server lacks a right; its log says which.", failure);
            case MISSING ->
                refusal("SCHEMA_BROKEN", "The database lacks a table or column; the server's log says which.", failure);
            case READ_ONLY, DOWN -> {
                link.broken(sql);
                yield refusal();
            }
            case OTHER -> failure;
        };
    }

    private static Unavailable refusal(String code, String sentence, RuntimeException cause) {
        if (!code.equals("STORE_SLOW")) {
            LOG.log(Level.WARNING, code + ": requests are refused for this reason", cause);
        }
        return new Unavailable(code, sentence, RETRY_AFTER_SECONDS, cause);
    }

    private static void rollBack(EntityTransaction transaction, Throwable reason) {
        try {
            if (transaction.isActive()) {
                transaction.rollback();
            }
        } catch (RuntimeException e) {
            reason.addSuppressed(e);
        }
    }

    private void close(EntityManager entities) {
        try {
            entities.close();
        } catch (RuntimeException e) {
            SqlErrors.in(e).ifPresent(link::broken);
        }
    }

    private void pause() {
        long millis = random.nextLong(LEAST_PAUSE_MILLIS, MOST_PAUSE_MILLIS + 1);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** The epoch of the store, known even when it is down; empty before the first store ever. */
    public Optional<Epoch> epoch() {
        return link.epoch();
    }

    /** The epoch, read from the store now. */
    public Epoch readEpoch() {
        return read(Lane.SWEEP, entities -> link.readEpoch());
    }

    /** Takes note whether the store holds less than was served, a restored backup say: then it may be {@link #adopt}ed. */
    public void wentBack(boolean holdsLess) {
        link.wentBack(holdsLess);
    }

    /**
     * An operator's act: the store that stands where ours was becomes ours, with a generation above both.
     *
     * @param storeId the one that is meant
     * @throws Conflict STORE_NOT_CHANGED, OTHER_STORE or STORE_EMPTY
     * @throws Unavailable if the database does not take it now
     */
    public Epoch adopt(String storeId) {
        return link.adopt(storeId);
    }

    /** How the store is, as far as is known; costs nothing. */
    public StoreState state() {
        return link.state();
    }

    /** What the database's own settings put at risk, a sentence each; costs nothing. */
    public List<String> warnings() {
        return link.warnings();
    }

    /** A new row id: random, 63 bits, ours. */
    public long newId() {
        return random.nextLong() >>> 1;
    }

    /** The answer when COMMIT was sent and its fate is not known: later the change is either fully there or it never is. */
    public static final class UnknownOutcome extends Unavailable {

        private static final long serialVersionUID = 1;

        UnknownOutcome(Throwable cause) {
            super(
                    "OUTCOME_UNKNOWN",
                    "The database broke off while the change was being committed. Repeat the request with the same"
                            + " Idempotency-Key to learn the outcome.",
                    RETRY_AFTER_SECONDS,
                    cause);
        }
    }
}
