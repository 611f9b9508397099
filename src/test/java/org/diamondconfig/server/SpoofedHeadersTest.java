/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.diamondconfig.server.RawHttp.Reply;
import org.diamondconfig.server.access.Grant;
import org.diamondconfig.server.account.Accounts;
import org.diamondconfig.server.account.TestTokens;
import org.diamondconfig.server.account.Tokens;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client says of its own address and of the server's name, where no proxy is believed: nothing is made of it. */
class SpoofedHeadersTest {

    private static final String SPOOFED = "X-Forwarded-For: 198.51.100.7\r\nX-Real-IP: 198.51.100.7\r\n"
            + "Forwarded: for=198.51.100.7\r\nX-Forwarded-Host: evil.example\r\n";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static TestServer server;
    private static String token;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = TestServer.start(folder, Map.of("diamond.access", "closed"));
        token = TestTokens.issue(server.part(Accounts.class), server.part(Tokens.class), Grant.admin());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Reply send(String line, String body, String secret) throws IOException {
        return send(line, body, secret, "");
    }

    private static Reply send(String line, String body, String secret, String header) throws IOException {
        String head = line.replaceFirst(" ", " " + TestServer.CONTEXT) + " HTTP/1.1\r\nHost: evil.example\r\n"
                + "Connection: close\r\nAuthorization: Bearer " + secret + "\r\n" + SPOOFED + header;
        String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
        try (RawHttp connection = new RawHttp("127.0.0.1", server.port())) {
            return connection.exchange((head + length + "\r\n" + body).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static List<JsonObject> told(String path, String member) throws IOException {
        Reply reply = send("GET /api/v1" + path, "", token);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return JsonObject.of(Json.parse(reply.body()), "answer").objects(member);
    }

    @Test
    void addressThatAClientSaysOfItself_isNeitherInTheTrailNorInTheHistory() throws IOException {
        assertThat(send("PUT /api/v1/config?group=spoofed&dataId=a", "x", token).status())
                .isEqualTo(200);

        assertThat(told("/audit?group=spoofed", "entries"))
                .extracting(entry -> entry.string("address"))
                .containsExactly("127.0.0.1");
        assertThat(told("/history?group=spoofed&dataId=a", "versions"))
                .extracting(version -> version.string("from"))
                .containsExactly("127.0.0.1");
    }

    @Test
    void refusalIsToldWithTheTrueAddress() throws IOException {
        assertThat(send("PUT /api/v1/config?group=refused&dataId=a", "x", "dmt_none")
                        .status())
                .isEqualTo(401);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(told("/audit?action=enter&outcome=BAD_TOKEN", "entries"))
                        .extracting(entry -> entry.string("address"))
                        .containsExactly("127.0.0.1"));
    }

    /** The address is true there too, though nobody was asked who it is. */
    @Test
    void requestOfAnotherSitesPage_isInTheTrail() throws IOException {
        assertThat(send("GET /api/v1/whoami", "", token, "Origin: http://elsewhere.example\r\n")
                        .body())
                .contains("CROSS_SITE");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(told("/audit?action=enter&outcome=CROSS_SITE", "entries"))
                        .extracting(entry -> entry.string("who") + " " + entry.string("address"))
                        .containsExactly("anonymous 127.0.0.1"));
    }

    /** The node does not know its address before it is asked, and these are the first who ask. */
    @Test
    void nameThatARequestCallsTheServer_isHandedOutToNobody() throws IOException {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(send("GET /namesrv/addrs", "", token).body())
                                .isEqualTo(server.base().toString().replaceFirst("/$", "\n")));
        for (String path : List.of("/diamond", "/diamond-unit-center", "/api/v1/cluster")) {
            assertThat(send("GET " + path, "", token).body())
                    .contains("127.0.0.1")
                    .doesNotContain("evil");
        }
    }
}
