/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.awaitility.Awaitility;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.wire.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A container that has one thread for all that happens in the background, as Payara has as it comes: what others answer comes on that
 * thread, so nothing on it may wait for them.
 */
class OneThreadTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOST_LOOKS = 20;

    private final ScheduledExecutorService one = Executors.newSingleThreadScheduledExecutor();
    private HttpServer other;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.start();
    }

    @AfterEach
    void stop() {
        other.stop(0);
        one.shutdownNow();
    }

    private String at(String path) {
        return "http://127.0.0.1:" + other.getAddress().getPort() + path;
    }

    private void answers(String path, int status, String body) {
        other.createContext(path, exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private TestServer server(String setting, String value) throws Exception {
        return TestServer.start(
                folder,
                new Wiring().with(Scheduler.class, Scheduler.on(one)),
                Map.of("diamond.cluster.heartbeat", "500ms", setting, value));
    }

    @Test
    void listOfAnAddressServer_isTaken_thoughTheFirstOneIsBroken() throws Exception {
        answers("/broken", 500, "no list");
        answers("/list", 200, "10.0.0.9:4711");

        try (TestServer server = server("diamond.cluster.address-urls", at("/broken") + "," + at("/list"))) {
            AdminApi api = new AdminApi(server.base());

            Awaitility.await("the node of the list")
                    .atMost(PATIENCE)
                    .until(() ->
                            api.outside("metrics").body().contains("diamond_cluster_peers{state=\"listed\"} 1.0\n"));
        }
    }

    @Test
    void streamOfTheCluster_tellsWhatTheOtherNodeSays() throws Exception {
        answers(
                "/d/api/v1/peer/glance",
                200,
                "{\"report\":{\"polls\":3,\"lagMillis\":40,\"entries\":2,\"complete\":true,\"storeUp\":true},"
                        + "\"marks\":[]}");

        try (TestServer server = server("diamond.cluster.members", at("/d"));
                EventReader events = new EventReader(server.base(), "?topics=cluster")) {
            JsonObject there = there(events);
            for (int looks = 1; !there.has("report") && looks < MOST_LOOKS; looks++) {
                there = there(events);
            }

            assertThat(there.has("report"))
                    .as(there.optionalString("trouble").orElse(""))
                    .isTrue();
            assertThat(there.object("report").number("polls")).isEqualTo(3);
        }
    }

    private static JsonObject there(EventReader events) throws InterruptedException {
        List<JsonObject> others = events.next("cluster").json().objects("others");
        assertThat(others).hasSize(1);
        return others.get(0);
    }
}
