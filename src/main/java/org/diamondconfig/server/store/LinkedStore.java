/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

import com.mysql.cj.jdbc.AbandonedConnectionCleanupThread;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import jakarta.persistence.PersistenceException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.embedded.H2File;
import org.diamondconfig.server.problem.Conflict;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.wire.Epoch;
import org.eclipse.persistence.sessions.DatabaseLogin;
import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.SessionCustomizer;

/**
 * The live tie to one store: pool, entity manager factory, schema, mark, and what is known of its state. Thread-safe. A
 * probe every second prepares the store once it can be reached, and notices when it goes, comes back or is another. It is
 * the only one that tries a store that is not well: all others fail at once until it has found that out.
 */
final class LinkedStore {

    private static final Logger LOG = Logger.getLogger(LinkedStore.class.getName());

    private static final String UNIT = "diamond";
    private static final Duration PROBE_PERIOD = Duration.ofSeconds(1);
    private static final int STORE_ID_BYTES = 8;

    /** The settings of the database are read at each coming up, and every so many probes. */
    private static final int PROBES_PER_REVIEW = 60;

    /** Changes wait while room is given back. */
    private static final int ROOM_RESTS = 9;

    private final Scheduler scheduler;
    private final StoreMark mark;
    private final Optional<H2File> file;
    private final DataSource physical;
    private final Sources.Guarded guarded;
    private final Schema schema;
    private final HikariDataSource pool;
    private final Duration patience;
    private final long largestContent;

    private volatile List<String> warnings = List.of();
    private volatile StoreState state = StoreState.down("The server has not looked at the database yet.");
    private volatile EntityManagerFactory factory;

    /** Guarded by this. */
    private boolean prepared;

    /** Guarded by this. */
    private int probesToReview;

    /** Guarded by this. */
    private boolean stopped;

    private volatile Scheduler.Handle probe = () -> {};
    private volatile Scheduler.Handle room = () -> {};

    /** Whether a probe is to come that was asked for and has not begun: those who fail together ask for one. */
    private final AtomicBoolean probeDue = new AtomicBoolean();

    LinkedStore(Settings settings, Scheduler scheduler) {
        this(settings, scheduler, source -> source);
    }

    /** For tests: {@code around} may put faults around the physical connections. */
    LinkedStore(Settings settings, Scheduler scheduler, UnaryOperator<DataSource> around) {
        this.scheduler = scheduler;
        mark = new StoreMark(settings.path(Knob.DATA));
        file = Sources.file(settings);
        physical = Sources.physical(settings, file, mark);
        guarded = new Sources.Guarded(around.apply(physical), mark, settings);
        schema = new Schema(settings);
        pool = Sources.pool(guarded, settings);
        patience = settings.duration(Knob.POOL_WAIT);
        largestContent = settings.bytes(Knob.CONTENT_MAX);
    }

    void start() {
        probe();
        openEarly();
        probe = scheduler.every("store-probe", PROBE_PERIOD, this::probe);
        if (file.isPresent()) {
            room = scheduler.sparingly("store-room", PROBE_PERIOD, ROOM_RESTS, this::giveBackRoom);
        }
    }

    /**
     * Makes the factory on the thread that deploys. At the end of a start Payara closes the jars of the application (Payara issues
     * 4378 and 5001), and a class that another thread initialises at that moment stays broken for as long as the server runs.
     */
    private void openEarly() {
        if (state.up()) {
            try {
                makeFactory();
            } catch (RuntimeException e) {
                LOG.log(Level.FINE, "The first use makes the factory of entity managers; it was too early for it", e);
            }
        }
    }

    StoreState state() {
        return state;
    }

    /** What the database's own settings put at risk. */
    List<String> warnings() {
        return warnings;
    }

    Optional<Epoch> epoch() {
        return mark.epoch();
    }

    /** Looks at the store once. */
    synchronized void probe() {
        probeDue.set(false);
        if (stopped) {
            return;
        }
        StoreState seen;
        Exception reason = null;
        try {
            look();
            seen = StoreState.UP;
        } catch (SQLException | RuntimeException e) {
            seen = stateAfter(e);
            reason = e;
        }
        become(seen, reason);
        if (seen.status() == StoreState.Status.CHANGED) {
            file.ifPresent(h2 -> h2.close("SHUTDOWN IMMEDIATELY"));
        }
    }

    /** Under the lock of this: nothing that was closed may be opened by it. */
    private synchronized void giveBackRoom() {
        if (!stopped && state.up()) {
            file.ifPresent(H2File::giveBack);
        }
    }

    /** Takes note whether the store holds less than was served, which its next generation ends. */
    void wentBack(boolean holdsLess) {
        mark.noteWentBack(holdsLess);
    }

    private void look() throws SQLException {
        if (!prepared) {
            guarded.getConnection().close();
            byte[] id = new byte[STORE_ID_BYTES];
            new SecureRandom().nextBytes(id);
            mark.raise(schema.prepare(guarded, HexFormat.of().formatHex(id)));
            prepared = true;
        }
        try (Connection connection = Sources.within(state.up() ? pooled() : guarded.getConnection(), patience)) {
            guarded.check(connection);
            if (state.status() == StoreState.Status.READ_ONLY) {
                Schema.requireWritable(connection);
            }
            review(connection);
        }
    }

    /**
     * Makes the store that stands where ours was, or ours that went back, the one of this node, by a generation above both; then every node and client
     * that meets it follows.
     *
     * @param storeId the one that is meant
     * @throws Conflict if no other store stands there, or one of another id
     */
    synchronized Epoch adopt(String storeId) {
        if (state.status() != StoreState.Status.CHANGED && !mark.wentBack()) {
            throw new Conflict("STORE_NOT_CHANGED", "This node holds its own store; there is none to adopt.");
        }
        try (Connection connection = physical.getConnection()) {
            Epoch adopted = Schema.raise(connection, storeId, mark.epoch().orElseThrow());
            LOG.log(Level.WARNING, "The store {0} is adopted: it is ours from now on", adopted);
            mark.raise(adopted);
        } catch (SQLException e) {
            throw new Unavailable(
                    "STORE_DOWN", "The store cannot be adopted now: the database does not take it.", 1, e);
        }
        probe();
        return mark.epoch().orElseThrow();
    }

    /** A pool that only waits says nothing of the database; a connection of the probe's own does. */
    private Connection pooled() throws SQLException {
        try {
            return pool.getConnection();
        } catch (SQLException e) {
            if (SqlErrors.isPoolWait(e)) {
                return guarded.getConnection();
            }
            throw e;
        }
    }

    private void review(Connection connection) throws SQLException {
        if (state.up() && --probesToReview > 0) {
            return;
        }
        probesToReview = PROBES_PER_REVIEW;
        List<String> found = Durability.of(connection).warnings(largestContent);
        if (!found.equals(warnings)) {
            warnings = found;
            found.forEach(warning -> LOG.log(Level.WARNING, "The database: {0}", warning));
        }
    }

    private static StoreState stateAfter(Exception failure) {
        Throwable root = SqlErrors.root(failure);
        if (root instanceof Sources.Guarded.StoreChanged) {
            return StoreState.changed(root.getMessage());
        }
        SQLException sql = SqlErrors.in(failure).orElse(null);
        if (sql instanceof Schema.Unfit unfit) {
            return unfit.state();
        }
        if (sql != null && SqlErrors.meaning(sql) == SqlErrors.Meaning.READ_ONLY) {
            return StoreState.readOnly();
        }
        if (sql != null && sql.getErrorCode() == SqlErrors.FILE_LOCKED_H2) {
            return StoreState.down(
                    "Another process has the database file open. Stop it, or give this server a data folder of its own.");
        }
        return StoreState.down("The database cannot be used: " + root.getMessage());
    }

    /** Takes note that a connection broke or takes no changes, and has the probe look at once. */
    void broken(SQLException failure) {
        become(stateAfter(failure), failure);
        if (probeDue.compareAndSet(false, true)) {
            scheduler.soon("store-probe", this::probe, () -> probeDue.set(false));
        }
    }

    private void become(StoreState next, Exception reason) {
        StoreState before = state;
        state = next;
        if (before.equals(next)) {
            return;
        }
        if (next.up()) {
            LOG.log(
                    Level.INFO,
                    "The store {0} is up",
                    mark.epoch().map(Epoch::toString).orElse(""));
        } else {
            LOG.log(Level.WARNING, "The store is {0}: {1}", new Object[] {next.status(), next.sentence()});
            LOG.log(
                    next.status() == StoreState.Status.SCHEMA_FAILED ? Level.WARNING : Level.FINE,
                    "The store is not up because of",
                    reason);
            pool.getHikariPoolMXBean().softEvictConnections();
        }
    }

    /** A new entity manager; the first one also makes the factory, which needs the database. */
    EntityManager entities() {
        EntityManagerFactory made = factory;
        return (made == null ? makeFactory() : made).createEntityManager();
    }

    private synchronized EntityManagerFactory makeFactory() {
        if (stopped) {
            throw new PersistenceException("the server is stopping");
        }
        if (factory == null) {
            EntityManagerFactory candidate = Persistence.createEntityManagerFactory(
                    UNIT,
                    Map.of(
                            "jakarta.persistence.nonJtaDataSource",
                            pool,
                            "eclipselink.session-name",
                            "diamond-" + System.identityHashCode(this),
                            "eclipselink.session.customizer",
                            AtOnce.class.getName()));
            try {
                candidate.createEntityManager().close();
            } catch (RuntimeException e) {
                candidate.close();
                throw e;
            }
            factory = candidate;
        }
        return factory;
    }

    Epoch readEpoch() {
        try (Connection connection = pool.getConnection()) {
            guarded.check(connection);
            return Schema.epoch(connection).orElseThrow(() -> new SQLException("store_epoch has no row"));
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }

    /** Closes everything; the H2 engine too, or the file would stay locked in this JVM. */
    void stop() {
        probe.cancel();
        room.cancel();
        synchronized (this) {
            if (stopped) {
                return;
            }
            stopped = true;
            state = StoreState.down("The server is stopping.");
            if (factory != null) {
                factory.close();
            }
            file.ifPresent(h2 -> h2.close("SHUTDOWN"));
            pool.close();
        }
        AbandonedConnectionCleanupThread.checkedShutdown();
    }

    /** Keeps EclipseLink from trying a lost connection three times again, 5 s apart, on the caller's thread. */
    public static final class AtOnce implements SessionCustomizer {

        @Override
        public void customize(Session session) {
            DatabaseLogin login = (DatabaseLogin) session.getDatasourceLogin();
            login.setQueryRetryAttemptCount(0);
            login.setConnectionHealthValidatedOnError(false);
        }
    }
}
