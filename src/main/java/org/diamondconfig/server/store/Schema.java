/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.wire.Epoch;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;

/**
 * The schema of the store, brought up to date or only checked by the numbered scripts of {@code sql/}, and the one row that
 * says which store it is. Immutable.
 */
final class Schema {

    private final boolean apply;

    Schema(Settings settings) {
        apply = switch (settings.text(Knob.SCHEMA)) {
            case "apply" -> true;
            case "check" -> false;
            default -> throw new IllegalArgumentException(Knob.SCHEMA.key() + ": use apply or check");
        };
    }

    /**
     * Makes the store ready for use and gives it an identity if it has none.
     *
     * @param newStoreId the identity to give
     * @return the identity that it has
     */
    Epoch prepare(DataSource source, String newStoreId) throws SQLException {
        Flyway flyway = Flyway.configure(Schema.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:db/migration")
                .connectRetries(0)
                .load();
        if (apply) {
            flyway.migrate();
        } else {
            requireCurrent(flyway);
        }
        try (Connection connection = source.getConnection()) {
            return ensureEpoch(connection, newStoreId);
        }
    }

    private static void requireCurrent(Flyway flyway) throws SQLException {
        MigrationInfo[] pending = flyway.info().pending();
        if (pending.length > 0) {
            String versions = Arrays.stream(pending)
                    .map(migration -> "V" + migration.getVersion())
                    .collect(Collectors.joining(", "));
            throw new SQLException("The schema lacks " + versions + " of sql/, and " + Knob.SCHEMA.key()
                    + "=check forbids to apply it. Start one node once with " + Knob.SCHEMA.key()
                    + "=apply and a user who may create tables.");
        }
        flyway.validate();
    }

    /** The epoch on this connection; empty when there is no schema, or none of ours, or no row yet. */
    static Optional<Epoch> epoch(Connection connection) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("select generation, store_id from store_epoch where slot = 1")) {
            return row.next() ? Optional.of(new Epoch(row.getLong(1), row.getString(2))) : Optional.empty();
        } catch (SQLException e) {
            if (SqlErrors.isMissingTable(e)) {
                return Optional.empty();
            }
            throw e;
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
}
