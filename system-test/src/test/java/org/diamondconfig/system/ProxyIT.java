/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Three closed servers behind nginx and behind HAProxy, each with the documented configuration, TLS included. In order: all is
 * well, a poll is silent for as long as one may be, and a server is killed.
 */
@TestMethodOrder(OrderAnnotation.class)
class ProxyIT {

    private static final ConfigKey KEY = ConfigKey.of("proxy", "key");
    private static final ConfigKey QUIET = ConfigKey.of("proxy", "quiet");

    /** Half of what a poll is held for; an answer that waits in a buffer waits until its end. */
    private static final Duration AT_ONCE = Duration.ofSeconds(25);

    private static final String ALL = """
            {"grants": [{"can": ["admin"], "namespace": "*"}]}""";

    private static final Cluster CLUSTER = Cluster.of(3);
    private static Admin admin;
    private static String token;
    private static final List<ReverseProxy> PROXIES = new ArrayList<>();
    private static final List<Api> APIS = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        for (String program : List.of("nginx", "haproxy", "openssl")) {
            assumeTrue(ReverseProxy.isInstalled(program), program + " is not installed: apt-get install " + program);
        }
        CLUSTER.with("diamond.access", "closed")
                .with(
                        "diamond.admin.password-file",
                        Admin.passwordIn(TestNodes.home("proxied-admin")).toString())
                .with("diamond.proxies", "127.0.0.1/32")
                .start(TestNodes.home("proxied"));
        admin = new Admin(CLUSTER.node(0).uri(), HttpClient.newHttpClient()).signIn();
        token = admin.token(ALL).string("token");
        List<Node> nodes = IntStream.range(0, 3).mapToObj(CLUSTER::node).toList();
        PROXIES.add(ReverseProxy.nginx(TestNodes.home("nginx"), nodes));
        PROXIES.add(ReverseProxy.haproxy(TestNodes.home("haproxy"), nodes));
        for (ReverseProxy proxy : PROXIES) {
            APIS.add(proxy.api().showing(token));
        }
    }

    @AfterAll
    static void stop() {
        PROXIES.forEach(ReverseProxy::close);
        CLUSTER.close();
    }

    @Test
    @Order(1)
    void publishThroughAProxy_isAnsweredToThePollsThroughEach_atOnce() throws Exception {
        for (Api api : APIS) {
            publishEverywhere(api, KEY, "before");
            List<CompletableFuture<HttpResponse<byte[]>>> polls = APIS.stream()
                    .map(other -> other.poll(KEY, Md5.hex("before")))
                    .toList();
            Awaitility.await("the polls to be held").until(() -> pollsHeld() == APIS.size());

            assertThat(api.publish(KEY, "after").statusCode()).isEqualTo(200);

            for (CompletableFuture<HttpResponse<byte[]>> poll : polls) {
                assertThat(Api.text(poll.get(AT_ONCE.toMillis(), TimeUnit.MILLISECONDS)))
                        .contains("after");
            }
            assertThat(Api.text(api.read(KEY))).isEqualTo("after");
        }
    }

    /** Publishes through a proxy, and waits until each server serves it. */
    private static void publishEverywhere(Api proxied, ConfigKey key, String content) {
        Awaitility.await(content + " on each server")
                .until(() -> proxied.publish(key, content).statusCode() == 200
                        && nodes().allMatch(node -> Api.text(node.read(key)).equals(content)));
    }

    private static Stream<Api> nodes() {
        return IntStream.range(0, 3).mapToObj(ProxyIT::node);
    }

    private static Api node(int number) {
        return new Api(CLUSTER.node(number)).showing(token);
    }

    private static int pollsHeld() {
        return nodes().mapToInt(Api::pollsHeld).sum();
    }

    @Test
    @Order(2)
    void pollThatIsSilentForItsWholeTime_isAnsweredByTheServer_notCutByTheProxy() throws Exception {
        for (Api api : APIS) {
            publishEverywhere(api, QUIET, "quiet");
        }
        List<CompletableFuture<HttpResponse<byte[]>>> polls =
                APIS.stream().map(api -> api.poll(QUIET, Md5.hex("quiet"))).toList();

        for (CompletableFuture<HttpResponse<byte[]>> poll : polls) {
            assertThat(poll.get(110, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
    }

    @Test
    @Order(3)
    void whatNodesTellEachOther_isNotReachedThroughAProxy() {
        for (Api api : APIS) {
            for (String door : List.of("notify", "subscribers", "glance")) {
                assertThat(api.sayAsAPeer(door).statusCode()).as(door).isEqualTo(404);
            }
        }
    }

    /** By a token that is good from one address of this machine alone; the proxies themselves call from another. */
    @Test
    @Order(3)
    void clientIsSeenAtItsOwnAddress_whateverItSaysOfItself() throws Exception {
        String bound = admin.token("""
                {"networks": ["127.0.0.2/32"], "grants": [{"can": ["reader"], "namespace": "*"}]}""").string("token");
        String proof = "Authorization: Bearer " + bound;
        for (ReverseProxy proxy : PROXIES) {
            Awaitility.await("the token at the server that this client is sent to")
                    .until(() -> isLetIn(proxy, "127.0.0.2", proof, "X-Forwarded-For: 127.0.0.9"));

            for (String lie : List.of("X-Forwarded-For: ", "X-Real-IP: ", "Forwarded: for=")) {
                assertThat(isLetIn(proxy, "127.0.0.1", proof, lie + "127.0.0.2"))
                        .as(lie)
                        .isFalse();
            }
        }
    }

    private static boolean isLetIn(ReverseProxy proxy, String from, String... headers) throws IOException {
        String line = proxy.statusLine(from, "/api/v1/whoami", headers);
        assertThat(line).startsWith("HTTP/1.1 ");
        return line.contains(" 200");
    }

    @Test
    @Order(4)
    void serverThatIsKilled_isLeftOutByEachProxy() {
        CompletableFuture<HttpResponse<byte[]>> poll =
                APIS.get(0).poll(KEY, Md5.hex(Api.text(APIS.get(0).read(KEY))));
        Awaitility.await("the poll to be held").until(() -> pollsHeld() == 1);

        CLUSTER.node(holder()).kill();

        Awaitility.await("the poll to end").until(poll::isDone);
        for (Api api : APIS) {
            Awaitility.await("ten publishes and reads in a row")
                    .until(() -> IntStream.range(0, 10).allMatch(i -> isServed(api, "content " + i)));
        }
    }

    private static int holder() {
        return IntStream.range(0, 3)
                .filter(number -> node(number).pollsHeld() > 0)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isServed(Api api, String content) {
        return api.publish(KEY, content).statusCode() == 200 && api.read(KEY).statusCode() == 200;
    }
}
