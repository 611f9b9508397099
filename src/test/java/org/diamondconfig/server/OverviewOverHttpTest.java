/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.diamondconfig.server.RawHttp.Reply;
import org.diamondconfig.wire.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How all nodes are, asked of a node that has two others: one answers what the test says, one does not answer. */
class OverviewOverHttpTest {

    private static final String PEER = "/api/v1/peer/glance";

    private static AmongPeers peers;
    private static Watching server;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        peers = AmongPeers.start(folder, PEER, OverviewOverHttpTest::answer);
        server = peers.server();
    }

    @AfterAll
    static void stop() {
        peers.close();
    }

    /** The other node holds three polls; it had the change a minute ago. */
    private static String answer(String question) {
        String marks =
                question.contains("\"traced\"") ? "{\"step\":\"dump\",\"ago\":60000000,\"detail\":\"elsewhere\"}" : "";
        return "{\"report\":{\"polls\":3,\"lagMillis\":40,\"entries\":2,\"complete\":true,\"storeUp\":false},\"marks\":["
                + marks + "]}";
    }

    private static JsonObject of(String peer, List<JsonObject> rows) {
        return rows.stream()
                .filter(row -> row.string("address").equals(peer))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void cluster_tellsHowEachNodeIs_andWhichDidNotAnswer() {
        JsonObject cluster = peers.get("/cluster");

        JsonObject self = cluster.object("self").object("report");
        assertThat(self.flag("storeUp", false)).isTrue();
        assertThat(self.flag("complete", false)).isTrue();
        JsonObject there = of(peers.answering(), cluster.objects("others")).object("report");
        assertThat(there.number("polls")).isEqualTo(3);
        assertThat(there.number("lagMillis")).isEqualTo(40);
        assertThat(there.flag("storeUp", true)).isFalse();
        JsonObject silent = of(peers.silent(), cluster.objects("others"));
        assertThat(silent.has("report")).isFalse();
        assertThat(silent.string("trouble")).contains("1 s");
    }

    @Test
    void trace_ofAllNodes_hasTimesByThisNodesClock() {
        server.publish("traced", "one");

        JsonObject trace = peers.get("/trace?group=watching&dataId=traced&version=1&nodes=all");

        assertThat(trace.objects("marks"))
                .extracting(mark -> mark.string("step"))
                .contains("persist", "dump");
        JsonObject there = trace.objects("others").get(0);
        assertThat(there.string("node")).isEqualTo(peers.answering());
        JsonObject mark = there.objects("marks").get(0);
        assertThat(mark.string("detail")).isEqualTo("elsewhere");
        assertThat(Instant.parse(mark.string("at")))
                .isBetween(Instant.now().minusSeconds(120), Instant.now().minusSeconds(59));
        assertThat(trace.objects("missing"))
                .singleElement()
                .satisfies(missing -> assertThat(missing.string("node")).isEqualTo(peers.silent()));
    }

    @Test
    void trace_ofThisNode_asksNobody() {
        server.publish("alone", "one");

        JsonObject trace = peers.get("/trace?group=watching&dataId=alone&version=1");

        assertThat(trace.has("others")).isFalse();
        assertThat(trace.has("missing")).isFalse();
    }

    @Test
    void question_isAnsweredToNodesOfTheClusterAlone() {
        server.publish("asked", "one");
        String body = "{\"at\":" + Instant.now().toEpochMilli()
                + ",\"key\":{\"group\":\"watching\",\"dataId\":\"asked\"},\"version\":1}";

        PeerHeader sender = PeerHeader.genuine(server).to("*");

        Reply reply = peers.ask(body, sender.over("diamond-glance-1", body));
        JsonObject told = Browser.json(reply);

        assertThat(told.object("report").has("polls")).isTrue();
        assertThat(told.objects("marks"))
                .isNotEmpty()
                .allSatisfy(mark -> assertThat(mark.number("ago")).isNotNegative());
        assertRefused("NOT_SIGNED", peers.ask(body));
        assertRefused("BAD_SIGNATURE", peers.ask(body + " ", sender.over("diamond-glance-1", body)));
        assertRefused("BAD_SIGNATURE", peers.ask(body, sender.over("diamond-ask-1", body)));
        String old = "{\"at\":0}";
        assertRefused("ASKED_LONG_AGO", peers.ask(old, sender.over("diamond-glance-1", old)));
    }

    private static void assertRefused(String code, Reply reply) {
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.body()).contains(code);
    }
}
