/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2FileTest {

    private static final long MIB = 1 << 20;
    private static final int WIDE = 1 << 20;
    private static final String CHANGE = "merge into wide values (1, ?, ?)";

    @TempDir
    Path folder;

    private H2File file;

    @BeforeEach
    void open() {
        file = new H2File(folder);
    }

    @AfterEach
    void close() {
        file.close("SHUTDOWN");
    }

    private long size() throws IOException {
        return Files.size(folder.resolve("diamond.mv.db"));
    }

    private static void make(Connection connection) throws SQLException {
        try (Statement make = connection.createStatement()) {
            make.execute("create table if not exists small (id bigint primary key)");
            make.execute("create table if not exists wide (id bigint primary key, version bigint, content blob)");
        }
    }

    /** A row that is changed so often, a mebibyte each time. */
    private static void change(Connection connection, int times) throws SQLException {
        Random random = new Random(times);
        make(connection);
        try (PreparedStatement change = connection.prepareStatement(CHANGE)) {
            for (int version = 1; version <= times; version++) {
                byte[] content = new byte[WIDE];
                random.nextBytes(content);
                change.setInt(1, version);
                change.setBytes(2, content);
                change.execute();
            }
        }
    }

    private static long version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select version, octet_length(content) from wide")) {
            row.next();
            assertThat(row.getInt(2)).isEqualTo(WIDE);
            return row.getLong(1);
        }
    }

    @Test
    void largeFile_ofWhichLittleIsUsed_isMadeSmallerWhileItIsOpen_andHoldsWhatItHeld() throws Exception {
        try (Connection connection = file.connect(true)) {
            change(connection, 90);
            assertThat(size()).isGreaterThan(80 * MIB);

            for (int turn = 0; turn < 5; turn++) {
                file.giveBack();
            }

            assertThat(size()).isLessThan(20 * MIB);
            assertThat(version(connection)).isEqualTo(90);
        }
        file.close("SHUTDOWN");
        try (Connection connection = file.connect(false)) {
            assertThat(version(connection)).isEqualTo(90);
        }
    }

    @Test
    void smallFile_isLeftAlone() throws Exception {
        try (Connection connection = file.connect(true)) {
            change(connection, 20);
            long before = size();

            file.giveBack();

            assertThat(size()).isEqualTo(before).isGreaterThan(15 * MIB);
        }
    }

    @Test
    void fileThatIsNotThere_isNotMade() {
        file.giveBack();

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void processThatIsKilledMeanwhile_hasLostNothingThatWasAcknowledged() throws Exception {
        for (int round = 0; round < 3; round++) {
            Process writer = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Writer.class.getName(),
                            folder.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            long acknowledged = 0;
            try (BufferedReader told = writer.inputReader(StandardCharsets.UTF_8)) {
                for (int line = 0; line < 150 + 20 * round; line++) {
                    acknowledged = Long.parseLong(told.readLine());
                }
                writer.toHandle().destroyForcibly(); // the process itself closes what it said, too
                for (String last = told.readLine(); last != null; last = told.readLine()) {
                    acknowledged = Long.parseLong(last);
                }
            }
            writer.waitFor();

            try (Connection connection = file.connect(false)) {
                assertThat(version(connection)).isBetween(acknowledged, acknowledged + 1);
                assertThat(rows(connection)).isBetween(acknowledged, acknowledged + 1);
            }
            file.close("SHUTDOWN IMMEDIATELY");
        }
    }

    private static long rows(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from small")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Changes one row and adds another, tells that it is done, and again, while another thread gives back all the time. */
    static final class Writer {

        private Writer() {}

        public static void main(String... folder) throws SQLException {
            H2File file = new H2File(Path.of(folder[0]));
            Connection connection = file.connect(true);
            connection.setAutoCommit(false);
            Thread giving = new Thread(() -> {
                while (true) {
                    file.giveBack();
                }
            });
            giving.setDaemon(true);
            giving.start();
            make(connection);
            long version = rows(connection);
            Random random = new Random(version);
            try (PreparedStatement change = connection.prepareStatement(CHANGE);
                    PreparedStatement add = connection.prepareStatement("insert into small values (?)")) {
                while (true) {
                    version++;
                    byte[] content = new byte[WIDE];
                    random.nextBytes(content);
                    change.setLong(1, version);
                    change.setBytes(2, content);
                    change.execute();
                    add.setLong(1, version);
                    add.execute();
                    connection.commit();
                    System.out.println(version);
                }
            }
        }
    }
}
