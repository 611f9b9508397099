/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.store.StoreState.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTest {

    private static final Pattern SCRIPT = Pattern.compile("V(\\d+)__\\w+\\.sql");

    @TempDir
    Path folder;

    private TestStore store(String schema) {
        Map<String, String> settings = Map.of("diamond.data", folder.toString(), "diamond.schema", schema);
        return TestStore.of(settings, source -> source).started();
    }

    private static void probe(TestStore store) {
        store.scheduler().advance(Duration.ofSeconds(1));
    }

    private static void assertRefused(TestStore store, Status status, String... words) {
        assertThat(store.database().state().status()).isEqualTo(status);
        assertThat(store.database().state().sentence()).contains(words);
        assertThatThrownBy(() -> store.sql("delete from config_info"))
                .isInstanceOfSatisfying(Unavailable.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(status.name());
                    assertThat(refusal).hasMessageContainingAll(words);
                });
    }

    @Test
    void emptyDatabase_isRefusedByCheck_andNothingIsMadeInIt_andHealsOnceItIsMade() {
        try (TestStore store = store("check")) {
            assertRefused(store, Status.SCHEMA_MISSING, "V1 to V" + Schema.NEWEST, "diamond.schema=apply");
        }

        store("apply").close();

        try (TestStore store = store("check")) {
            assertThat(store.database().state()).isEqualTo(StoreState.UP);
        }
    }

    @Test
    void olderSchema_isRefusedByCheck_andAppliedByApply() {
        try (TestStore store = store("apply")) {
            Stream.of(
                            "drop table subject_use",
                            "drop table config_provider_check",
                            "drop table audit_chain",
                            "drop table audit_seal",
                            "drop table audit_entry",
                            "drop table config_provider_history",
                            "drop table config_provider",
                            "drop table config_datum_history",
                            "drop table config_aggregate",
                            "alter table config_info_aggr drop column bytes",
                            "drop table schema_version",
                            "delete from \"flyway_schema_history\" where \"version\" in ('3', '4', '5', '6', '7', '8')")
                    .forEach(store::sql);
        }

        try (TestStore store = store("check")) {
            assertRefused(store, Status.SCHEMA_OLD, "this server needs V" + Schema.NEWEST, "diamond.schema=apply");
        }
        try (TestStore store = store("apply")) {
            assertThat(store.database().state()).isEqualTo(StoreState.UP);
        }
    }

    @Test
    void newerSchema_isRefusedByBoth_andHealsWhenItIsGone() {
        try (TestStore store = store("apply")) {
            store.sql("insert into schema_version (version) values (" + (Schema.NEWEST + 1) + ")");
            probe(store);
            assertThat(store.database().state())
                    .as("a server that runs goes on: the newer ones are being rolled out")
                    .isEqualTo(StoreState.UP);
        }
        for (String schema : new String[] {"check", "apply"}) {
            try (TestStore store = store(schema)) {
                assertRefused(store, Status.SCHEMA_NEW, "V" + (Schema.NEWEST + 1), "Start the newer server");
            }
        }
    }

    @Test
    void everyScript_leavesItsNumber_andTheLastIsTheNewest() throws IOException {
        TreeMap<Integer, String> scripts = new TreeMap<>();
        try (Stream<Path> files = Files.list(Path.of("../sql"))) {
            for (Path file : files.toList()) {
                Matcher name = SCRIPT.matcher(file.getFileName().toString());
                assertThat(name.matches()).as(file.toString()).isTrue();
                scripts.put(
                        Integer.valueOf(name.group(1)), Files.readString(file).strip());
            }
        }

        assertThat(scripts.lastKey()).as("Schema.NEWEST").isEqualTo(Schema.NEWEST);
        scripts.tailMap(3)
                .forEach((number, sql) ->
                        assertThat(sql).endsWith("INSERT INTO schema_version (version) VALUES (" + number + ");"));
    }
}
