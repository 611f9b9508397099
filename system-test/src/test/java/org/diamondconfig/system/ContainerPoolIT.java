/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The pool of each container, made by the documented commands: it carries the server, and heals with the database. */
class ContainerPoolIT {

    private static final ConfigKey KEY = ConfigKey.of("G", "key");

    /** What the pool's connections wait for an answer, 5 s, each of the two that a write may try, with room for a busy machine. */
    private static final Duration WRITE_AT_MOST = Duration.ofSeconds(24);

    private static final int WRITERS = 6;
    private static final int PUBLISHES = 10;

    private static MariaDb database;

    @BeforeAll
    static void startDatabase() throws IOException {
        database = new MariaDb(TestNodes.home("container-pool-mariadb"));
        database.addUser();
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @Test
    void poolOfPayara_carriesTheServer_andHeals() throws IOException {
        assertPoolCarries("payara-pool", Nodes::payaraWithPool);
    }

    @Test
    void poolOfWildFly_carriesTheServer_andHeals() throws IOException {
        assertPoolCarries("wildfly-pool", Nodes::wildflyWithPool);
    }

    private static void assertPoolCarries(String name, Function<NodeOptions, Node> container) throws IOException {
        try (TcpProxy wire = TcpProxy.to(database.port());
                Node node = container.apply(NodeOptions.in(TestNodes.home(name))
                        .light()
                        .withJvm(
                                "-Dpool.url=jdbc:mysql://127.0.0.1:" + wire.port() + "/diamond",
                                "-Dpool.user=diamond",
                                "-Dpool.password=secret"))) {
            node.start();
            Api api = new Api(node);
            awaitPublished(api, name + " before");
            assertThat(wire.connections()).as("connections of the pool").isPositive();
            assertRacesLoseNothing(api, ConfigKey.of("raced", name));

            wire.refuse();
            wire.reset();
            assertRefused(api, name + " before");
            wire.heal();
            awaitPublished(api, name + " between");

            wire.freeze();
            assertRefused(api, name + " between");
            wire.heal();
            awaitPublished(api, name + " after");
            assertThat(api.readDatabase(KEY).body()).asString().isEqualTo(name + " after");
        }
    }

    /** Each publish is a transaction of its own, tried again whole when it loses: as many versions as were acknowledged. */
    private static void assertRacesLoseNothing(Api api, ConfigKey raced) {
        Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
        Awaitility.await("transactions that lost and were tried again")
                .pollDelay(Duration.ZERO)
                .until(() -> {
                    race(api, raced, acknowledged);
                    return api.metric("diamond_store_retries_total") > 0;
                });

        assertThat(acknowledged).hasSizeGreaterThan(WRITERS);
        for (long version = 1; version <= acknowledged.size(); version++) {
            assertThat(api.readHistory(raced, version).statusCode()).isEqualTo(200);
        }
        assertThat(api.readHistory(raced, acknowledged.size() + 1).statusCode()).isEqualTo(404);
    }

    private static void race(Api api, ConfigKey raced, Set<Long> acknowledged) {
        List<CompletableFuture<Void>> writers = IntStream.range(0, WRITERS)
                .mapToObj(writer -> CompletableFuture.runAsync(
                        () -> publishOften(api, raced, writer, acknowledged), work -> Link.start("writer", work)))
                .toList();
        writers.forEach(CompletableFuture::join);
    }

    private static void publishOften(Api api, ConfigKey key, int writer, Set<Long> acknowledged) {
        for (int i = 0; i < PUBLISHES; i++) {
            HttpResponse<byte[]> answer = api.publish(key, "content " + acknowledged.size() + " of " + writer);
            if (answer.statusCode() == 200) {
                assertThat(acknowledged.add(Json.parseObject(answer.body()).number("version")))
                        .isTrue();
            } else {
                assertThat(Api.text(answer)).contains("BUSY");
            }
        }
    }

    /** Without the database a write is refused, and soon, and what was published before is read. */
    private static void assertRefused(Api api, String known) {
        long start = System.nanoTime();
        assertThat(api.publish(KEY, "meanwhile").statusCode()).isEqualTo(503);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(WRITE_AT_MOST);
        assertThat(api.read(KEY).body()).asString().isEqualTo(known);
    }

    private static void awaitPublished(Api api, String content) {
        Awaitility.await("a publish that is taken")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> api.publish(KEY, content).statusCode() == 200);
    }
}
