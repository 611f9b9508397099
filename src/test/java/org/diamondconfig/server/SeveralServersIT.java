/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.server.Watching.changes;
import static org.diamondconfig.server.Watching.holding;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.diamondconfig.client.ClientSettings.Setting;
import org.diamondconfig.client.DiamondClient;
import org.diamondconfig.server.RawHttp.Reply;
import org.diamondconfig.server.store.MariaDb;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three servers on one MariaDB in this process, their sweeps off: what arrives elsewhere was told. */
class SeveralServersIT {

    private static final String LONG = "50s";
    private static final List<Watching> SERVERS = new ArrayList<>();

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Map<String, String> settings = new HashMap<>(MariaDb.freshDatabase());
        settings.put("diamond.cluster.heartbeat", "200ms");
        settings.put("diamond.sweep.delta", "1h");
        settings.put("diamond.sweep.full", "1h");
        for (String name : List.of("a", "b", "c")) {
            SERVERS.add(Watching.start(folder.resolve(name), settings));
        }
        SERVERS.forEach(server -> server.awaitPeers(2));
    }

    @AfterAll
    static void stop() {
        SERVERS.forEach(Watching::close);
    }

    @Test
    void publishOnOne_wakesPollsOnTheOthers() {
        CompletableFuture<Reply> onB = SERVERS.get(1).pollLater(LONG, holding("told", 0, null));
        CompletableFuture<Reply> onC = SERVERS.get(2).pollLater(LONG, holding("told", 0, null));
        SERVERS.get(1).awaitHeld(1);
        SERVERS.get(2).awaitHeld(1);

        SERVERS.get(0).publish("told", "hello");

        for (CompletableFuture<Reply> poll : List.of(onB, onC)) {
            assertThat(changes(poll.join()))
                    .singleElement()
                    .satisfies(change -> assertThat(change.content()).contains("hello"));
        }
    }

    @Test
    void removeOnOne_wakesPollsOnTheOthers() {
        SERVERS.get(1).publish("gone", "x");
        Awaitility.await().until(() -> SERVERS.get(0).get("gone").body().equals("x"));
        CompletableFuture<Reply> onA = SERVERS.get(0).pollLater(LONG, holding("gone", 1, "x"));

        SERVERS.get(1).remove("gone");

        assertThat(changes(onA.join())).singleElement().satisfies(change -> {
            assertThat(change.present()).isFalse();
            assertThat(change.version()).isEqualTo(2);
        });
    }

    @Test
    void datumsPublishedOnOne_wakePollsOnTheOthers_onceTheyAreMerged() {
        publishDatum("merged", "a", "1");
        CompletableFuture<Reply> onB = SERVERS.get(1).pollLater(LONG, holding("merged", 1, "1"));
        CompletableFuture<Reply> onC = SERVERS.get(2).pollLater(LONG, holding("merged", 1, "1"));
        SERVERS.get(1).awaitHeld("merged");
        SERVERS.get(2).awaitHeld("merged");

        publishDatum("merged", "b", "2");

        for (CompletableFuture<Reply> poll : List.of(onB, onC)) {
            assertThat(changes(poll.join())).singleElement().satisfies(change -> {
                assertThat(change.content()).contains("1\r\n2");
                assertThat(change.version()).isEqualTo(2);
            });
        }
    }

    private static void publishDatum(String dataId, String datumId, String content) {
        String path = "/api/v1/datums?group=" + Watching.GROUP + "&dataId=" + dataId + "&datumId=" + datumId;
        Reply published = SERVERS.get(0).exchange(BadInput.put(path, content));
        assertThat(published.status()).as(published.body()).isEqualTo(200);
    }

    @Test
    void trace_showsWhereAChangeCameFromAndWentTo() {
        CompletableFuture<Reply> onB = SERVERS.get(1).pollLater(LONG, holding("traced", 0, null));
        SERVERS.get(1).awaitHeld(1);

        SERVERS.get(0).publish("traced", "x");
        onB.join();

        Awaitility.await()
                .untilAsserted(() -> assertThat(trace(SERVERS.get(0), "traced"))
                        .contains("persist", "dump", "told " + SERVERS.get(1).address()));
        Awaitility.await()
                .untilAsserted(() -> assertThat(trace(SERVERS.get(1), "traced"))
                        .contains("notify", "from node ", "dump")
                        .doesNotContain("persist"));
    }

    /** gdiamond's defects 5 and 6: only the server that took a publish wakes anyone, and the others are told at a wrong address. */
    @Test
    void gdiamondsPublishOnOne_wakesItsPollsOnTheOthers() {
        List<GdiamondApi> apis = SERVERS.stream()
                .map(server -> new GdiamondApi(
                        "127.0.0.1", URI.create(server.address()).getPort(), Watching.GROUP))
                .toList();
        CompletableFuture<Reply> onB = apis.get(1).pollLater(apis.get(1).item("gdiamond", null));
        CompletableFuture<Reply> onC = apis.get(2).pollLater(apis.get(2).item("gdiamond", null));
        SERVERS.get(1).awaitHeld("gdiamond");
        SERVERS.get(2).awaitHeld("gdiamond");

        apis.get(0).publish("gdiamond", "hello");

        for (CompletableFuture<Reply> poll : List.of(onB, onC)) {
            assertThat(poll.join().body()).isEqualTo(apis.get(0).changed("gdiamond"));
        }
        assertThat(apis.get(2).read("gdiamond").body()).isEqualTo("hello");
    }

    private static String trace(Watching server, String dataId) {
        return server.exchange(BadInput.get("/api/v1/trace?version=1&group=" + Watching.GROUP + "&dataId=" + dataId))
                .body();
    }

    @Test
    void nameServers_allHandOutTheSameList() {
        List<String> lists = SERVERS.stream()
                .map(server -> server.exchange(BadInput.get("/namesrv/addrs")).body())
                .toList();

        assertThat(lists).containsOnly(lists.get(0));
        assertThat(lists.get(0).lines())
                .containsExactlyInAnyOrderElementsOf(
                        SERVERS.stream().map(Watching::address).toList());
    }

    @Test
    void clientThatKnowsOnlyANameServer_hearsOfChangesMadeAnywhere(@TempDir Path home) throws Exception {
        ConfigKey key = ConfigKey.of(Watching.GROUP, "client");
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (DiamondClient client = DiamondClient.builder()
                .home(home)
                .with(Setting.ADDRESS_URLS, SERVERS.get(0).address() + "/namesrv/addrs")
                .build()) {
            client.listen(key, config -> heard.add(config.content()));
            assertThat(heard.poll(60, TimeUnit.SECONDS)).as("absent at first").isEmpty();

            for (Watching server : SERVERS) {
                server.publish("client", "by " + server.address());
                assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("by " + server.address());
            }
        }
    }
}
