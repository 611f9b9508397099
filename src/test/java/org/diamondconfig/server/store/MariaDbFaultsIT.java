/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManager;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.diamondconfig.server.problem.Unavailable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real database does to transactions that meet others, and what its own settings do. */
class MariaDbFaultsIT {

    private static final int THREADS = 8;

    @TempDir
    Path folder;

    private Map<String, String> settings;
    private TestStore store;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @BeforeEach
    void start() {
        settings = MariaDb.freshDatabase();
        settings.put("diamond.data", folder.toString());
        settings.put("diamond.datasource.init", "SET @greeting = 'hello'; SET SESSION innodb_lock_wait_timeout = 1;");
        store = TestStore.of(settings, source -> source).started();
        for (String name : List.of("a", "b")) {
            store.sql(
                    "insert into config_namespace (name, title, description, version, deleted, changed_by, changed_at)"
                            + " values ('" + name + "', '', '', 0, false, '', NOW(6))");
        }
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        store.close();
    }

    private static long version(EntityManager entities, String name) {
        return ((Number) entities.createNativeQuery("select version from config_namespace where name = '" + name + "'")
                        .getSingleResult())
                .longValue();
    }

    private static int raise(EntityManager entities, String name, long from) {
        return entities.createNativeQuery("update config_namespace set version = version + 1 where name = '" + name
                        + "' and version = " + from)
                .executeUpdate();
    }

    private Object value(String expression) {
        return store.database()
                .read(
                        Lane.READ,
                        entities -> entities.createNativeQuery("select " + expression)
                                .getSingleResult());
    }

    private void restart() {
        store.close();
        store = TestStore.of(settings, source -> source).started();
    }

    private static void assertRefused(Runnable work, String code) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        Unavailable.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @Test
    void compareAndSet_ofManyOnOneRow_losesNoneThatWasAcknowledged() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        AtomicInteger acknowledged = new AtomicInteger();
        CountDownLatch twoHaveRead = new CountDownLatch(2);
        List<Future<?>> ends = IntStream.range(0, THREADS * 5)
                .<Future<?>>mapToObj(i -> threads.submit(() -> {
                    try {
                        store.database().write(entities -> {
                            tries.incrementAndGet();
                            long seen = version(entities, "a");
                            twoHaveRead.countDown();
                            awaitEnd(twoHaveRead);
                            if (raise(entities, "a", seen) == 0) {
                                throw new LostRace();
                            }
                            return null;
                        });
                        acknowledged.incrementAndGet();
                    } catch (Unavailable busy) {
                        assertThat(busy.code()).isEqualTo("BUSY");
                    }
                }))
                .toList();
        for (Future<?> end : ends) {
            end.get(1, TimeUnit.MINUTES);
        }

        assertThat(tries).as("races were lost").hasValueGreaterThan(acknowledged.get());
        assertThat(value("version from config_namespace where name = 'a'")).hasToString(acknowledged.toString());
    }

    /** So that one of two is late for certain. */
    private static void awaitEnd(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Test
    void deadlock_isTriedAgainWhole_andBothTakeEffect() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        CyclicBarrier eachHoldsOne = new CyclicBarrier(2);
        Future<?> forth = threads.submit(() -> raiseBoth("a", "b", eachHoldsOne, tries));
        Future<?> back = threads.submit(() -> raiseBoth("b", "a", eachHoldsOne, tries));
        forth.get(1, TimeUnit.MINUTES);
        back.get(1, TimeUnit.MINUTES);

        assertThat(tries).hasValueGreaterThan(2);
        assertThat(value("sum(version) from config_namespace")).hasToString("4");
    }

    private void raiseBoth(String first, String second, CyclicBarrier eachHoldsOne, AtomicInteger tries) {
        AtomicInteger own = new AtomicInteger();
        store.database().write(entities -> {
            tries.incrementAndGet();
            assertThat(entities.createNativeQuery(
                                    "update config_namespace set version = version + 1 where name = '" + first + "'")
                            .executeUpdate())
                    .isEqualTo(1);
            if (own.incrementAndGet() == 1) {
                await(eachHoldsOne);
            }
            return entities.createNativeQuery(
                            "update config_namespace set version = version + 1 where name = '" + second + "'")
                    .executeUpdate();
        });
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(1, TimeUnit.MINUTES);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void rowThatAnotherLocksForLong_isBusy_andOtherRowsGoOn() throws SQLException {
        try (Connection other = MariaDb.root(database());
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("update config_namespace set version = 7 where name = 'a'");

            assertRefused(() -> store.sql("update config_namespace set version = 1 where name = 'a'"), "BUSY");
            assertThat(store.sql("update config_namespace set version = 1 where name = 'b'"))
                    .isEqualTo(1);
            assertThat(store.database().state()).isEqualTo(StoreState.UP);
            other.rollback();
        }
    }

    private String database() {
        return (String) value("database()");
    }

    @Test
    void session_isReadCommitted_waitsLittle_andRunsTheOperatorsSql() {
        assertThat(value("@@transaction_isolation")).isEqualTo("READ-COMMITTED");
        assertThat(value("@@innodb_lock_wait_timeout")).hasToString("1");
        assertThat(value("@@time_zone")).isIn("UTC", "+00:00");
        assertThat(value("@greeting")).isEqualTo("hello");
    }

    @Test
    void databaseThatIsReadOnly_isSaid_readsGoOn_andItHealsByItself() {
        MariaDb.asRoot(
                "",
                "create user 'reader'@'%' identified by 'r'; grant select, insert, update, delete on " + database()
                        + ".* to 'reader'@'%'");
        settings.putAll(Map.of("diamond.datasource.user", "reader", "diamond.datasource.password", "r"));
        restart();
        String write = "update config_namespace set version = version + 1";
        try {
            MariaDb.asRoot("", "set global read_only = 1");

            assertRefused(() -> store.sql(write), "DB_READ_ONLY");
            assertThat(store.database().state()).isEqualTo(StoreState.readOnly());
            assertThat(value("1")).hasToString("1");
            store.scheduler().advance(Duration.ofSeconds(3));
            assertRefused(() -> store.sql(write), "DB_READ_ONLY");

            MariaDb.asRoot("", "set global read_only = 0");
            store.scheduler().advance(Duration.ofSeconds(1));
            assertThat(store.sql(write)).isEqualTo(2);
        } finally {
            MariaDb.asRoot("", "set global read_only = 0; drop user 'reader'@'%'");
        }
    }

    @Test
    void weakSettingOfTheDatabase_isWarnedOf_untilItIsMended() {
        assertThat(store.database().warnings()).isEmpty();
        try {
            MariaDb.asRoot("", "set global innodb_flush_log_at_trx_commit = 2");
            restart();
            assertThat(store.database().warnings())
                    .singleElement()
                    .asString()
                    .startsWith("innodb_flush_log_at_trx_commit is 2");
        } finally {
            MariaDb.asRoot("", "set global innodb_flush_log_at_trx_commit = 1");
        }

        store.scheduler().advance(Duration.ofMinutes(2));

        assertThat(store.database().warnings()).isEmpty();
    }
}
