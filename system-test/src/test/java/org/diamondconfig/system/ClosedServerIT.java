/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.diamondconfig.client.ClientSettings.Setting;
import org.diamondconfig.client.Config;
import org.diamondconfig.client.DiamondClient;
import org.diamondconfig.client.DiamondException;
import org.diamondconfig.client.Source;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two closed nodes, one on Payara Micro and one on WildFly, that listen for TLS alone, as server-config sets them up, and a real
 * MariaDB: the first admin signs in and makes a token, a client lives by it, and all who were let in before are let in while the
 * database is gone, over a restart of the node too; nobody else is. Their sweeps are off: what one knows of the other, it was told.
 */
class ClosedServerIT {

    private static final ConfigKey KEY = ConfigKey.of("shop", "prices");
    private static final String READ = "/config?group=shop&dataId=prices";
    private static final Duration HEARD_ELSEWHERE = Duration.ofSeconds(5);
    private static final Duration SOON = Duration.ofMinutes(1);

    private static MariaDb database;
    private static TcpProxy wire;
    private static Authority authority;
    private static Node node;
    private static Node other;
    private static HttpClient http;
    private static Admin admin;
    private static JsonObject token;

    @TempDir
    private Path home;

    @BeforeAll
    static void startAll() throws Exception {
        Path folder = TestNodes.home("closed-server");
        authority = new Authority(TestNodes.home("closed-server-authority"));
        database = new MariaDb(TestNodes.home("closed-server-mariadb"));
        wire = TcpProxy.to(database.port());
        String password = Admin.passwordIn(folder).toString();
        node = Nodes.payara(closed(folder.resolve("node"), wire.port(), password));
        other = Nodes.wildfly(closed(folder.resolve("other"), database.port(), password));
        CompletableFuture<Void> second = CompletableFuture.runAsync(other::start);
        node.start();
        second.join();
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(SOON)
                .sslContext(authority.trusting())
                .build();
        admin = new Admin(node.uri(), http).signIn();
        Awaitility.await("the nodes to know each other")
                .atMost(SOON)
                .until(() -> get("/cluster", admin.session())
                        .body()
                        .contains(other.uri().toString()));
        token = admin.token("""
                {"description": "shop", "grants": [{"can": ["publisher"], "namespace": "public", "group": "shop"}]}""");
    }

    private static NodeOptions closed(Path home, int databasePort, String password) {
        return MariaDb.reachedAt(NodeOptions.in(home).light().over(authority), databasePort)
                .with("diamond.access", "closed")
                .with("diamond.admin.password-file", password)
                .with("diamond.cluster.heartbeat", "1s")
                .with("diamond.sweep.delta", "1h");
    }

    @AfterAll
    static void stopAll() {
        node.close();
        other.close();
        wire.close();
        database.close();
    }

    private static HttpResponse<String> get(String path, String... headers) {
        return admin.send("GET", path, "", headers);
    }

    private static String[] bearer(String secret) {
        return new String[] {"Authorization", "Bearer " + secret};
    }

    /** Of a home of its own, so that it knows nothing that it did not hear there. */
    private DiamondClient.Builder clientOf(Node server) {
        return DiamondClient.builder()
                .servers(server.uri().toString())
                .home(home.resolve(server.log().getParent().getFileName()))
                .with(Setting.TOKEN, token.string("token"));
    }

    private DiamondClient client(Node server) {
        return clientOf(server)
                .with(Setting.CALL_TIMEOUT, "60s")
                .with(Setting.TLS_TRUST_STORE, authority.pem().toString())
                .build();
    }

    /** Of a home in which no snapshot is. */
    private DiamondClient clientThatKnowsNothing(Node server) {
        return clientOf(server)
                .home(home.resolve("fresh"))
                .with(Setting.CALL_TIMEOUT, "60s")
                .with(Setting.TLS_TRUST_STORE, authority.pem().toString())
                .build();
    }

    private static void awaitPublished(DiamondClient client, String content) {
        Awaitility.await("a publish that is taken")
                .atMost(SOON)
                .ignoreExceptions()
                .until(() -> client.publish(KEY, content).version() > 0);
    }

    /** Everybody is judged as before. */
    private static void assertDecisionsStand() {
        assertThat(get(READ, bearer(token.string("token"))).statusCode()).isEqualTo(200);
        assertThat(get(READ, admin.session()).statusCode()).isEqualTo(200);
        assertThat(get("/config?group=other&dataId=prices", bearer(token.string("token")))
                        .statusCode())
                .isEqualTo(403);
        assertThat(get(READ).statusCode()).isEqualTo(401);
        assertThat(get(READ, bearer("dmt_00000000_" + "0".repeat(43))).statusCode())
                .isEqualTo(401);
    }

    @Test
    void whoeverWasLetInBefore_isLetInWithoutTheDatabase_overARestartToo() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (DiamondClient client = client(node)) {
            awaitPublished(client, "1");
            client.listen(KEY, config -> heard.add(config.content()));
            assertThat(heard.poll(1, TimeUnit.MINUTES)).isEqualTo("1");
            assertDecisionsStand();

            wire.refuse();
            wire.cut();
            assertDecisionsStand();
            assertThat(admin.send("POST", "/access/tokens", "{}", admin.session())
                            .statusCode())
                    .isEqualTo(503);
            node.restart();
            assertDecisionsStand();
            try (DiamondClient another = clientThatKnowsNothing(node)) {
                Config read = another.get(KEY).orElseThrow();
                assertThat(read.content()).isEqualTo("1");
                assertThat(read.source()).isEqualTo(Source.SERVER);
            }

            wire.heal();
            awaitPublished(client, "2");
            assertThat(heard.poll(1, TimeUnit.MINUTES)).isEqualTo("2");
        }
    }

    @Test
    void tokenThatIsRevoked_letsNobodyIn() {
        JsonObject revoked = admin.token("""
                {"grants": [{"can": ["reader"], "namespace": "public"}]}""");
        assertThat(get("/whoami", bearer(revoked.string("token"))).body()).contains(revoked.string("subject"));

        Admin.json(admin.send("DELETE", "/access/accounts?subject=" + revoked.string("subject"), "", admin.session()));

        assertThat(get("/whoami", bearer(revoked.string("token"))).statusCode()).isEqualTo(401);
    }

    @Test
    void session_changesNothingWithoutItsSecondToken() {
        HttpResponse<String> refused = admin.send("POST", "/access/tokens", "{}", "Cookie", admin.session()[1]);

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);
    }

    /** The token was made on one node, and no sweep runs: what the other knows of it and of the key, it was told by https. */
    @Test
    void changeOnOneNode_isHeardAtTheOther_overTlsAllTheWay() throws Exception {
        ConfigKey key = ConfigKey.of("shop", "told");
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (DiamondClient here = client(node);
                DiamondClient there = client(other)) {
            Awaitility.await("the key at the other node, with the token that it was told of")
                    .atMost(SOON)
                    .ignoreExceptions()
                    .until(() -> here.publish(key, "one").version() > 0
                            && there.get(key).map(Config::content).orElse("").equals("one"));
            there.listen(key, config -> heard.add(config.content()));
            assertThat(heard.poll(1, TimeUnit.MINUTES)).isEqualTo("one");

            here.publish(key, "two");

            assertThat(heard.poll(1, TimeUnit.MINUTES)).isEqualTo("two");
        }
    }

    /** No sweep runs: the other node was told, of the grants as of the keys. */
    @Test
    void grantThatIsWithdrawn_isGoneAtTheOtherNodeIn5s_andItsHeldPollIsToldNothing() {
        ConfigKey lost = ConfigKey.of("shop", "lost");
        ConfigKey kept = ConfigKey.of("shop", "kept");
        JsonObject reader = admin.token(grants("lost", "kept"));
        JsonObject operator = admin.token("""
                {"grants": [{"can": ["operate"], "namespace": "*"}]}""");
        Api there = new Api(other.uri(), http);
        Api reading = there.showing(reader.string("token"));
        awaitAtTheOther(lost, "1");
        awaitAtTheOther(kept, "1");
        awaitRead(reading, lost, "1");
        String md5 = Md5.hex("1".getBytes(StandardCharsets.UTF_8));
        CompletableFuture<HttpResponse<byte[]>> poll = reading.poll(Map.of(lost, md5, kept, md5));
        Awaitility.await("the poll to be held")
                .atMost(SOON)
                .until(() ->
                        there.showing(operator.string("token")).waiting(lost).contains("127.0.0.1"));

        Admin.json(admin.send(
                "PUT", "/access/accounts?subject=" + reader.string("subject"), grants("kept"), admin.session()));

        try (Stalls stalls = Stalls.watch()) {
            long withdrawn = System.nanoTime();
            Awaitility.await("the other node to refuse")
                    .until(() -> reading.read(lost).statusCode() == 403);
            assertThat(Duration.ofNanos(System.nanoTime() - withdrawn)).isLessThan(stalls.over(HEARD_ELSEWHERE));
        }
        awaitAtTheOther(lost, "2");
        assertThat(poll).isNotDone();
        awaitAtTheOther(kept, "2");
        assertThat(poll).succeedsWithin(SOON);
        assertThat(Api.text(poll.join())).contains("\"kept\"").doesNotContain("lost");
    }

    /** What a token may be that may read these keys of the shop and nothing else. */
    private static String grants(String... dataIds) {
        return Stream.of(dataIds)
                .map(each -> "{\"can\": [\"reader\"], \"namespace\": \"public\", \"group\": \"shop\", \"dataId\": \""
                        + each + "\"}")
                .collect(Collectors.joining(", ", "{\"grants\": [", "]}"));
    }

    /** Publishes at the one node, by a token that may, and waits for it at the other. */
    private static void awaitAtTheOther(ConfigKey key, String content) {
        Api publisher = new Api(node.uri(), http).showing(token.string("token"));
        Awaitility.await("a publish that is taken")
                .atMost(SOON)
                .until(() -> publisher.publish(key, content).statusCode() == 200);
        awaitRead(new Api(other.uri(), http).showing(token.string("token")), key, content);
    }

    private static void awaitRead(Api api, ConfigKey key, String content) {
        Awaitility.await(key + " at the other node")
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> Api.text(api.read(key)).equals(content));
    }

    @Test
    void clientThatDoesNotTrustTheAuthority_asksInVain_andIsToldWhy() {
        try (DiamondClient stranger = clientOf(node).build()) {
            assertThatExceptionOfType(DiamondException.class)
                    .isThrownBy(() -> stranger.get(ConfigKey.of("shop", "unheard-of")))
                    .withMessageContaining("diamond.tls.trust-store");
        }
    }

    @Test
    void nodes_speakTls12And13_andNoPlainHttpAtAnyPort() throws Exception {
        for (Node server : List.of(node, other)) {
            int port = server.uri().getPort();
            for (String version : List.of("TLSv1.2", "TLSv1.3")) {
                assertThat(spoken(port, version)).isEqualTo(version);
            }
            Set<Integer> listening = ListeningPorts.of(server.pid());
            assertThat(listening).contains(port);
            assertThat(listening).noneMatch(ClosedServerIT::isServedPlainly);
        }
    }

    /** By HTTP/2 a connection could hold a hundred polls, or begin and reset requests faster than they are ended. */
    @Test
    void nodes_speakHttp1Alone_toWhoAsksForMoreToo() throws Exception {
        HttpClient modern = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(authority.trusting())
                .build();
        for (Node server : List.of(node, other)) {
            assertThat(new Api(server.uri(), modern).ready().version())
                    .as(server.uri().toString())
                    .isEqualTo(HttpClient.Version.HTTP_1_1);
        }
    }

    private static boolean isServedPlainly(int port) {
        try {
            HttpURLConnection plain =
                    (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/diamond-server/health/live")
                            .toURL()
                            .openConnection();
            plain.setConnectTimeout(2_000);
            plain.setReadTimeout(2_000);
            return plain.getResponseCode() == 200;
        } catch (IOException refused) {
            return false;
        }
    }

    private static String spoken(int port, String version) throws IOException {
        SSLContext trusting = authority.trusting();
        try (SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setEnabledProtocols(new String[] {version});
            socket.startHandshake();
            return socket.getSession().getProtocol();
        }
    }
}
