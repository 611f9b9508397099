/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * One node and two MariaDB processes as docs/schema.md sets them up: a source, and a semi-synchronous replica that is its
 * spare. In order: the source is frozen, is killed and comes back, is killed for good and replaced, and the spare turns out
 * to hold another store (F5, F6, F8, G1, G12). The node is never restarted.
 */
@TestMethodOrder(OrderAnnotation.class)
class DatabaseSwitchIT {

    private static final ConfigKey KNOWN = ConfigKey.of("G", "known");
    private static final ConfigKey LOST = ConfigKey.of("G", "lost");
    private static final int WRITERS = 40;

    /** Work of milliseconds on a machine that is busy; less than the 5 s that whoever waits for the database waits. */
    private static final Duration AT_ONCE = Duration.ofSeconds(4);

    /** A write waits 2 s for a permit and 2 s for a connection; less than the 5 s that whoever waits for the database waits. */
    private static final Duration WRITES_AT_MOST = Duration.ofMillis(4_900);

    /** The socket waits 5 s for an answer at each of the two hosts, twice. */
    private static final Duration FIRST_WRITES_AT_MOST = Duration.ofSeconds(40);

    /** What the JVM and the container may start meanwhile for reasons of their own. */
    private static final int THREADS_OF_OTHERS = 20;

    private static final ExecutorService THREADS = Executors.newFixedThreadPool(WRITERS);

    private static MariaDb source;
    private static MariaDb spare;
    private static Node node;
    private static Api api;

    @BeforeAll
    static void start() throws IOException {
        Path home = TestNodes.home("database-switch");
        source = new MariaDb(home.resolve("source"), replicated(1));
        spare = new MariaDb(home.resolve("spare"), replicated(2));
        spare.run("set global read_only = 1", follow(source.port()), "start slave");
        source.addUser();
        Awaitility.await("the spare to acknowledge")
                .until(() -> source.ask("select variable_value from information_schema.global_status"
                                + " where variable_name = 'rpl_semi_sync_master_clients'")
                        .equals("1"));
        node = Nodes.payara(NodeOptions.in(home.resolve("node"))
                .light()
                .with("diamond.datasource.url", MariaDb.url(source.port(), spare.port()))
                .with("diamond.datasource.user", "diamond")
                .with("diamond.datasource.password", "secret"));
        node.start();
        api = new Api(node);
        awaitPublished(KNOWN, "known");
    }

    private static String[] replicated(int id) {
        return new String[] {
            "--server-id=" + id,
            "--rpl-semi-sync-master-enabled=ON",
            "--rpl-semi-sync-master-wait-no-slave=OFF",
            "--rpl-semi-sync-slave-enabled=ON"
        };
    }

    private static String follow(int port) {
        return "change master to master_host = '127.0.0.1', master_port = " + port
                + ", master_user = 'root', master_ssl = 0, master_connect_retry = 1, master_use_gtid = slave_pos";
    }

    @AfterAll
    static void stop() {
        THREADS.shutdownNow();
        for (AutoCloseable started : new AutoCloseable[] {node, spare, source}) {
            if (started != null) {
                close(started);
            }
        }
    }

    private static void close(AutoCloseable started) {
        try {
            started.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** An answer and how long it took. */
    private record Timed(HttpResponse<byte[]> answer, Duration took) {

        static Timed of(Supplier<HttpResponse<byte[]>> request) {
            long start = System.nanoTime();
            HttpResponse<byte[]> answer = request.get();
            return new Timed(answer, Duration.ofNanos(System.nanoTime() - start));
        }

        /** The code of a refusal; empty for anything else. */
        String code() {
            return answer.statusCode() == 503 ? Json.parseObject(answer.body()).string("code") : "";
        }
    }

    private static Timed publish(ConfigKey key, String content) {
        return Timed.of(() -> api.publish(key, content));
    }

    private static void awaitPublished(ConfigKey key, String content) {
        Awaitility.await("a publish that is taken")
                .pollInterval(Duration.ofMillis(100))
                .until(() -> api.publish(key, content).statusCode() == 200);
    }

    private static void awaitRefused(String code) {
        Awaitility.await("writes to be refused with " + code)
                .until(() -> publish(LOST, "lost").code().equals(code));
    }

    private static void assertReadsGoOn() {
        for (int i = 0; i < 10; i++) {
            Timed read = Timed.of(() -> api.read(KNOWN));
            assertThat(Api.text(read.answer())).isEqualTo("known");
            assertThat(read.took()).isLessThan(AT_ONCE);
        }
    }

    /** Many publishes at once; meanwhile reads go on. */
    private static List<Timed> publishAtOnce() {
        List<CompletableFuture<Timed>> sent = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            ConfigKey key = ConfigKey.of("writers", "w" + writer);
            sent.add(CompletableFuture.supplyAsync(() -> publish(key, "at " + System.nanoTime()), THREADS));
        }
        assertReadsGoOn();
        return sent.stream().map(CompletableFuture::join).toList();
    }

    private static void assertBurstIsRefused() {
        try (Stalls stalls = Stalls.watch()) {
            List<Timed> writes = publishAtOnce();
            Duration most = stalls.over(WRITES_AT_MOST);
            assertThat(writes).allSatisfy(write -> {
                assertThat(write.answer().statusCode()).isEqualTo(503);
                assertThat(write.answer().headers().firstValue("Retry-After")).isPresent();
                assertThat(write.took()).isLessThan(most);
            });
        }
    }

    private static long threadsOfNode() {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + node.pid() + "/task"))) {
            return tasks.count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Order(1)
    void databaseProcessThatIsFrozen_holdsUpNoReadPollOrThread_andIsUsedAgainOnceThawed() throws Exception {
        assertThat(publishAtOnce()).extracting(Timed::code).contains("").isSubsetOf("", "STORE_BUSY", "STORE_SLOW");
        long threads = threadsOfNode();

        source.freeze();
        assertThat(publishAtOnce()).allSatisfy(write -> {
            assertThat(write.answer().statusCode()).isEqualTo(503);
            assertThat(write.took()).isLessThan(FIRST_WRITES_AT_MOST);
        });
        CompletableFuture<HttpResponse<byte[]>> poll = api.poll(KNOWN, Md5.hex("known"));
        Awaitility.await("the poll to be held").until(() -> api.pollsHeld() == 1);
        for (int burst = 0; burst < 3; burst++) {
            assertBurstIsRefused();
        }
        assertThat(threadsOfNode()).isLessThan(threads + THREADS_OF_OTHERS);
        assertThat(api.pollsHeld()).isEqualTo(1);
        assertThat(poll).isNotDone();

        source.thaw();
        awaitPublished(KNOWN, "thawed");
        assertThat(Api.text(poll.get(1, TimeUnit.MINUTES))).contains("thawed");
        awaitPublished(KNOWN, "known");
    }

    @Test
    @Order(2)
    void databaseProcessThatIsKilled_andComesBackWithItsData_isUsedAgain() {
        source.kill();
        awaitRefused("DB_READ_ONLY");
        assertReadsGoOn();
        assertThat(Api.text(api.readDatabase(KNOWN))).isEqualTo("known");
        assertThat(Api.text(api.ready())).contains("DB_READ_ONLY");

        source.start();
        awaitPublished(KNOWN, "back");
        awaitPublished(KNOWN, "known");
    }

    /** Publishes until it is told to end, and tells the version and content of each that was acknowledged. */
    private static CompletableFuture<Map<Long, String>> publishUntil(AtomicBoolean ended, ConfigKey key) {
        return CompletableFuture.supplyAsync(
                () -> {
                    Map<Long, String> acknowledged = new ConcurrentHashMap<>();
                    for (int i = 0; !ended.get(); i++) {
                        HttpResponse<byte[]> answer = api.publish(key, "content " + i);
                        if (answer.statusCode() == 200) {
                            acknowledged.put(Json.parseObject(answer.body()).number("version"), "content " + i);
                        }
                    }
                    return acknowledged;
                },
                THREADS);
    }

    @Test
    @Order(3)
    void sourceThatIsKilled_isReplacedByItsSpare_andNothingAcknowledgedIsLost() {
        ConfigKey key = ConfigKey.of("G", "switched");
        AtomicBoolean ended = new AtomicBoolean();
        CompletableFuture<Map<Long, String>> writer = publishUntil(ended, key);
        Awaitility.await("some publishes")
                .until(() -> api.read(key).statusCode() == 200
                        && Json.parseObject(api.publish(KNOWN, "known").body()).number("version") > 0);

        source.kill();
        awaitRefused("DB_READ_ONLY");
        assertReadsGoOn();
        spare.run("stop slave", "reset slave all", "set global read_only = 0");
        awaitPublished(KNOWN, "on the spare");
        ended.set(true);

        Map<Long, String> acknowledged = writer.join();
        assertThat(acknowledged).isNotEmpty();
        acknowledged.forEach((version, content) -> assertThat(
                        Json.parseObject(api.readHistory(key, version).body()).string("content"))
                .as("version %s", version)
                .isEqualTo(content));
        awaitPublished(KNOWN, "known");
    }

    @Test
    @Order(4)
    void otherStore_isRefused_untilAnOperatorAdoptsIt() {
        String other = "0123456789abcdef";
        spare.run("update diamond.store_epoch set store_id = '" + other + "'");
        awaitRefused("STORE_CHANGED");
        assertReadsGoOn();
        assertThat(api.adopt("fedcba9876543210").statusCode()).isEqualTo(409);

        HttpResponse<byte[]> adopted = api.adopt(other);

        assertThat(adopted.statusCode()).as(Api.text(adopted)).isEqualTo(200);
        assertThat(Api.text(adopted)).contains(other);
        awaitPublished(KNOWN, "adopted");
        assertThat(Api.text(api.readDatabase(KNOWN))).isEqualTo("adopted");
        assertThat(spare.ask("select generation from diamond.store_epoch")).isEqualTo("2");
    }
}
