/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.wire.Epoch;

/**
 * A source of physical connections that hands out none to a foreign store: each runs the operator's SQL for new
 * connections and is asked for its epoch, which is compared with the {@link StoreMark}. Stands under the pool. Thread-safe.
 */
final class GuardedSource extends Sources.Plain {

    private final DataSource raw;
    private final StoreMark mark;
    private final List<String> first;

    GuardedSource(DataSource raw, StoreMark mark, Settings settings) {
        this.raw = raw;
        this.mark = mark;
        first = Arrays.stream(settings.text(Knob.DATASOURCE_INIT).split(";"))
                .filter(statement -> !statement.isBlank())
                .toList();
    }

    @Override
    public Connection getConnection() throws SQLException {
        return checked(raw.getConnection());
    }

    private Connection checked(Connection connection) throws SQLException {
        try {
            begin(connection);
            check(connection);
            return connection;
        } catch (SQLException | RuntimeException e) {
            try {
                connection.close();
            } catch (SQLException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    private void begin(Connection connection) throws SQLException {
        if (!first.isEmpty()) {
            try (Statement statement = connection.createStatement()) {
                for (String sql : first) {
                    statement.execute(sql);
                }
            }
        }
    }

    /**
     * Compares the store behind a connection with the mark, and moves the mark up to a higher generation.
     *
     * @throws StoreChanged if it is another store, or an empty one where ours was
     */
    void check(Connection connection) throws SQLException {
        Optional<Epoch> marked = mark.epoch();
        if (marked.isEmpty()) {
            return;
        }
        Epoch ours = marked.get();
        Epoch found = Schema.epoch(connection)
                .orElseThrow(() -> new StoreChanged("The database is empty, but this node has held the store " + ours
                        + ". Nothing is written into it. Restore the database, or point the settings back at it."));
        if (found.generation() > ours.generation()) {
            mark.raise(found);
        } else if (!found.equals(ours)) {
            throw new StoreChanged("The database holds the store " + found + ", but this node has held " + ours
                    + ". Nothing is written into it. Point the settings back at the right database.");
        }
    }

    /** A connection was refused because it leads to a store that is not ours. */
    static final class StoreChanged extends SQLException {

        private static final long serialVersionUID = 1L;

        StoreChanged(String sentence) {
            super(sentence, "08004");
        }
    }
}
