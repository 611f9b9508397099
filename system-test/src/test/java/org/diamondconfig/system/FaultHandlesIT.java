/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Each fault of a {@link Cluster} bites, and what the servers promise under it holds. The sweeps are off, so that what arrives
 * at the other node was told.
 */
class FaultHandlesIT {

    @RegisterExtension
    static final Cluster CLUSTER = Cluster.of(2)
            .wired()
            .withSmallDisk(0)
            .withClock(0)
            .with("diamond.sweep.delta", "1h")
            .with("diamond.sweep.full", "1h");

    private static final ConfigKey KEY = ConfigKey.of("faults", "key");
    private static final Duration SOON = Duration.ofMinutes(1);

    /** Longer than telling takes, and far shorter than the full sweep. */
    private static final Duration A_WHILE = Duration.ofSeconds(2);

    private Api first;
    private Api second;

    @BeforeEach
    void publishBefore() {
        first = new Api(CLUSTER.node(0));
        second = new Api(CLUSTER.node(1));
        awaitTaken();
        publish("before");
        awaitSecond("before");
    }

    @AfterEach
    void heal() {
        CLUSTER.heal();
        awaitTaken();
        publish("healed");
        awaitSecond("healed");
    }

    /** Until both take a publish, by whatever connection. */
    private void awaitTaken() {
        Awaitility.await("a publish that is taken by both")
                .atMost(SOON)
                .ignoreException(UncheckedIOException.class)
                .untilAsserted(() -> {
                    assertTaken(first.publish(KEY, "taken at " + System.nanoTime()));
                    assertTaken(second.publish(KEY, "taken"));
                });
    }

    private void publish(String content) {
        assertTaken(first.publish(KEY, content));
    }

    private static void assertTaken(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).as(Api.text(answer)).isEqualTo(200);
    }

    private void awaitSecond(String content) {
        Awaitility.await("'" + content + "' at the second node")
                .pollInterval(Duration.ofMillis(20))
                .until(() -> Api.text(second.read(KEY)).equals(content));
    }

    private void assertNotAtSecond(String content) {
        Awaitility.await()
                .during(A_WHILE)
                .atMost(SOON)
                .until(() -> !Api.text(second.read(KEY)).equals(content));
    }

    @Test
    void wireBetweenNodesThatIsFrozen_keepsTheNewsFromOne_untilItIsHealed() {
        CLUSTER.wire(0, 1).freeze();

        publish("told over a frozen wire");

        assertNotAtSecond("told over a frozen wire");
        CLUSTER.wire(0, 1).heal();
        awaitSecond("told over a frozen wire");
    }

    @Test
    void wireBetweenNodesThatIsSlow_delaysTheNews() {
        CLUSTER.wire(0, 1).delay(Duration.ofSeconds(1));

        long begin = System.nanoTime();
        publish("slow");
        awaitSecond("slow");

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(1));
    }

    @Test
    void wireBetweenNodesThatIsReset_isDialledAgain() {
        CLUSTER.wire(0, 1).refuse();
        CLUSTER.wire(0, 1).reset();

        publish("told to nobody");

        assertNotAtSecond("told to nobody");
        assertThat(CLUSTER.wire(0, 1).connections()).isZero();
        CLUSTER.wire(0, 1).heal();
        awaitSecond("told to nobody");
    }

    @Test
    void wireToTheDatabaseThatIsCut_refusesTheWritesOfThatNodeAlone() {
        CLUSTER.databaseWire(0).refuse();
        CLUSTER.databaseWire(0).reset();

        assertThat(first.publish(KEY, "without a database").statusCode()).isEqualTo(503);
        assertThat(Api.text(first.read(KEY))).isEqualTo("before");
        assertThat(second.publish(KEY, "with one").statusCode()).isEqualTo(200);
    }

    @Test
    void nodeThatIsPaused_answersNobody_andGoesOn() throws Exception {
        CLUSTER.node(1).pause();
        CompletableFuture<HttpResponse<byte[]>> read = CompletableFuture.supplyAsync(() -> second.read(KEY));

        publish("while it slept");
        assertThatThrownBy(() -> read.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);

        CLUSTER.node(1).resume();
        assertThat(read.get(1, TimeUnit.MINUTES).statusCode()).isEqualTo(200);
        awaitSecond("while it slept");
    }

    @Test
    void nodeThatIsKilled_isStartedByHealing_withWhatItMissed() {
        CLUSTER.node(1).kill();
        publish("while it was dead");
        assertThat(CLUSTER.node(1).running()).isFalse();

        CLUSTER.heal();

        awaitSecond("while it was dead");
    }

    /** F15: the database is the truth, so a publish needs no disk; the node serves it, and says what is wrong. */
    @Test
    void diskThatIsFull_stopsNeitherPublishesNorReads_andIsReported() throws Exception {
        CLUSTER.disk(0).fill();
        CompletableFuture<HttpResponse<byte[]>> poll = first.poll(KEY, Md5.hex("before"));

        publish("without a disk");

        assertThat(Api.text(first.read(KEY))).isEqualTo("without a disk");
        assertThat(Api.text(poll.get(1, TimeUnit.MINUTES))).contains("without a disk");
        awaitSecond("without a disk");
        assertThat(second.publish(KEY, "told to the full one").statusCode()).isEqualTo(200);
        Awaitility.await().until(() -> Api.text(first.read(KEY)).equals("told to the full one"));
        Awaitility.await().until(() -> first.metric("diamond_dump_unwritten") > 0);
        assertThat(first.ready().statusCode()).isEqualTo(200);
        assertThat(Api.text(first.ready())).contains("degraded");
    }

    @Test
    void diskThatHasRoomAgain_isWrittenTo_andWhatWasServedSurvivesAKill() {
        CLUSTER.disk(0).fill();
        publish("without a disk");
        CLUSTER.disk(0).free();

        Awaitility.await().until(() -> first.metric("diamond_dump_unwritten") == 0);
        CLUSTER.databaseWire(0).refuse();
        CLUSTER.databaseWire(0).reset();
        CLUSTER.node(0).kill();
        CLUSTER.node(0).start();

        assertThat(Api.text(first.read(KEY))).isEqualTo("without a disk");
    }

    /** G11: no promise depends on the wall clock. */
    @Test
    void clockThatJumps_breaksNothing() throws Exception {
        for (Duration ahead : new Duration[] {Duration.ofHours(1), Duration.ofHours(-1), Duration.ZERO}) {
            CompletableFuture<HttpResponse<byte[]>> poll = first.poll(KEY, Md5.hex(Api.text(first.read(KEY))));
            CLUSTER.clock(0).jump(ahead);
            awaitTime(ahead);
            assertThatThrownBy(() -> poll.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);

            publish("ahead by " + ahead);
            assertThat(Api.text(poll.get(1, TimeUnit.MINUTES))).contains("ahead by " + ahead);
            awaitSecond("ahead by " + ahead);

            assertThat(second.publish(KEY, "told after " + ahead).statusCode()).isEqualTo(200);
            Awaitility.await().until(() -> Api.text(first.read(KEY)).equals("told after " + ahead));
            assertThat(first.names()).hasSize(2);
            assertThat(second.names()).hasSize(2);
        }
    }

    /** By the times in the trace of a change. A container ends connections that were idle for an hour by its clock, perhaps this one. */
    private void awaitTime(Duration ahead) {
        ConfigKey key = ConfigKey.of("faults", "clock");
        Awaitility.await("times ahead by " + ahead)
                .ignoreException(UncheckedIOException.class)
                .until(() -> {
                    HttpResponse<byte[]> published = first.publish(key, "at " + System.nanoTime());
                    assertTaken(published);
                    JsonObject trace =
                            first.trace(key, Json.parseObject(published.body()).number("version"));
                    Instant told = Instant.parse(trace.objects("marks").get(0).string("at"));
                    Duration off = Duration.between(Instant.now().plus(ahead), told);
                    return off.abs().compareTo(Duration.ofMinutes(1)) < 0;
                });
    }
}
