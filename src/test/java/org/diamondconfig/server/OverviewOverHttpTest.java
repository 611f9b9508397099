/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.diamondconfig.server.RawHttp.Reply;
import org.diamondconfig.server.cluster.Cluster;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How all nodes are, asked of a node that has two others: one answers what the test says, one does not answer. */
class OverviewOverHttpTest {

    private static final String PEER = "/api/v1/peer/glance";

    private static HttpServer other;
    private static HttpServer dead;
    private static Watching server;
    private static AdminApi api;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        other = HttpServer.create(free, 0);
        other.createContext("/d" + PEER, exchange -> {
            String question = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] answer = answer(question).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        other.createContext("/", exchange -> {
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        other.start();
        dead = HttpServer.create(free, 0); // takes connections and never answers: it is not started
        server = Watching.start(
                folder,
                Map.of("diamond.cluster.members", address(other) + "," + address(dead), "diamond.sweep.delta", "1h"));
        api = new AdminApi(URI.create(server.address()));
    }

    @AfterAll
    static void stop() {
        server.close();
        other.stop(0);
        dead.stop(0);
    }

    private static String address(HttpServer peer) {
        return "http://127.0.0.1:" + peer.getAddress().getPort() + "/d";
    }

    /** The other node holds three polls; it had the change a minute ago. */
    private static String answer(String question) {
        String marks =
                question.contains("\"traced\"") ? "{\"step\":\"dump\",\"ago\":60000000,\"detail\":\"elsewhere\"}" : "";
        return "{\"report\":{\"polls\":3,\"lagMillis\":40,\"entries\":2,\"complete\":true,\"storeUp\":false},\"marks\":["
                + marks + "]}";
    }

    private static JsonObject get(String path) {
        return Json.parseObject(api.get(path).body().getBytes(StandardCharsets.UTF_8));
    }

    private static JsonObject of(HttpServer peer, List<JsonObject> rows) {
        return rows.stream()
                .filter(row -> row.string("address").equals(address(peer)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void cluster_tellsHowEachNodeIs_andWhichDidNotAnswer() {
        JsonObject cluster = get("/cluster");

        JsonObject self = cluster.object("self").object("report");
        assertThat(self.flag("storeUp", false)).isTrue();
        assertThat(self.flag("complete", false)).isTrue();
        JsonObject there = of(other, cluster.objects("others")).object("report");
        assertThat(there.number("polls")).isEqualTo(3);
        assertThat(there.number("lagMillis")).isEqualTo(40);
        assertThat(there.flag("storeUp", true)).isFalse();
        JsonObject silent = of(dead, cluster.objects("others"));
        assertThat(silent.has("report")).isFalse();
        assertThat(silent.string("trouble")).contains("1 s");
    }

    @Test
    void trace_ofAllNodes_hasTimesByThisNodesClock() {
        server.publish("traced", "one");

        JsonObject trace = get("/trace?group=watching&dataId=traced&version=1&nodes=all");

        assertThat(trace.objects("marks"))
                .extracting(mark -> mark.string("step"))
                .contains("persist", "dump");
        JsonObject there = trace.objects("others").get(0);
        assertThat(there.string("node")).isEqualTo(address(other));
        JsonObject mark = there.objects("marks").get(0);
        assertThat(mark.string("detail")).isEqualTo("elsewhere");
        assertThat(Instant.parse(mark.string("at")))
                .isBetween(Instant.now().minusSeconds(120), Instant.now().minusSeconds(59));
        assertThat(trace.objects("missing"))
                .singleElement()
                .satisfies(missing -> assertThat(missing.string("node")).isEqualTo(address(dead)));
    }

    @Test
    void trace_ofThisNode_asksNobody() {
        server.publish("alone", "one");

        JsonObject trace = get("/trace?group=watching&dataId=alone&version=1");

        assertThat(trace.has("others")).isFalse();
        assertThat(trace.has("missing")).isFalse();
    }

    @Test
    void question_isAnsweredToNodesOfTheClusterAlone() throws Exception {
        server.publish("asked", "one");
        String body = "{\"at\":" + Instant.now().toEpochMilli()
                + ",\"key\":{\"group\":\"watching\",\"dataId\":\"asked\"},\"version\":1}";

        Reply reply = post(body, signed("diamond-glance-1", body));
        JsonObject told = Browser.json(reply);

        assertThat(told.object("report").has("polls")).isTrue();
        assertThat(told.objects("marks"))
                .isNotEmpty()
                .allSatisfy(mark -> assertThat(mark.number("ago")).isNotNegative());
        assertRefused("NOT_SIGNED", post(body));
        assertRefused("BAD_SIGNATURE", post(body + " ", signed("diamond-glance-1", body)));
        assertRefused("BAD_SIGNATURE", post(body, signed("diamond-ask-1", body)));
        String old = "{\"at\":0}";
        assertRefused("ASKED_LONG_AGO", post(old, signed("diamond-glance-1", old)));
    }

    private static void assertRefused(String code, Reply reply) {
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.body()).contains(code);
    }

    private static Reply post(String body, String... headers) {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Content-Type: application/json";
        return server.exchange(BadInput.post(PEER, body, all));
    }

    /** The header as docs/api.md has it, written by somebody else than the server. */
    private static String signed(String purpose, String body) throws GeneralSecurityException {
        Cluster cluster = server.part(Cluster.class);
        String store = cluster.clusterId().orElseThrow();
        String from = "e".repeat(32);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(cluster.signingKey().orElseThrow(), "HmacSHA256"));
        String text = String.join("\n", purpose, store, from, "*", body);
        String signature = HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        return "Diamond-Peer: cluster=" + store + "; from=" + from + "; to=*; signature=" + signature;
    }
}
