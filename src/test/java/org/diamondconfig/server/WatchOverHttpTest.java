/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.server.Watching.changes;
import static org.diamondconfig.server.Watching.holding;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.diamondconfig.server.RawHttp.Reply;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Md5;
import org.diamondconfig.wire.Probe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** POST /api/v1/watch over HTTP; the rules of held polls themselves are tested beside their class. */
class WatchOverHttpTest {

    private static final String CLIENT = "Diamond-Client: id=0123456789abcdef0123456789abcdef; slot=";
    private static final String LONG = "15s";

    private static Watching server;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = Watching.start(folder, Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void watch_ofWhatDiffers_isAnsweredAtOnce() {
        server.publish("differs", "new");

        Reply reply = server.poll(LONG, holding("differs", 0, null));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).startsWith("application/json");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(changes(reply)).singleElement().satisfies(change -> {
            assertThat(change.version()).isEqualTo(1);
            assertThat(change.content()).contains("new");
        });
    }

    @Test
    void watch_thatDoesNotWait_isAnsweredAtOnceThatNothingDiffers() {
        server.publish("same", "same");

        Reply reply = server.poll("0s", holding("same", 1, "same"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(changes(reply)).isEmpty();
    }

    @Test
    void watch_isWokenByAPublish_andByARemoval() {
        CompletableFuture<Reply> created = server.pollLater(LONG, holding("woken", 0, null));
        server.awaitHeld(1);
        server.publish("woken", "here");
        assertThat(changes(created.join()))
                .singleElement()
                .satisfies(change -> assertThat(change.content()).contains("here"));

        CompletableFuture<Reply> removed = server.pollLater(LONG, holding("woken", 1, "here"));
        server.awaitHeld(1);
        server.remove("woken");
        assertThat(changes(removed.join())).singleElement().satisfies(change -> {
            assertThat(change.present()).isFalse();
            assertThat(change.version()).isEqualTo(2);
        });
    }

    @Test
    void watch_withinTheTime_answersThatNothingChanged() {
        Reply reply = server.poll("200ms", holding("quiet", 0, null));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(changes(reply)).isEmpty();
    }

    @Test
    void watch_beyondTheLongestHold_isCutAndHeldAllTheSame() {
        CompletableFuture<Reply> poll = server.pollLater("99999999999999999999s", holding("cut", 0, null));
        server.awaitHeld(1);

        server.publish("cut", "x");

        assertThat(changes(poll.join())).hasSize(1);
    }

    @Test
    void watch_isSupersededByTheNextOfItsClient() {
        CompletableFuture<Reply> first = server.pollLater(LONG, holding("superseded", 0, null), CLIENT + "1");
        server.awaitHeld(1);
        CompletableFuture<Reply> next = server.pollLater(LONG, holding("superseded", 0, null), CLIENT + "1");

        assertThat(changes(first.join())).isEmpty();
        server.awaitHeld(1);
        assertThat(next).isNotDone();
        server.publish("superseded", "x");
        assertThat(changes(next.join())).hasSize(1);
    }

    @Test
    void watch_inAnotherSlot_isHeldBeside() {
        CompletableFuture<Reply> one = server.pollLater(LONG, holding("slots", 0, null), CLIENT + "1");
        CompletableFuture<Reply> two = server.pollLater(LONG, holding("slots", 0, null), CLIENT + "2");
        server.awaitHeld(2);

        server.publish("slots", "x");

        assertThat(changes(one.join())).hasSize(1);
        assertThat(changes(two.join())).hasSize(1);
    }

    @Test
    void watch_isNotToldOfAnotherDescription() {
        server.publish("described&description=one", "text");

        server.publish("described&description=two", "text");

        assertThat(changes(server.poll("0s", holding("described", 1, "text")))).isEmpty();
    }

    @Test
    void watch_isToldOfAnotherType_whetherHeldOrNot() {
        server.publish("typed&type=text", "a: 1");
        CompletableFuture<Reply> held = server.pollLater(LONG, holding("typed", 1, "a: 1"));
        server.awaitHeld(1);

        server.publish("typed&type=yaml", "a: 1");

        assertThat(changes(held.join()))
                .singleElement()
                .satisfies(change -> assertThat(change.type()).isEqualTo(ConfigType.YAML));
        Probe.Item knowing = new Probe.Item(
                ConfigKey.of(Watching.GROUP, "typed"),
                OptionalLong.of(1),
                Md5.hex("a: 1"),
                Optional.of(ConfigType.TEXT));
        assertThat(changes(server.poll("0s", knowing))).hasSize(1);
    }

    @Test
    void watch_ofANodeThatStops_isSentElsewhereAtOnce(@TempDir Path folder) throws Exception {
        CompletableFuture<Reply> held;
        try (Watching stopping = Watching.start(folder, Map.of())) {
            held = stopping.pollLater(LONG, holding("draining", 0, null));
            stopping.awaitHeld(1);
        }

        Reply reply = held.join();
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).isEqualTo("0");
        assertThat(reply.body()).contains("\"DRAINING\"");
    }
}
