/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.diamondconfig.client.ClientSettings.Setting;
import org.diamondconfig.client.DiamondClient;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three servers on one MariaDB, as processes, with no setting about each other; their sweeps are off, so that what arrives at
 * another was told, however long it takes. One life of a cluster in order: it forms, one freezes, one is killed and comes back.
 */
@TestMethodOrder(OrderAnnotation.class)
class ClusterIT {

    private static final ConfigKey KEY = ConfigKey.of("cluster", "key");

    private static final Duration SOON = Duration.ofMinutes(1);

    private static final Duration LEAVES_THE_LIST = Duration.ofSeconds(30);

    /** Less than the silence after which one leaves the list that has not taken itself off, and more than two heartbeats. */
    private static final Duration TAKES_ITSELF_OFF = Duration.ofSeconds(12);

    private static final List<Node> NODES = new ArrayList<>();
    private static MariaDb database;

    @BeforeAll
    static void start() throws Exception {
        Path home = TestNodes.home("cluster");
        database = new MariaDb(home.resolve("mariadb"));
        for (String name : List.of("a", "b", "c")) {
            NodeOptions options = NodeOptions.in(home.resolve(name)).light();
            NODES.add(Nodes.payara(
                    database.of(options).with("diamond.sweep.delta", "1h").with("diamond.sweep.full", "1h")));
        }
        List<CompletableFuture<Void>> starts = NODES.stream()
                .map(node -> CompletableFuture.runAsync(node::start))
                .toList();
        starts.forEach(CompletableFuture::join);
    }

    @AfterAll
    static void stop() {
        NODES.forEach(Node::close);
        if (database != null) {
            database.close();
        }
    }

    @Test
    @Order(1)
    void nodesThatStartTogether_areHandedOutByEveryNameServer() {
        List<String> all =
                NODES.stream().map(node -> node.uri().toString()).sorted().toList();

        NODES.forEach(node -> awaitList(node, all));
    }

    @Test
    @Order(2)
    void publishOnOne_callsBackTheClientsOfTheOthers(@TempDir Path home) throws Exception {
        try (Ear onB = new Ear(home.resolve("b"), NODES.get(1));
                Ear onC = new Ear(home.resolve("c"), NODES.get(2))) {
            for (int i = 0; i < 20; i++) {
                publish(NODES.get(0), "round " + i);
                onB.awaitHearing("round " + i);
                onC.awaitHearing("round " + i);
            }
        }
    }

    /** Their sweep is off as well, so the merge is done by a node that was asked, and told by it. */
    @Test
    @Order(2)
    void datumsOnTwoNodes_areServedMergedByTheThird(@TempDir Path home) {
        ConfigKey key = ConfigKey.of("cluster", "datums");
        try (DiamondClient onA = client(home.resolve("a"), NODES.get(0));
                DiamondClient onB = client(home.resolve("b"), NODES.get(1))) {
            onA.publishDatum(key, "from a", "1");
            onB.publishDatum(key, "from b", "2");
        }

        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(Api.text(new Api(NODES.get(2)).read(key))).isEqualTo("1\r\n2"));
    }

    private static DiamondClient client(Path home, Node node) {
        return DiamondClient.builder()
                .home(home)
                .servers(node.uri().toString())
                .with(Setting.CALL_TIMEOUT, "60s")
                .build();
    }

    /** The version untouched: no sweep but the dump of all could tell. */
    @Test
    @Order(2)
    void rowThatIsChangedByHand_isServedByAll_andIsAVersionInTheHistory() {
        ConfigKey key = ConfigKey.of("cluster", "by-hand");
        Api a = new Api(NODES.get(0));
        assertThat(a.publish(key, "published").statusCode()).isEqualTo(200);
        database.run("update diamond.config_info set content = 'written by hand' where data_id = 'by-hand'");

        assertThat(a.dumpAll().statusCode()).isEqualTo(202);

        for (Node node : NODES) {
            Awaitility.await("the row at " + node.uri())
                    .until(() -> Api.text(new Api(node).read(key)).equals("written by hand"));
        }
        assertThat(Api.text(a.readHistory(key, 2))).contains("written by hand");
    }

    @Test
    @Order(3)
    void nodeThatIsFrozen_holdsUpNoOther_andHearsWhenItIsThawed(@TempDir Path home) throws Exception {
        try (Ear onB = new Ear(home.resolve("b"), NODES.get(1));
                Ear onC = new Ear(home.resolve("c"), NODES.get(2))) {
            signal(NODES.get(1), "STOP");
            try {
                for (int i = 0; i < 5; i++) {
                    publish(NODES.get(0), "while frozen " + i);
                    onC.awaitHearing("while frozen " + i);
                }
            } finally {
                signal(NODES.get(1), "CONT");
            }

            onB.awaitHearing("while frozen 4");
        }
    }

    @Test
    @Order(4)
    void nodeThatIsKilled_leavesTheLists_andItsClientsHearFromAnother(@TempDir Path home) throws Exception {
        Node a = NODES.get(0);
        Node c = NODES.get(2);
        List<String> left = NODES.subList(0, 2).stream()
                .map(node -> node.uri().toString())
                .sorted()
                .toList();
        try (Ear moving = new Ear(home, c, a);
                Stalls stalls = Stalls.watch()) {
            long killed = System.nanoTime();
            c.kill();
            publish(a, "after the kill");
            moving.awaitHearing("after the kill");

            awaitList(a, left);
            awaitList(NODES.get(1), left);
            assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(stalls.over(LEAVES_THE_LIST));
        }
    }

    @Test
    @Order(5)
    void nodeThatComesBack_isOnTheListsAgain_andHoldsWhatItMissed() {
        NODES.get(2).start();

        nodesThatStartTogether_areHandedOutByEveryNameServer();
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(Api.text(new Api(NODES.get(2)).read(KEY))).isEqualTo("after the kill"));
    }

    @Test
    @Order(6)
    void nodeThatStopsInGoodOrder_takesItselfOffTheList() {
        List<String> left = NODES.subList(0, 2).stream()
                .map(node -> node.uri().toString())
                .sorted()
                .toList();

        NODES.get(2).stop();

        try (Stalls stalls = Stalls.watch()) {
            long stopped = System.nanoTime();
            awaitList(NODES.get(0), left);
            assertThat(Duration.ofNanos(System.nanoTime() - stopped)).isLessThan(stalls.over(TAKES_ITSELF_OFF));
        }
    }

    private static void publish(Node node, String content) {
        assertThat(new Api(node).publish(KEY, content).statusCode()).isEqualTo(200);
    }

    private static void awaitList(Node node, List<String> expected) {
        Awaitility.await("the list of " + node.uri())
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(new Api(node).names()).isEqualTo(expected));
    }

    private static void signal(Node node, String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(node.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** A client that hears of one key. */
    private static final class Ear implements AutoCloseable {

        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final DiamondClient client;

        Ear(Path home, Node... nodes) throws InterruptedException {
            String servers = String.join(
                    ",",
                    List.of(nodes).stream().map(Node::uri).map(URI::toString).toList());
            client = DiamondClient.builder()
                    .home(home)
                    .servers(servers)
                    .with(Setting.CONNECT_TIMEOUT, "500ms")
                    .build();
            client.listen(KEY, config -> heard.add(config.content()));
            assertThat(heard.poll(SOON.toSeconds(), TimeUnit.SECONDS))
                    .as("the value at first")
                    .isNotNull();
        }

        void awaitHearing(String content) throws InterruptedException {
            long deadline = System.nanoTime() + SOON.toNanos();
            String last = "nothing";
            while (!content.equals(last)) {
                long left = Math.max(0, deadline - System.nanoTime());
                String next = heard.poll(left, TimeUnit.NANOSECONDS);
                assertThat(next)
                        .as("waiting %s for '%s', heard last '%s'", SOON, content, last)
                        .isNotNull();
                last = next;
            }
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
