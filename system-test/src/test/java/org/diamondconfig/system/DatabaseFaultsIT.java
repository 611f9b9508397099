/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.diamondconfig.system.TcpProxy.Moment;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * One node, a real MariaDB, and two wires to it, of which the node uses the second when the first is gone: whatever befalls
 * the wires, reads and polls go on, a write is answered soon and truly, and all heals without a restart (G1, G2, G12).
 */
class DatabaseFaultsIT {

    private static final ConfigKey KNOWN = ConfigKey.of("G", "known");
    private static final ConfigKey LOST = ConfigKey.of("G", "lost");
    private static final int WRITERS = 20;

    /** What the socket waits for an answer, 5 s, with room for a busy machine. */
    private static final Duration WRITE_AT_MOST = Duration.ofSeconds(12);

    /** The driver asks each of the two hosts, too, before it gives up. */
    private static final Duration HUNG_WRITE_AT_MOST = Duration.ofSeconds(24);

    /** A new connection and a transaction take some twenty round trips, here of half a second each; it waits 4 s for its turn before. */
    private static final Duration SLOW_WRITE_AT_MOST = Duration.ofSeconds(30);

    /** Work of milliseconds on a machine that is busy; less than the 5 s that whoever waits for the database waits. */
    private static final Duration AT_ONCE = Duration.ofSeconds(4);

    private static MariaDb database;
    private static TcpProxy first;
    private static TcpProxy second;
    private static Node node;
    private static Api api;

    private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);

    @BeforeAll
    static void startAll() throws Exception {
        Path home = TestNodes.home("database-faults");
        database = new MariaDb(TestNodes.home("database-faults-mariadb"));
        first = TcpProxy.to(database.port());
        second = TcpProxy.to(database.port());
        node = Nodes.payara(
                MariaDb.reachedAt(NodeOptions.in(home.resolve("node")).light(), first.port(), second.port()));
        node.start();
        api = new Api(node);
    }

    @AfterAll
    static void stopAll() {
        node.close();
        first.close();
        second.close();
        database.close();
    }

    @BeforeEach
    void publishKnown() {
        awaitPublished(KNOWN, "known");
        assertThat(api.read(KNOWN).statusCode()).isEqualTo(200);
    }

    @AfterEach
    void heal() {
        threads.shutdownNow();
        first.heal();
        second.heal();
        awaitPublished(KNOWN, "known");
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
            return answer.statusCode() == 503 ? json(answer).string("code") : "";
        }
    }

    private static JsonObject json(HttpResponse<byte[]> answer) {
        return Json.parseObject(answer.body());
    }

    private static Timed publish(ConfigKey key, String content) {
        return Timed.of(() -> api.publish(key, content));
    }

    private static void awaitPublished(ConfigKey key, String content) {
        Awaitility.await("a publish that is taken")
                .pollInterval(Duration.ofMillis(100))
                .until(() -> api.publish(key, content).statusCode() == 200);
    }

    private static void assertReadsGoOn() {
        for (int i = 0; i < 10; i++) {
            Timed read = Timed.of(() -> api.read(KNOWN));
            assertThat(read.answer().statusCode()).isEqualTo(200);
            assertThat(read.answer().body()).asString().isEqualTo("known");
            assertThat(read.took()).isLessThan(AT_ONCE);
        }
    }

    /** Many publishes at once, of which each is answered in time, by 503 and Retry-After unless it was taken. */
    private List<Timed> assertWritesAreAnsweredWithin(Duration most) {
        List<CompletableFuture<Timed>> sent = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            ConfigKey key = ConfigKey.of("writers", "w" + writer);
            sent.add(CompletableFuture.supplyAsync(() -> publish(key, "at " + System.nanoTime()), threads));
        }
        assertReadsGoOn();
        List<Timed> answers = sent.stream().map(CompletableFuture::join).toList();
        for (Timed answer : answers) {
            assertThat(answer.answer().statusCode()).isIn(200, 503);
            assertThat(answer.took()).isLessThan(most);
            if (answer.answer().statusCode() == 503) {
                assertThat(answer.answer().headers().firstValue("Retry-After")).isPresent();
            }
        }
        return answers;
    }

    /** Cuts the COMMIT of the transaction that publishes this key, on whichever wire it goes. */
    private static void breakCommit(ConfigKey key, Moment moment) {
        for (TcpProxy wire : List.of(first, second)) {
            wire.cutAt(moment, "insert into config_history", key.dataId(), "COMMIT");
        }
    }

    /** Publishes while COMMIT is cut, learns that the outcome is unknown, and repeats until it is known. */
    private static long resolved(ConfigKey key, Moment moment) {
        breakCommit(key, moment);
        HttpResponse<byte[]> unknown = api.publishOnce(key, "once", key.dataId());
        Awaitility.await("the cut").until(() -> first.struck() || second.struck());
        assertThat(unknown.statusCode()).isEqualTo(503);
        assertThat(json(unknown).string("code")).isEqualTo("OUTCOME_UNKNOWN");

        List<HttpResponse<byte[]>> repeated = new ArrayList<>();
        Awaitility.await("the outcome").pollInterval(Duration.ofMillis(100)).until(() -> {
            repeated.add(0, api.publishOnce(key, "once", key.dataId()));
            return repeated.get(0).statusCode() == 200;
        });
        return json(repeated.get(0)).number("version");
    }

    private static void assertHappenedOnce(ConfigKey key) {
        assertThat(api.read(key).body()).asString().isEqualTo("once");
        assertThat(api.readHistory(key, 1).statusCode()).isEqualTo(200);
        assertThat(api.readHistory(key, 2).statusCode()).isEqualTo(404);
    }

    @Test
    void commitWhoseAnswerIsLost_isUnknown_andTheSameKeyTellsTheFirstOutcome() throws Exception {
        ConfigKey key = ConfigKey.of("G", "answer-lost");
        CompletableFuture<HttpResponse<byte[]>> poll = api.poll(key, Md5.NOTHING);

        assertThat(resolved(key, Moment.ANSWERED)).isEqualTo(1);

        assertHappenedOnce(key);
        assertThat(poll.get(1, TimeUnit.MINUTES).body()).asString().contains("answer-lost");
    }

    @Test
    void commitThatNeverArrives_isUnknown_andTheSameKeyMakesItHappenOnce() throws Exception {
        ConfigKey key = ConfigKey.of("G", "never-arrived");

        assertThat(resolved(key, Moment.BEFORE)).isEqualTo(1);

        assertHappenedOnce(key);
    }

    @Test
    void databaseThatIsGone_refusesWritesAtOnce_andHeals() {
        for (TcpProxy wire : List.of(first, second)) {
            wire.refuse();
            wire.reset();
        }

        assertThat(assertWritesAreAnsweredWithin(WRITE_AT_MOST))
                .extracting(Timed::code)
                .isSubsetOf("STORE_DOWN", "STORE_BUSY", "STORE_SLOW");
        awaitDown(WRITE_AT_MOST);
        assertThat(publish(LOST, "other").took()).isLessThan(AT_ONCE);
        assertThat(Api.text(api.ready())).contains("STORE_DOWN");
    }

    /** The write that finds it out may take as long as one write can. */
    private static void awaitDown(Duration oneWrite) {
        Awaitility.await("the node to know that the database is down")
                .atMost(oneWrite.multipliedBy(3))
                .until(() -> publish(LOST, "other").code().equals("STORE_DOWN"));
    }

    @Test
    void databaseThatHangs_fillsNoThreadPool_andHeals() {
        CompletableFuture<HttpResponse<byte[]>> poll = api.poll(KNOWN, Md5.hex("known"));
        first.freeze();
        second.freeze();

        assertThat(assertWritesAreAnsweredWithin(HUNG_WRITE_AT_MOST))
                .extracting(Timed::code)
                .isSubsetOf("STORE_DOWN", "STORE_BUSY", "STORE_SLOW", "OUTCOME_UNKNOWN");
        awaitDown(HUNG_WRITE_AT_MOST);
        assertWritesAreAnsweredWithin(AT_ONCE);
        assertReadsGoOn();
        first.heal();
        second.heal();
        awaitPublished(KNOWN, "after");

        assertThat(poll.join().statusCode()).isEqualTo(200);
    }

    @Test
    void databaseThatIsSlow_isWaitedFor_orRefusedInTime() {
        first.delay(Duration.ofMillis(250));
        second.delay(Duration.ofMillis(250));

        assertWritesAreAnsweredWithin(SLOW_WRITE_AT_MOST);
        assertReadsGoOn();
    }

    @Test
    void firstHostThatGoes_isReplacedByTheSecond_andTakenAgainWhenItIsBack() {
        first.refuse();
        first.reset();
        awaitPublished(KNOWN, "by the second");
        assertThat(second.connections()).isPositive();

        first.heal();
        second.refuse();
        second.reset();
        awaitPublished(KNOWN, "by the first");

        assertThat(first.connections()).isPositive();
    }
}
