/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.diamondconfig.client.ClientSettings.Setting;
import org.diamondconfig.client.Config;
import org.diamondconfig.client.DiamondClient;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One closed node and a real MariaDB: the first admin signs in and makes a token, a client lives by it, and all who were let in
 * before are let in while the database is gone, over a restart of the node too; nobody else is.
 */
class ClosedServerIT {

    private static final ConfigKey KEY = ConfigKey.of("shop", "prices");
    private static final String PASSWORD = "a lantern for nine otters";
    private static final String READ = "/config?group=shop&dataId=prices";

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private static MariaDb database;
    private static TcpProxy wire;
    private static Node node;
    private static String[] session;
    private static JsonObject token;

    @TempDir
    private Path home;

    @BeforeAll
    static void startAll() throws Exception {
        Path folder = TestNodes.home("closed-server");
        Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        database = new MariaDb(TestNodes.home("closed-server-mariadb"));
        wire = TcpProxy.to(database.port());
        node = Nodes.payara(
                MariaDb.reachedAt(NodeOptions.in(folder.resolve("node")).light(), wire.port())
                        .with("diamond.access", "closed")
                        .with("diamond.admin.password-file", password.toString()));
        node.start();
        session = signedIn();
        token = json(send("POST", "/access/tokens", """
                {"description": "shop", "grants": [{"can": ["publisher"], "namespace": "public", "group": "shop"}]}""", session));
    }

    @AfterAll
    static void stopAll() {
        node.close();
        wire.close();
        database.close();
    }

    /** The headers of a session; the first user is there as soon as the database was asked. */
    private static String[] signedIn() {
        String proof = "{\"user\": \"admin\", \"password\": \"" + PASSWORD + "\"}";
        HttpResponse<String> answer = Awaitility.await("the first user to sign in")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> send("POST", "/session", proof), response -> response.statusCode() == 200);
        String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
        return new String[] {"Cookie", cookie, "X-CSRF-Token", json(answer).string("csrf")};
    }

    private static HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(node.uri() + "/api/v1" + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body));
        try {
            return HTTP.send(
                    (headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    private static JsonObject json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonObject.of(Json.parse(answer.body()), "answer");
    }

    private static String[] bearer(String secret) {
        return new String[] {"Authorization", "Bearer " + secret};
    }

    private DiamondClient client() {
        return DiamondClient.builder()
                .servers(node.uri().toString())
                .home(home)
                .with(Setting.TOKEN, token.string("token"))
                .build();
    }

    private static void awaitPublished(DiamondClient client, String content) {
        Awaitility.await("a publish that is taken")
                .atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> client.publish(KEY, content).version() > 0);
    }

    /** Everybody is judged as before. */
    private static void assertDecisionsStand() {
        assertThat(get(READ, bearer(token.string("token"))).statusCode()).isEqualTo(200);
        assertThat(get(READ, session).statusCode()).isEqualTo(200);
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
        try (DiamondClient client = client()) {
            awaitPublished(client, "1");
            client.listen(KEY, config -> heard.add(config.content()));
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("1");
            assertDecisionsStand();

            wire.refuse();
            wire.cut();
            assertDecisionsStand();
            assertThat(send("POST", "/access/tokens", "{}", session).statusCode())
                    .isEqualTo(503);
            node.restart();
            assertDecisionsStand();
            try (DiamondClient another = client()) {
                assertThat(another.get(KEY).map(Config::content)).contains("1");
            }

            wire.heal();
            awaitPublished(client, "2");
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("2");
        }
    }

    @Test
    void tokenThatIsRevoked_letsNobodyIn() {
        JsonObject other = json(send("POST", "/access/tokens", """
                {"grants": [{"can": ["reader"], "namespace": "public"}]}""", session));
        assertThat(get("/whoami", bearer(other.string("token"))).body()).contains(other.string("subject"));

        json(send("DELETE", "/access/accounts?subject=" + other.string("subject"), "", session));

        assertThat(get("/whoami", bearer(other.string("token"))).statusCode()).isEqualTo(401);
    }

    @Test
    void session_changesNothingWithoutItsSecondToken() {
        HttpResponse<String> refused = send("POST", "/access/tokens", "{}", "Cookie", session[1]);

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);
    }
}
