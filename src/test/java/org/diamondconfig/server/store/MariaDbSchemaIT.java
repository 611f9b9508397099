/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.store.StoreState.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of the README to a database whose user may not make tables, word by word, and what may go wrong on it. */
class MariaDbSchemaIT {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String DATABASE = "diamond";

    @TempDir
    Path folder;

    @BeforeEach
    void createAsTheReadmeSays() throws IOException {
        MariaDb.asRoot("", readme("sql"));
    }

    @AfterEach
    void drop() {
        MariaDb.asRoot("", "drop database if exists diamond; drop user if exists 'diamond'@'%'");
    }

    /** The fenced block of this language under the heading of the database. */
    private static String readme(String language) throws IOException {
        Matcher block = Pattern.compile("\n## Database\n.*?\n```" + language + "\n(.*?)\n```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve("README.md")));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    /** What the README pipes into the command line of the database, given to the database. */
    private static void makeTablesAsTheReadmeSays() throws IOException {
        List<String> parts = List.of(readme("sh").split(" \\| "));
        assertThat(parts).hasSize(2);
        assertThat(parts.get(1)).startsWith("mysql ").endsWith(" " + DATABASE);
        Process shell = new ProcessBuilder("bash", "-c", parts.get(0))
                .directory(ROOT.toFile())
                .start();
        String scripts = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(scripts).contains("CREATE TABLE config_info");
        MariaDb.asRoot(DATABASE, scripts);
    }

    private TestStore store(String schema) {
        Map<String, String> settings = MariaDb.settings(DATABASE, "diamond", password());
        settings.put("diamond.data", folder.toString());
        settings.put("diamond.schema", schema);
        return TestStore.of(settings, source -> source).started();
    }

    private static String password() {
        try {
            Matcher password = Pattern.compile("IDENTIFIED BY '([^']+)'").matcher(readme("sql"));
            assertThat(password.find()).isTrue();
            return password.group(1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void probe(TestStore store) {
        store.scheduler().advance(Duration.ofSeconds(1));
    }

    private static void assertRefused(TestStore store, Status status) {
        assertThat(store.database().state().status())
                .as(store.database().state().sentence())
                .isEqualTo(status);
        assertThatThrownBy(() -> store.sql("delete from config_info"))
                .isInstanceOfSatisfying(Unavailable.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(status.name());
                    assertThat(refusal).hasMessage(store.database().state().sentence());
                });
    }

    private static void assertUp(TestStore store) {
        assertThat(store.database().state()).isEqualTo(StoreState.UP);
        assertThat(store.sql("delete from config_info")).isZero();
    }

    @Test
    void userWithoutRightsToMakeTables_runsOnTablesMadeByHand_andMakesNone() throws IOException {
        try (TestStore store = store("check")) {
            assertRefused(store, Status.SCHEMA_MISSING);

            makeTablesAsTheReadmeSays();
            probe(store);

            assertUp(store);
            assertThatThrownBy(() -> store.sql("create table t (a int primary key)"))
                    .isInstanceOfSatisfying(
                            Unavailable.class,
                            refusal -> assertThat(refusal.code()).isEqualTo("DB_DENIED"));
        }
    }

    @Test
    void olderAndNewerSchema_areRefused_andHealWhenTheyFit() throws IOException {
        makeTablesAsTheReadmeSays();
        MariaDb.asRoot(DATABASE, "delete from schema_version");
        try (TestStore store = store("check")) {
            assertRefused(store, Status.SCHEMA_OLD);

            MariaDb.asRoot(DATABASE, "insert into schema_version (version) values (" + (Schema.NEWEST + 1) + ")");
            probe(store);
            assertRefused(store, Status.SCHEMA_NEW);

            MariaDb.asRoot(DATABASE, "update schema_version set version = " + Schema.NEWEST);
            probe(store);
            assertUp(store);
        }
    }

    @Test
    void apply_withoutTheRight_saysSo_andHealsOnceItIsGranted() {
        try (TestStore store = store("apply")) {
            assertRefused(store, Status.SCHEMA_FAILED);

            MariaDb.asRoot("", "grant create, alter, index, drop, references on diamond.* to 'diamond'@'%'");
            probe(store);

            assertUp(store);
        }
    }

    @Test
    void apply_onTablesMadeByHand_goesOnFromThere() throws IOException {
        makeTablesAsTheReadmeSays();
        MariaDb.asRoot("", "grant create, alter, index, drop, references on diamond.* to 'diamond'@'%'");

        try (TestStore store = store("apply")) {
            assertUp(store);
        }
    }

    @Test
    void tableThatIsDropped_isSaidClearly_andReadsOfOthersGoOn() throws IOException {
        makeTablesAsTheReadmeSays();
        try (TestStore store = store("check")) {
            MariaDb.asRoot(DATABASE, "drop table config_info");

            assertThatThrownBy(() -> store.sql("delete from config_info"))
                    .isInstanceOfSatisfying(
                            Unavailable.class,
                            refusal -> assertThat(refusal.code()).isEqualTo("SCHEMA_BROKEN"));
            assertThat(store.sql("delete from config_namespace")).isZero();
        }
    }
}
