/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.diamondconfig.wire.Epoch;

/** The one row that says which store this is. Stateless. */
final class EpochStore {

    private EpochStore() {}

    /** The epoch on this connection; empty when there is no schema, or none of ours, or no row yet. */
    static Optional<Epoch> read(Connection connection) throws SQLException {
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
    static Epoch ensure(Connection connection, String newStoreId) throws SQLException {
        Optional<Epoch> present = read(connection);
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
        return read(connection).orElseThrow(() -> new SQLException("store_epoch has no row after it was written"));
    }
}
