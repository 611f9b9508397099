/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.Test;

/** G1 and G2 on H2: an acknowledged publish survives {@code kill -9}; an unanswered one is there whole or not at all. */
class DurabilityIT {

    private static final int WRITERS = 4;
    private static final int ACKS = 200;

    /** A publish that was answered with 200. */
    private record Ack(ConfigKey key, long version, String content) {}

    private final Queue<Ack> acks = new ConcurrentLinkedQueue<>();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();
    private final CountDownLatch enough = new CountDownLatch(ACKS);

    @Test
    void acknowledgedPublishes_surviveKillMinus9() throws Exception {
        NodeOptions options = NodeOptions.in(TestNodes.home("durability")).light();
        try (Node node = Nodes.payara(options)) {
            node.start();
            List<Thread> writers = startWriters(new Api(node));
            assertThat(enough.await(5, TimeUnit.MINUTES)).isTrue();

            node.kill();
            for (Thread writer : writers) {
                writer.join(TimeUnit.MINUTES.toMillis(3));
                assertThat(writer.isAlive()).isFalse();
            }
            node.start();

            assertThat(refused).isEmpty();
            checkHistory(new Api(node));
            // It serves what its dump had, until its first sweep has seen the rest.
            Awaitility.await("the newest of all").untilAsserted(() -> checkNewest(new Api(node)));
        }
    }

    private List<Thread> startWriters(Api api) {
        List<Thread> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            int number = writer;
            writers.add(new Thread(() -> write(api, number), "writer-" + writer));
        }
        writers.forEach(Thread::start);
        return writers;
    }

    /** Publishes to two keys in turn, of which it is the only writer, until the server is gone. */
    private void write(Api api, int writer) {
        try {
            for (int i = 0; ; i++) {
                ConfigKey key = ConfigKey.of("writer-" + writer, "key-" + i % 2);
                String content = "value " + i + " of writer " + writer + "\n" + "x".repeat(i % 500);
                HttpResponse<byte[]> answer = api.publish(key, content);
                if (answer.statusCode() != 200) {
                    refused.add(answer.statusCode() + " " + Api.text(answer));
                    return;
                }
                long version = Json.parseObject(answer.body()).number("version");
                acks.add(new Ack(key, version, content));
                enough.countDown();
            }
        } catch (UncheckedIOException killed) {
            // The last publish of each writer has no answer: unknown.
        }
    }

    private void checkHistory(Api api) {
        for (Ack ack : acks) {
            HttpResponse<byte[]> answer = api.readHistory(ack.key(), ack.version());
            assertThat(answer.statusCode()).as("%s", ack).isEqualTo(200);
            JsonObject revision = Json.parseObject(answer.body());
            assertThat(revision.string("content")).as("%s", ack).isEqualTo(ack.content());
        }
    }

    /** What is served now is the last acknowledged version, or the one unanswered publish behind it. */
    private void checkNewest(Api api) {
        Map<ConfigKey, Ack> newest = new HashMap<>();
        acks.forEach(ack -> newest.merge(ack.key(), ack, (a, b) -> a.version() > b.version() ? a : b));
        newest.forEach((key, ack) -> {
            for (HttpResponse<byte[]> read : List.of(api.read(key), api.readDatabase(key))) {
                assertThat(read.statusCode()).isEqualTo(200);
                long version = Long.parseLong(Api.header(read, "Diamond-Version"));
                assertThat(version).isBetween(ack.version(), ack.version() + 1);
                assertThat(Api.header(read, "Diamond-Md5")).isEqualTo(Md5.hex(read.body()));
                if (version == ack.version()) {
                    assertThat(Api.text(read)).isEqualTo(ack.content());
                }
            }
        });
    }
}
