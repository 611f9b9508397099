/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import javax.sql.DataSource;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.problem.Conflict;
import org.diamondconfig.server.store.StoreState.Status;
import org.diamondconfig.wire.Epoch;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * The schema of the store, brought up to date or only checked, and the one row that says which store it is. Immutable.
 *
 * <p>What stands is told by {@code schema_version}, where each script of {@code sql/} leaves its number, whoever ran it.
 */
final class Schema {

    /** The number of the last script in {@code sql/}. */
    static final int NEWEST = 8;

    /** The first script that leaves its number; what stood before tells only that it is older. */
    private static final int FIRST_NUMBERED = 3;

    /** The rebuild of a large table takes its time; nobody waits for an answer meanwhile. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final boolean apply;

    Schema(Settings settings) {
        apply = switch (settings.text(Knob.SCHEMA)) {
            case "apply" -> true;
            case "check" -> false;
            default -> throw new IllegalArgumentException(Knob.SCHEMA.key() + ": use apply or check");
        };
    }

    /** The schema is none that this server can work with. */
    static final class Unfit extends SQLException {

        private static final long serialVersionUID = 1L;

        private final Status status;

        Unfit(Status status, String sentence, Throwable cause) {
            super(sentence, "08004", cause);
            this.status = status;
        }

        StoreState state() {
            return new StoreState(status, getMessage());
        }
    }

    /**
     * Makes the store ready for use and gives it an identity if it has none.
     *
     * @param newStoreId the identity to give
     * @return the identity that it has
     * @throws Unfit if the schema is newer than this server knows, or is not what it needs and may not be made so
     */
    Epoch prepare(DataSource source, String newStoreId) throws SQLException {
        OptionalInt found;
        try (Connection connection = source.getConnection()) {
            found = version(connection);
        }
        if (found.isPresent() && found.getAsInt() > NEWEST) {
            throw new Unfit(
                    Status.SCHEMA_NEW,
                    "The database has schema V" + found.getAsInt() + ", this server knows V" + NEWEST
                            + " and touches nothing. Start the newer server, or restore a backup of before.",
                    null);
        }
        if (apply) {
            migrate(source, found);
        } else {
            requireCurrent(found);
        }
        try (Connection connection = source.getConnection()) {
            return ensureEpoch(connection, newStoreId);
        }
    }

    private static void requireCurrent(OptionalInt found) throws Unfit {
        String remedy =
                " Run %s of sql/ as a user who may, or start one node once with " + Knob.SCHEMA.key() + "=apply.";
        if (found.isEmpty()) {
            throw new Unfit(
                    Status.SCHEMA_MISSING,
                    "The database has no tables of ours, and " + Knob.SCHEMA.key() + "=check forbids to make them."
                            + String.format(remedy, "V1 to V" + NEWEST),
                    null);
        }
        int version = found.getAsInt();
        if (version < NEWEST) {
            String standing = version < FIRST_NUMBERED ? "one before V" + FIRST_NUMBERED : "V" + version;
            String missing =
                    version < FIRST_NUMBERED ? "what is missing up to V" + NEWEST : "what comes after V" + version;
            throw new Unfit(
                    Status.SCHEMA_OLD,
                    "The database has an old schema, " + standing + ", this server needs V" + NEWEST + ", and "
                            + Knob.SCHEMA.key() + "=check forbids to change it." + String.format(remedy, missing),
                    null);
        }
    }

    private static void migrate(DataSource source, OptionalInt found) throws SQLException {
        FluentConfiguration flyway = Flyway.configure(Schema.class.getClassLoader())
                .dataSource(patient(source))
                .locations("classpath:db/migration")
                .connectRetries(0);
        if (found.isPresent() && found.getAsInt() >= FIRST_NUMBERED) {
            // Has an effect only on a schema that was made by hand: the rest is applied on top of it.
            flyway.baselineOnMigrate(true).baselineVersion(Integer.toString(found.getAsInt()));
        }
        try {
            flyway.load().migrate();
        } catch (FlywayException e) {
            Optional<SQLException> sql = SqlErrors.in(e);
            if (sql.filter(failure -> SqlErrors.meaning(failure) == SqlErrors.Meaning.DOWN)
                    .isPresent()) {
                throw sql.get();
            }
            throw new Unfit(
                    Status.SCHEMA_FAILED,
                    "The schema could not be brought to V" + NEWEST
                            + "; the log has the reason. Give the database user the right to create and alter tables, or run"
                            + " sql/ by hand and start with " + Knob.SCHEMA.key() + "=check.",
                    e);
        }
    }

    private static DataSource patient(DataSource source) {
        return new Sources.Plain() {
            @Override
            public Connection getConnection() throws SQLException {
                return Sources.within(source.getConnection(), PATIENCE);
            }
        };
    }

    /** The number of the script that was run last, a lower one if it left none; empty when there is no schema of ours. */
    private static OptionalInt version(Connection connection) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("select max(version) from schema_version")) {
            return OptionalInt.of(row.next() ? row.getInt(1) : 0);
        } catch (SQLException e) {
            if (SqlErrors.isMissing(e)) {
                return holdsEpoch(connection) ? OptionalInt.of(FIRST_NUMBERED - 1) : OptionalInt.empty();
            }
            throw e;
        }
    }

    private static boolean holdsEpoch(Connection connection) throws SQLException {
        try (Statement select = connection.createStatement()) {
            select.execute("select slot from store_epoch");
            return true;
        } catch (SQLException e) {
            if (SqlErrors.isMissing(e)) {
                return false;
            }
            throw e;
        }
    }

    /** The epoch on this connection; empty when there is no schema, or none of ours, or no row yet. */
    static Optional<Epoch> epoch(Connection connection) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("select generation, store_id from store_epoch where slot = 1")) {
            return row.next() ? Optional.of(new Epoch(row.getLong(1), row.getString(2))) : Optional.empty();
        } catch (SQLException e) {
            if (SqlErrors.isMissing(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Asks for a change that changes nothing.
     *
     * @throws SQLException if the database takes no changes now
     */
    static void requireWritable(Connection connection) throws SQLException {
        try (Statement update = connection.createStatement()) {
            update.executeUpdate("update store_epoch set generation = generation where slot = 0");
        }
    }

    /** The epoch of this store, given one now if it has none; of two nodes that start at once, both read the winner's. */
    private static Epoch ensureEpoch(Connection connection, String newStoreId) throws SQLException {
        Optional<Epoch> present = epoch(connection);
        if (present.isPresent()) {
            return present.get();
        }
        try (PreparedStatement insert =
                connection.prepareStatement("insert into store_epoch (slot, generation, store_id) values (1, 1, ?)")) {
            insert.setString(1, newStoreId);
            insert.executeUpdate();
        } catch (SQLException e) {
            if (!SqlErrors.isDuplicate(e)) {
                throw e;
            }
        }
        return epoch(connection).orElseThrow(() -> new SQLException("store_epoch has no row after it was written"));
    }

    /**
     * Gives this store a generation above its own and the one known here.
     *
     * @throws Conflict if the store has another id, or the database holds none
     */
    static Epoch raise(Connection connection, String storeId, Epoch known) throws SQLException {
        Epoch found = epoch(connection)
                .orElseThrow(
                        () -> new Conflict(
                                "STORE_EMPTY",
                                "The database holds no store that could be adopted. Restore one, or point the settings at one."));
        if (!found.storeId().equals(storeId)) {
            throw new Conflict(
                    "OTHER_STORE", "The database holds the store " + found.storeId() + ", not the one that was named.");
        }
        long generation = Math.max(found.generation(), known.generation()) + 1;
        try (PreparedStatement update = connection.prepareStatement(
                "update store_epoch set generation = ? where slot = 1 and generation = ? and store_id = ?")) {
            update.setLong(1, generation);
            update.setLong(2, found.generation());
            update.setString(3, storeId);
            update.executeUpdate();
        }
        return epoch(connection).orElseThrow(() -> new SQLException("store_epoch has no row"));
    }
}
