/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Nodes on both containers that know each other by an address server in place of heartbeats. The first of its URLs never
 * answers with a list. The delta sweeps are off, so that what arrives at another node was told.
 */
@TestMethodOrder(OrderAnnotation.class)
class AddressServerIT {

    private static final HttpServer LISTS = lists();

    @RegisterExtension
    static final Cluster CLUSTER = Cluster.of(2)
            .with(1, Nodes::wildfly)
            .with("diamond.sweep.delta", "1h")
            .with("diamond.cluster.heartbeat", "500ms")
            .with("diamond.cluster.address-urls", url("/broken") + "," + url("/list"));

    private static final ConfigKey KEY = ConfigKey.of("G", "listed");
    private static final Duration SOON = Duration.ofMinutes(1);

    /** What the address server hands out; empty while nobody has said. */
    private static volatile List<String> list = List.of();

    private static final AtomicInteger ASKED = new AtomicInteger();

    private static HttpServer lists() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/list", exchange -> {
                ASKED.incrementAndGet();
                answer(exchange, 200, String.join("\n", list));
            });
            server.createContext("/broken", exchange -> answer(exchange, 500, "<html>no list</html>"));
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String url(String path) {
        return "http://127.0.0.1:" + LISTS.getAddress().getPort() + path;
    }

    @AfterAll
    static void stop() {
        LISTS.stop(0);
    }

    private static List<String> all() {
        return CLUSTER.nodes().stream().map(Node::uri).map(URI::toString).toList();
    }

    @Test
    @Order(1)
    void nodesOfTheList_areHandedOut_andTellEachOther() {
        list = all();

        CLUSTER.nodes().forEach(node -> awaitNames(node, all()));

        assertToldBothWays("by the list");
    }

    @Test
    @Order(2)
    void emptyList_isNotBelieved_andTheLastOneOutlivesARestartWithoutAddressServer() {
        list = List.of();
        int before = ASKED.get();
        Awaitility.await("each to ask twice, at least").atMost(SOON).until(() -> ASKED.get() >= before + 10);
        CLUSTER.nodes().forEach(node -> awaitNames(node, all()));
        assertToldBothWays("while the list is empty");

        LISTS.stop(0);
        CLUSTER.node(0).restart();

        CLUSTER.nodes().forEach(node -> awaitNames(node, all()));
        assertToldBothWays("with the last list");
    }

    private static void assertToldBothWays(String what) {
        for (int from = 0; from < CLUSTER.size(); from++) {
            String content = what + ", from " + from;
            assertThat(new Api(CLUSTER.node(from)).publish(KEY, content).statusCode())
                    .isEqualTo(200);
            for (Node node : CLUSTER.nodes()) {
                Awaitility.await(content + " at " + node.uri())
                        .atMost(SOON)
                        .until(() -> Api.text(new Api(node).read(KEY)).equals(content));
            }
        }
    }

    private static void awaitNames(Node node, List<String> names) {
        Awaitility.await("the list of " + node.uri())
                .atMost(SOON)
                .untilAsserted(() -> assertThat(new Api(node).names()).containsExactlyInAnyOrderElementsOf(names));
    }
}
