/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

import com.mysql.cj.jdbc.MysqlDataSource;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.embedded.H2File;
import org.diamondconfig.wire.Epoch;

/** Where connections come from: H2 in a file, MySQL, or a pool of the container. Stateless. */
final class Sources {

    /** Hikari takes no less. */
    private static final long LEAST_VALIDATION_MILLIS = 250;

    private static final Logger LOG = Logger.getLogger(Sources.class.getName());

    private Sources() {}

    /** The file of the embedded database, if the settings name no other. Nothing is opened yet. */
    static Optional<H2File> file(Settings settings) {
        if (settings.isSet(Knob.DATASOURCE_JNDI) || settings.isSet(Knob.DATASOURCE_URL)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new H2File(settings.path(Knob.DATA)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(Knob.DATA.key() + ": " + e.getMessage(), e);
        }
    }

    /** Physical connections to this file, or as the settings say. Nothing is connected yet. */
    static DataSource physical(Settings settings, Optional<H2File> file, StoreMark mark) {
        if (file.isPresent()) {
            return of(file.get(), mark);
        }
        return settings.isSet(Knob.DATASOURCE_JNDI)
                ? new ContainerPool(settings.text(Knob.DATASOURCE_JNDI))
                : mysql(settings);
    }

    /** Once the folder is marked, a file that is gone is not made anew. */
    private static DataSource of(H2File file, StoreMark mark) {
        return new Plain() {
            @Override
            public Connection getConnection() throws SQLException {
                return file.connect(mark.epoch().isEmpty());
            }
        };
    }

    /** A pool that connects on demand only, so that it can be made while the database is down. */
    static HikariDataSource pool(DataSource guarded, Settings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("diamond");
        config.setDataSource(guarded);
        config.setInitializationFailTimeout(-1);
        config.setMinimumIdle(0);
        config.setMaximumPoolSize(settings.count(Knob.POOL));
        long waitMillis = settings.duration(Knob.POOL_WAIT).toMillis();
        config.setConnectionTimeout(waitMillis);
        config.setValidationTimeout(Math.max(LEAST_VALIDATION_MILLIS, waitMillis / 2));
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        return new HikariDataSource(config);
    }

    /** This connection, whose statements fail when the database is silent for longer than this. */
    static Connection within(Connection connection, Duration patience) throws SQLException {
        try {
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(patience.toMillis()));
        } catch (SQLFeatureNotSupportedException e) {
            LOG.log(Level.FINE, "the driver of this pool knows no time limits", e);
        }
        return connection;
    }

    private static DataSource mysql(Settings settings) {
        String url = settings.text(Knob.DATASOURCE_URL);
        if (!url.startsWith("jdbc:mysql:")) {
            throw new IllegalArgumentException(
                    Knob.DATASOURCE_URL.key() + ": a URL that begins with jdbc:mysql: expected");
        }
        MysqlDataSource source = new MysqlDataSource();
        source.setUrl(withDefaults(url));
        source.setUser(settings.text(Knob.DATASOURCE_USER));
        source.setPassword(settings.text(Knob.DATASOURCE_PASSWORD));
        return source;
    }

    /** The driver's own defaults wait for ever and turn a failed-over connection read-only; what the URL names stays. */
    static String withDefaults(String url) {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("connectTimeout", "2000");
        defaults.put("socketTimeout", "5000");
        defaults.put("failOverReadOnly", "false");
        defaults.put("secondsBeforeRetrySource", "5");
        defaults.put("queriesBeforeRetrySource", "0");
        defaults.put("retriesAllDown", "1");
        defaults.put("connectionTimeZone", "UTC");
        defaults.put("forceConnectionTimeZoneToSession", "true");
        defaults.put("useLocalSessionState", "true");
        defaults.put("cacheServerConfiguration", "true");
        defaults.put("characterEncoding", "UTF-8");
        // It writes a page at each failed attempt; what it throws, and we log once, says the same.
        defaults.put("logger", "com.mysql.cj.log.NullLogger");
        defaults.put("sessionVariables", "innodb_lock_wait_timeout=1");
        StringBuilder whole = new StringBuilder(url);
        defaults.forEach((name, value) -> {
            if (!url.contains("?" + name + "=") && !url.contains("&" + name + "=")) {
                whole.append(whole.indexOf("?") < 0 ? '?' : '&')
                        .append(name)
                        .append('=')
                        .append(value);
            }
        });
        return whole.toString();
    }

    /** A pool of the container, looked up when it is first needed: it may be bound after us. */
    static final class ContainerPool extends Plain {

        private final String name;
        private volatile DataSource found;

        ContainerPool(String name) {
            this.name = name;
        }

        @Override
        public Connection getConnection() throws SQLException {
            DataSource pool = found;
            if (pool == null) {
                pool = lookUp();
                found = pool;
            }
            return pool.getConnection();
        }

        @SuppressWarnings("BanJNDI") // The name is an operator's setting.
        private DataSource lookUp() throws SQLException {
            try {
                return InitialContext.doLookup(name);
            } catch (NamingException e) {
                throw new SQLException(Knob.DATASOURCE_JNDI.key() + ": no data source is bound to " + name, "08001", e);
            }
        }
    }

    /** A {@link DataSource} of which only {@link #getConnection()} matters; the rest of the interface is answered here. */
    abstract static class Plain implements DataSource {

        @Override
        public final Connection getConnection(String user, String password) throws SQLException {
            throw new SQLFeatureNotSupportedException("the user is a setting");
        }

        @Override
        public final PrintWriter getLogWriter() {
            return null;
        }

        @Override
        public final void setLogWriter(PrintWriter out) {
            // Drivers log through java.util.logging.
        }

        @Override
        public final void setLoginTimeout(int seconds) {
            // The time limits are part of the URL.
        }

        @Override
        public final int getLoginTimeout() {
            return 0;
        }

        @Override
        public final Logger getParentLogger() {
            return Logger.getLogger(Sources.class.getPackageName());
        }

        @Override
        public final <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLFeatureNotSupportedException("nothing is inside");
        }

        @Override
        public final boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }

    /**
     * A source of physical connections that hands out none to a foreign store: each runs the operator's SQL for new
     * connections and is asked for its epoch, which is compared with the {@link StoreMark}. Stands under the pool. Thread-safe.
     */
    static final class Guarded extends Plain {

        private final DataSource raw;
        private final StoreMark mark;
        private final List<String> first;

        Guarded(DataSource raw, StoreMark mark, Settings settings) {
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
                    .orElseThrow(
                            () -> new StoreChanged(
                                    "The database is empty, but this node has held the store " + ours
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
}
