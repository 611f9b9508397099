/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.diamondconfig.client.ClientSettings.Setting;
import org.diamondconfig.client.DiamondClient;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Servers that stop in good order, as at every new release: two on Payara Micro and one on WildFly, which tell each other of
 * changes like any others. Whoever uses them through the client notices nothing.
 */
class RollingRestartIT {

    @RegisterExtension
    static final Cluster CLUSTER = Cluster.of(3).with(2, Nodes::wildfly).with("diamond.sweep.delta", "1h");

    private static final int PAYARA = 1;
    private static final int WILDFLY = 2;

    private static final ConfigKey HELD = ConfigKey.of("rolling", "held");
    private static final int POLLS = 1_000;
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(2);

    /** Longer than a server waits at most before it tells one again that was away, which is 10 s; no sweep helps here. */
    private static final Duration SOON = Duration.ofSeconds(30);

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
                        .atMost(SOON)
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
    void sigterm_answersAThousandPolls_onWildFly() throws Exception {
        assertPollsAreAnswered(WILDFLY, () -> CLUSTER.node(WILDFLY).stop());
    }

    @Test
    void undeploy_answersAThousandPolls_onWildFly() throws Exception {
        Path mark = deployment(".war.deployed");
        assertPollsAreAnswered(WILDFLY, () -> {
            Files.delete(mark);
            Awaitility.await("the undeployment")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> Files.exists(deployment(".war.undeployed")));
        });

        CLUSTER.node(WILDFLY).stop();
    }

    private static Path deployment(String suffix) {
        return CLUSTER.node(WILDFLY).log().resolveSibling("standalone/deployments/diamond-server" + suffix);
    }

    /** Something that ends a server. */
    private interface End {
        void run() throws IOException;
    }

    private static void run(End end) {
        try {
            end.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Holds polls at a node, publishes there until it ends, and looks when what was held is answered. */
    private void assertPollsAreAnswered(int number, End end) throws Exception {
        Api api = api(number);
        Acks acks = new Acks();
        assertThat(api.publish(HELD, "held").statusCode()).isEqualTo(200);
        List<CompletableFuture<Held>> polls = IntStream.range(0, POLLS)
                .mapToObj(i -> api.poll(HELD, Md5.hex("held")).handle(Held::now))
                .toList();
        Awaitility.await("the polls").atMost(SOON).until(() -> api.pollsHeld() >= POLLS);

        Thread writer = Link.start("writer", () -> acks.publishUntilRefused(api));
        long began = System.nanoTime();
        CompletableFuture<Void> ending = CompletableFuture.runAsync(() -> run(end));
        List<Held> answers = new ArrayList<>();
        for (CompletableFuture<Held> poll : polls) {
            answers.add(poll.get(1, TimeUnit.MINUTES));
        }
        ending.join();
        writer.join();

        // An undeployment begins when the container looks at its folder; the first answer tells when that was.
        long first = Math.max(began, answers.stream().mapToLong(Held::at).min().orElseThrow());
        long last = answers.stream().mapToLong(Held::at).max().orElseThrow();
        Duration took = Duration.ofNanos(last - first);
        long cut = answers.stream().filter(answer -> answer.status() == 0).count();
        figures.say(POLLS + " polls ended over " + took.toMillis() + " ms, " + cut + " of them cut");
        assertThat(took).isLessThan(ANSWERED_WITHIN);
        assertThat(answers).extracting(Held::status).containsOnly(503);
        assertThat(acks.count()).isPositive();
        acks.assertKept(api(0));
    }

    /**
     * The end of a poll.
     *
     * @param status 0: it was cut
     */
    private record Held(int status, long at) {
        static Held now(HttpResponse<byte[]> answer, Throwable cut) {
            return new Held(cut == null ? answer.statusCode() : 0, System.nanoTime());
        }
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

    /** A proxy that lets no answer to a poll through costs one interval of comparison, and no more. */
    @Test
    void swallowedAnswers_leaveNoClientStaleForLongerThanItsComparisons() throws Exception {
        ConfigKey key = ConfigKey.of("rolling", "swallowed");
        Duration interval = Duration.ofSeconds(3);
        assertThat(api(0).publish(key, "before").statusCode()).isEqualTo(200);
        try (TcpProxy wire = TcpProxy.to(CLUSTER.node(0).uri().getPort());
                DiamondClient client = DiamondClient.builder()
                        .home(home)
                        .servers("http://127.0.0.1:" + wire.port() + "/diamond-server")
                        .with(Setting.COMPARE, interval.toSeconds() + "s")
                        .build()) {
            wire.swallowAnswersTo("/api/v1/watch");
            Calls calls = new Calls();
            client.listen(key, calls);
            calls.await(key, utf8("before"));
            for (String content : List.of("one", "two", "three")) {
                assertThat(api(0).publish(key, content).statusCode()).isEqualTo(200);
                Duration took = figures.measure(
                        "swallowed answers, '" + content + "' heard after", () -> calls.await(key, utf8(content)));
                assertThat(took).isLessThan(interval.plusSeconds(2));
            }
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
