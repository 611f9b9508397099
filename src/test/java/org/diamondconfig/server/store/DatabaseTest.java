/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.diamondconfig.server.edge.ManualScheduler;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.wire.Epoch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {

    private static final String ADD =
            "insert into config_namespace (name, title, description, version, deleted, changed_by, changed_at)"
                    + " values ('%s', '', '', 1, false, '', NOW(6))";

    @TempDir
    Path folder;

    private static long rows(TestStore store) {
        return store.database()
                .read(
                        Lane.READ,
                        entities -> ((Number) entities.createNativeQuery("select count(*) from config_namespace")
                                        .getSingleResult())
                                .longValue());
    }

    private static void second(TestStore store) {
        store.scheduler().advance(Duration.ofSeconds(1));
    }

    private static void assertRefused(TestStore store, String code) {
        assertThatThrownBy(() -> rows(store))
                .isInstanceOfSatisfying(
                        Unavailable.class, e -> assertThat(e.code()).isEqualTo(code));
        assertThatThrownBy(() -> store.sql(String.format(ADD, "never")))
                .isInstanceOfSatisfying(
                        Unavailable.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void store_survivesARestart_withItsEpochAndItsRows() {
        Epoch epoch;
        try (TestStore first = TestStore.h2(folder).started()) {
            epoch = first.database().epoch().orElseThrow();
            first.sql(String.format(ADD, "dev"));
        }

        try (TestStore second = TestStore.h2(folder).started()) {
            assertThat(second.database().epoch()).contains(epoch);
            assertThat(second.database().readEpoch()).isEqualTo(epoch);
            assertThat(rows(second)).isEqualTo(1);
        }
    }

    @Test
    void file_thatGrewByChanges_isSmallAgainWhileTheServerRuns() throws IOException {
        try (TestStore store = TestStore.h2(folder).started()) {
            store.sql("create table wide (id bigint primary key, content varchar)");
            for (int change = 0; change < 100; change++) {
                store.sql("merge into wide values (1, repeat('" + (char) ('a' + change % 26) + "', 1000000))");
            }
            long grown = Files.size(folder.resolve("diamond.mv.db"));

            second(store);

            assertThat(grown).isGreaterThan(64 << 20);
            assertThat(Files.size(folder.resolve("diamond.mv.db"))).isLessThan(grown / 4);
        }
    }

    @Test
    void fileThatIsGone_isDown_andIsNeverMadeAnew_andHealsWhenItIsBack() throws IOException {
        TestStore.h2(folder).started().close();
        Path file = folder.resolve("diamond.mv.db");
        Path away = folder.resolve("away");
        Files.move(file, away);

        try (TestStore store = TestStore.h2(folder).started()) {
            assertThat(store.database().state().status()).isEqualTo(StoreState.Status.DOWN);
            assertThat(store.database().state().sentence()).contains("is gone");
            assertThat(store.database().epoch()).isPresent();
            assertRefused(store, "STORE_DOWN");
            second(store);
            assertThat(file).doesNotExist();

            Files.move(away, file);
            second(store);

            assertThat(store.database().state().sentence()).isEmpty();
            assertThat(rows(store)).isZero();
        }
    }

    @Test
    void anotherStore_isChanged_andNotTouched_andHealsWhenOursIsBack() throws IOException {
        Path file = folder.resolve("ours/diamond.mv.db");
        Path away = folder.resolve("away");
        TestStore.h2(folder.resolve("ours")).started().close();
        TestStore.h2(folder.resolve("other")).started().close();
        Files.move(file, away);
        Files.copy(folder.resolve("other/diamond.mv.db"), file);

        try (TestStore store = TestStore.h2(folder.resolve("ours")).started()) {
            assertThat(store.database().state().status()).isEqualTo(StoreState.Status.CHANGED);
            assertRefused(store, "STORE_CHANGED");

            Files.delete(file);
            Files.move(away, file);
            second(store);

            assertThat(store.database().state().sentence()).isEmpty();
            assertThat(rows(store)).isZero();
        }
    }

    @Test
    void emptyStore_whereOursWas_isChanged_andNothingIsMadeInIt() throws IOException, SQLException {
        TestStore.h2(folder).started().close();
        Path file = folder.resolve("diamond.mv.db");
        Files.delete(file);
        String url = "jdbc:h2:file:" + folder.resolve("diamond");
        try (Connection empty = DriverManager.getConnection(url, "diamond", "")) {
            assertThat(empty.isValid(1)).isTrue();
        }

        try (TestStore store = TestStore.h2(folder).started()) {
            assertThat(store.database().state().status()).isEqualTo(StoreState.Status.CHANGED);
            assertThat(store.database().state().sentence()).contains("empty");
        }
    }

    @Test
    void otherStoreUnderLiveConnections_isNoticedByTheProbe() {
        try (TestStore store = TestStore.h2(folder).started()) {
            store.sql("update store_epoch set store_id = '0123456789abcdef'");
            second(store);
            assertThat(store.database().state().status()).isEqualTo(StoreState.Status.CHANGED);
            assertRefused(store, "STORE_CHANGED");
        }
    }

    @Test
    void higherGeneration_movesTheMarkUp_evenUnderAnotherId() {
        try (TestStore store = TestStore.h2(folder).started()) {
            store.sql("update store_epoch set generation = 2, store_id = '0123456789abcdef'");
            second(store);
            assertThat(store.database().epoch()).contains(new Epoch(2, "0123456789abcdef"));
            assertThat(store.database().state().up()).isTrue();
        }
    }

    @Test
    void check_ofAnEmptySchema_saysWhatToDo() {
        Map<String, String> settings = Map.of("diamond.data", folder.toString(), "diamond.schema", "check");

        try (TestStore store = TestStore.of(settings, source -> source).started()) {
            assertThat(store.database().state().sentence()).contains("V1").contains("diamond.schema=apply");
        }

        TestStore.h2(folder).started().close();
        try (TestStore store = TestStore.of(settings, source -> source).started()) {
            assertThat(store.database().state().sentence()).isEmpty();
        }
    }

    @Test
    void workThatThrows_leavesNothing() {
        try (TestStore store = TestStore.h2(folder).started()) {
            assertThatThrownBy(() -> store.database().write(entities -> {
                        entities.createNativeQuery(String.format(ADD, "dev")).executeUpdate();
                        throw new BadRequest("X", "no");
                    }))
                    .isInstanceOf(BadRequest.class);

            assertThat(rows(store)).isZero();
        }
    }

    @Test
    void write_beginsBeforeItsFirstRead_andEndsOnce() {
        List<String> calls = new CopyOnWriteArrayList<>();
        try (TestStore store = TestStore.of(
                        Map.of("diamond.data", folder.toString()), source -> FaultySource.recording(source, calls::add))
                .started()) {
            rows(store);
            calls.clear();

            store.database().write(entities -> {
                entities.createQuery("select n from NamespaceRow n where n.name = 'dev'")
                        .setHint(Database.TRACKED, false)
                        .getResultList();
                return entities.createNativeQuery(String.format(ADD, "dev")).executeUpdate();
            });

            assertThat(calls)
                    .containsExactly(
                            "setAutoCommit [false]",
                            "prepareStatement select",
                            "prepareStatement insert",
                            "commit",
                            "setAutoCommit [true]");
        }
    }

    @Test
    void racesThatAreAlwaysLost_areTriedFiveTimes_andThenBusy() {
        AtomicInteger tries = new AtomicInteger();
        try (TestStore store = TestStore.h2(folder).started()) {
            assertThatThrownBy(() -> store.database().write(entities -> {
                        tries.incrementAndGet();
                        throw new LostRace();
                    }))
                    .isInstanceOfSatisfying(
                            Unavailable.class, e -> assertThat(e.code()).isEqualTo("BUSY"));
        }
        assertThat(tries).hasValue(5);
    }

    @Test
    void conflictReportedByCommit_isTriedAgain() {
        FaultySource faults = new FaultySource();
        try (TestStore store = faulty(faults).started()) {
            faults.failCommit(FaultySource.Moment.BEFORE_COMMIT, "40001", 1213);

            store.sql(String.format(ADD, "dev"));

            assertThat(rows(store)).isEqualTo(1);
        }
    }

    @Test
    void commitThatBreaksOff_isUnknown_whetherItTookEffectOrNot() {
        FaultySource faults = new FaultySource();
        try (TestStore store = faulty(faults).started()) {
            for (FaultySource.Moment moment : FaultySource.Moment.values()) {
                faults.failCommit(moment, "08S01", 0);
                assertThatThrownBy(() -> store.sql(String.format(ADD, moment.name())))
                        .isInstanceOf(Database.UnknownOutcome.class);
                second(store);
            }
            assertThat(rows(store)).isEqualTo(1);
        }
    }

    /** Each look holds a thread of the container, for as long as a database that is silent lets it wait. */
    @Test
    void callersThatFailTogether_haveTheStoreLookedAtOnce() {
        AtomicInteger looks = new AtomicInteger();
        ManualScheduler scheduler = new ManualScheduler(new ManualTicker());
        SQLException failure = new SQLException("injected", "08S01");
        LinkedStore link = new LinkedStore(
                Settings.of(Map.of("diamond.data", folder.toString())), scheduler, source -> new Sources.Plain() {
                    @Override
                    public Connection getConnection() throws SQLException {
                        looks.incrementAndGet();
                        throw failure;
                    }
                });

        for (int round = 1; round <= 2; round++) {
            for (int i = 0; i < 20; i++) {
                link.broken(failure);
            }
            scheduler.runDue();
            assertThat(looks).hasValue(round);
        }
        link.stop();
    }

    private TestStore faulty(FaultySource faults) {
        return TestStore.of(Map.of("diamond.data", folder.toString()), faults::around);
    }

    @Test
    void mark_thatIsDamaged_stopsTheStart() throws IOException {
        Files.writeString(folder.resolve("store.mark"), "1-");

        assertThatThrownBy(() -> TestStore.h2(folder)).hasMessageContaining("store.mark");
    }

    @Test
    void urlOfMysql_alwaysHasTimeLimits_andKeepsWhatItNames() {
        assertThat(Sources.withDefaults("jdbc:mysql://h/d?socketTimeout=7"))
                .startsWith("jdbc:mysql://h/d?socketTimeout=7&connectTimeout=2000&")
                .contains("&failOverReadOnly=false&")
                .contains("connectionTimeZone=UTC")
                .doesNotContain("socketTimeout=5000");
    }
}
