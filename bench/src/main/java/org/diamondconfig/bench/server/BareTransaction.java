/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.server;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;

/**
 * One publish as plain JDBC: the statements of the facade's transaction, in its order, on the same pool, and nothing else.
 * What publishing costs where nobody maps, checks, retries or tells. Thread-safe.
 */
public final class BareTransaction {

    private static final String SELECT =
            "select id, version, deleted, kind, cipher, content, md5, type, description, tags, app_name, changed_by,"
                    + " changed_at from config_info where namespace_id = ? and group_id = ? and data_id = ?";

    private static final String UPDATE =
            "update config_info set version = version + 1, deleted = ?, content = ?, md5 = ?, type = ?,"
                    + " description = ?, tags = ?, app_name = ?, changed_by = ?, client_address = ?,"
                    + " changed_at = NOW(6) where id = ? and version = ?";

    private static final String INSERT_HISTORY =
            "insert into config_history (id, namespace_id, group_id, data_id, version, operation, kind, content, md5,"
                    + " type, description, tags, app_name, changed_by, client_address, reason, change_id, changed_at)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NOW(6))";

    private static final String INSERT_AUDIT =
            "insert into audit_entry (id, node, recorded_at, subject, how, client_address, trace_id, action, namespace_id,"
                    + " group_id, data_id, object_name, version_before, version_after, outcome, times, mac, seal)"
                    + " values (?, ?, NOW(6), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)";

    private record Row(long id, long version) {}

    /** As long as one is; what it costs to make is not the database's. */
    private static final String NO_MAC = "0".repeat(64);

    private final DataSource pool;

    /** On this pool. */
    public BareTransaction(DataSource pool) {
        this.pool = pool;
    }

    /** Gives a key that is there new content. */
    public void publish(ConfigKey key, String content) {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            Row row = select(connection, key);
            insertAudit(connection, key, row);
            update(connection, row, content);
            insertHistory(connection, key, row, content);
            connection.commit();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Row select(Connection connection, ConfigKey key) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            bind(select, key.namespace(), key.group(), key.dataId());
            try (ResultSet found = select.executeQuery()) {
                if (!found.next() || found.getString("content").isEmpty()) {
                    throw new SQLException(key + ": not there");
                }
                return new Row(found.getLong("id"), found.getLong("version"));
            }
        }
    }

    private static void insertAudit(Connection connection, ConfigKey key, Row row) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_AUDIT)) {
            bind(insert, newId(), "bench", "bench", "user", "127.0.0.1", "", "publish", key.namespace(), key.group());
            bindFrom(insert, 10, key.dataId(), "", row.version, row.version + 1, "done", 1, NO_MAC);
            insert.executeUpdate();
        }
    }

    private static void update(Connection connection, Row row, String content) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            bind(update, false, content, Md5.hex(content), "text", "", "", "", "bench", "", row.id, row.version);
            if (update.executeUpdate() != 1) {
                throw new SQLException("another thread was faster");
            }
        }
    }

    private static void insertHistory(Connection connection, ConfigKey key, Row row, String content)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_HISTORY)) {
            long id = newId();
            bind(insert, id, key.namespace(), key.group(), key.dataId(), row.version + 1, "publish", "single", content);
            bindFrom(insert, 9, Md5.hex(content), "text", "", "", "", "bench", "", "", id);
            insert.executeUpdate();
        }
    }

    private static long newId() {
        return ThreadLocalRandom.current().nextLong() >>> 1;
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        bindFrom(statement, 1, values);
    }

    private static void bindFrom(PreparedStatement statement, int first, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(first + i, values[i]);
        }
    }
}
