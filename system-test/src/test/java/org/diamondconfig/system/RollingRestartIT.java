/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.diamondconfig.client.ClientSettings.Setting;
import org.diamondconfig.client.DiamondClient;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Servers that stop in good order, as at every new release: two on Payara Micro and one on WildFly, which tell each other of
 * changes like any others. Whoever uses them through the client notices nothing. Their sweeps are off: what one knows, it was told, or
 * found as it started.
 */
class RollingRestartIT {

    @RegisterExtension
    static final Cluster CLUSTER = Cluster.of(3)
            .with(2, Nodes::wildfly)
            .with("diamond.sweep.delta", "1h")
            .with("diamond.sweep.full", "1h");

    private static final int PAYARA = 1;
    private static final int WILDFLY = 2;

    /** Far longer than a server waits at most before it tells one again that was away, which is 10 s; no sweep comes in a test's time. */
    private static final Duration SOON = Duration.ofMinutes(2);

    @TempDir
    Path home;

    private final Figures figures = new Figures("rolling restart");

    @AfterEach
    void startWhatIsDown() {
        CLUSTER.heal();
    }

    @Test
    void changes_areToldBetweenContainers() {
        ConfigKey key = ConfigKey.of("rolling", "told");
        List<String> all = CLUSTER.nodes().stream()
                .map(node -> node.uri().toString())
                .sorted()
                .toList();
        // One that was away is told of what changes from the moment on at which the others know that it is back.
        CLUSTER.nodes()
                .forEach(node -> Awaitility.await("all nodes at " + node.uri())
                        .until(() -> new Api(node).names().equals(all)));
        for (int from : List.of(PAYARA, WILDFLY)) {
            String content = "from " + from;
            assertThat(api(from).publish(key, content).statusCode()).isEqualTo(200);
            for (int to = 0; to < CLUSTER.size(); to++) {
                awaitContent(api(to), key, content);
            }
        }
    }

    @Test
    void restartOneByOne_failsNoGet_losesNoPublish_andEveryListenerEndsOnTheLast() throws Exception {
        try (Traffic traffic = new Traffic(CLUSTER, home)) {
            for (Node node : CLUSTER.nodes()) {
                traffic.awaitMore(20);
                node.restart();
            }
            traffic.awaitMore(20);

            traffic.stop();
            figures.say(traffic.summary());
            assertThat(traffic.failedGets()).isEmpty();
            traffic.assertNothingIsLost();
            traffic.assertListenersEndOnTheLast();
        }
    }

    @Test
    void sigterm_answersAThousandPolls_onPayara() throws Exception {
        assertSigtermAnswersPolls(PAYARA);
    }

    @Test
    void sigterm_answersAThousandPolls_onWildFly() throws Exception {
        assertSigtermAnswersPolls(WILDFLY);
    }

    /** Another one must know what was acknowledged. */
    private void assertSigtermAnswersPolls(int number) throws Exception {
        HeldPolls polls = new HeldPolls(figures);
        polls.assertAnswered(api(number), () -> CLUSTER.node(number).stop());
        polls.acks().assertKept(api(0));
    }

    @Test
    void undeploy_answersAThousandPolls_onWildFly() throws Exception {
        Path mark = deployment(".war.deployed");
        HeldPolls polls = new HeldPolls(figures);
        try {
            polls.assertAnsweredOnceItBegins(api(WILDFLY), () -> {
                assertThat(mark.toFile().delete()).isTrue();
                Awaitility.await("the undeployment")
                        .atMost(Duration.ofMinutes(3))
                        .until(() -> Files.exists(deployment(".war.undeployed")));
            });
            polls.acks().assertKept(api(0));
        } finally {
            // With the next start it is deployed again: no other test finds it without.
            CLUSTER.node(WILDFLY).stop();
        }
    }

    private static Path deployment(String suffix) {
        return CLUSTER.node(WILDFLY).log().resolveSibling("standalone/deployments/diamond-server" + suffix);
    }

    private static Api api(int node) {
        return new Api(CLUSTER.node(node));
    }

    private static void awaitContent(Api api, ConfigKey key, String content) {
        Awaitility.await("'" + content + "'")
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> Api.text(api.read(key)).equals(content));
    }

    /** A proxy that lets no answer to a poll through costs one interval of comparison, and no more: 60 s for a client as it comes. */
    @Test
    void swallowedAnswers_leaveNoClientStaleForLongerThanItsComparisons() throws Exception {
        ConfigKey key = ConfigKey.of("rolling", "swallowed");
        try (Stalls stalls = Stalls.watch();
                TcpProxy wire = TcpProxy.to(CLUSTER.node(0).uri().getPort());
                DiamondClient usual = through(wire, "usual").build()) {
            assertThat(api(0).publish(key, "before").statusCode()).isEqualTo(200);
            Calls calls = new Calls();
            usual.listen(key, calls);
            calls.await(key, utf8("before"));
            wire.swallowAnswersTo("/api/v1/watch");
            wire.reset(); // the poll that is held would be answered

            assertThat(api(0).publish(key, "after").statusCode()).isEqualTo(200);
            Duration took = figures.measure("swallowed answers, heard by a client as it comes after", () -> {
                assertQuickOneHears(wire);
                Awaitility.await("a call")
                        .atMost(Duration.ofMinutes(5))
                        .until(() -> calls.tell(Map.of(key, utf8("after"))));
            });
            assertThat(took).isLessThan(stalls.over(Duration.ofSeconds(60)));
            assertThat(calls.of(key)).hasSize(2);
        }
    }

    private DiamondClient.Builder through(TcpProxy wire, String name) {
        return DiamondClient.builder()
                .home(home.resolve(name))
                .servers("http://127.0.0.1:" + wire.port() + "/diamond-server");
    }

    private void assertQuickOneHears(TcpProxy wire) {
        ConfigKey key = ConfigKey.of("rolling", "quick");
        Duration interval = Duration.ofSeconds(3);
        try (DiamondClient client = through(wire, "quick")
                .with(Setting.COMPARE, interval.toSeconds() + "s")
                .build()) {
            Calls calls = new Calls();
            client.listen(key, calls);
            for (String content : List.of("one", "two", "three")) {
                assertThat(api(0).publish(key, content).statusCode()).isEqualTo(200);
                try (Stalls stalls = Stalls.watch()) {
                    Duration took = figures.measure(
                            "swallowed answers, '" + content + "' heard after", () -> calls.await(key, utf8(content)));
                    assertThat(took).isLessThan(stalls.over(interval.plusSeconds(2)));
                }
            }
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
