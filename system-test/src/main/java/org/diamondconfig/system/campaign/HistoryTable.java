/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.campaign;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.diamondconfig.system.history.History.Row;
import org.diamondconfig.system.history.Operation;

/**
 * The table config_history as the database itself has it, past the product: the md5 is the database's, over the content.
 *
 * @param port of the loopback
 * @param epoch of the store
 */
record HistoryTable(int port, String epoch) {

    private static final String SELECT =
            "select group_id, data_id, version, operation, md5(content) from config_history"
                    + " where namespace_id = '' and group_id in ('hot', 'wide', 'cas', 'churn')";

    List<Row> rows() {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:mysql://127.0.0.1:" + port + "/diamond?sslMode=DISABLED", "root", "");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SELECT)) {
            List<Row> all = new ArrayList<>();
            while (rows.next()) {
                boolean removal = rows.getString(4).equals("remove");
                all.add(new Row(
                        rows.getString(1) + "/" + rows.getString(2),
                        rows.getLong(3),
                        removal ? Operation.ABSENT : rows.getString(5),
                        epoch));
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException("the history table cannot be read", e);
        }
    }

    /** The last version of each key. */
    static Map<String, Long> finals(List<Row> rows) {
        Map<String, Long> versions = new HashMap<>();
        rows.forEach(row -> versions.merge(row.key(), row.version(), Math::max));
        return versions;
    }
}
