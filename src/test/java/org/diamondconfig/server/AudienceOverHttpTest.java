/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.server.Watching.holding;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.diamondconfig.server.RawHttp.Reply;
import org.diamondconfig.wire.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who uses a configuration, asked of a node that has two others: one answers what the test says, one does not answer. */
class AudienceOverHttpTest {

    private static final String HERE = "1".repeat(32);
    private static final String THERE = "2".repeat(32);
    private static final String PEER = "/api/v1/peer/subscribers";

    private static AmongPeers peers;
    private static Watching server;
    private static AdminApi api;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        peers = AmongPeers.start(folder, PEER, AudienceOverHttpTest::answerToAll);
        server = peers.server();
        api = peers.api();
    }

    @AfterAll
    static void stop() {
        peers.close();
    }

    /** The other node knows one client, which has had version 2 applied. */
    private static String answer(String question) {
        return "{\"cut\":false,\"changedAgo\":50,\"sightings\":"
                + (question.contains("\"dataId\":\"shared\"")
                        ? "[{\"id\":\"" + THERE
                                + "\",\"app\":\"shop\",\"software\":\"1\",\"subject\":\"anonymous\",\"address\":\"10.0.0.9\",\"labels\":[],"
                                + "\"counters\":[{\"name\":\"readers\",\"count\":7}],"
                                + "\"polling\":true,\"since\":90000,\"seen\":0,\"keys\":1,\"prefixes\":0,\"behind\":0,\"failed\":0,\"holdings\":[{"
                                + "\"namespace\":\"\",\"group\":\"watching\",\"dataId\":\"shared\",\"version\":2,\"md5\":\"\",\"told\":false,"
                                + "\"report\":{\"version\":2,\"state\":\"applied\",\"millis\":5,\"ago\":40,\"listener\":\"\",\"reason\":\"\","
                                + "\"followed\":\"script ended, status 0\"}}],"
                                + "\"prefixed\":[]}]"
                        : "[]")
                + "}";
    }

    /** Likewise of another key, of which it knows version 1 to be applied. */
    private static String answerToAll(String question) {
        return question.contains("\"dataId\":\"far\"")
                ? answer(question.replace("\"far\"", "\"shared\""))
                        .replace("\"shared\"", "\"far\"")
                        .replace("\"version\":2", "\"version\":1")
                : answer(question);
    }

    private static String header(String id) {
        return "Diamond-Client: id=" + id + "; app=shop; v=1.0; slot=0; label.zone=a";
    }

    private static String key(String dataId) {
        return "?group=watching&dataId=" + dataId;
    }

    /** A poll that is not held, with a report of what became of the version that it holds. */
    private static void report(String id, String dataId, String state) {
        String body = "{\"items\":[{\"group\":\"watching\",\"dataId\":\"" + dataId + "\",\"version\":1,\"md5\":\"\"}],"
                + "\"reports\":[{\"group\":\"watching\",\"dataId\":\"" + dataId + "\",\"version\":1,\"state\":\""
                + state
                + "\",\"millis\":3,\"ago\":4,\"listener\":\"com.acme.Prices\",\"reason\":\"no <number>\","
                + "\"followed\":\"script killed at the limit\"}],\"counters\":{\"readers\":2}}";
        Reply reply = server.exchange(BadInput.postJson("/api/v1/watch?wait=0s", body, header(id)));
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    }

    @Test
    void subscribers_areThoseOfAllNodes_andWhoDoesNotAnswerIsNamed() throws Exception {
        server.publish("shared", "one");
        server.publish("shared", "two");
        server.pollLater("50s", holding("shared", 2, "two"), header(HERE));
        server.awaitHeld("shared");
        peers.asked().clear();

        JsonObject told = peers.get("/subscribers" + key("shared"));

        assertThat(told.number("clients")).isEqualTo(2);
        assertThat(told.object("states").number("current")).isEqualTo(2);
        List<JsonObject> rows = told.objects("subscribers");
        JsonObject here = row(rows, HERE);
        assertThat(here.string("node")).isEqualTo(server.address());
        assertThat(here.strings("labels")).containsExactly("zone=a");
        assertThat(here.flag("polling", false)).isTrue();
        JsonObject there = row(rows, THERE);
        assertThat(there.string("node")).isEqualTo(peers.answering());
        assertThat(there.object("report").string("state")).isEqualTo("applied");
        assertThat(there.object("report").string("followed")).isEqualTo("script ended, status 0");
        assertThat(there.objects("counters")).singleElement().satisfies(counter -> {
            assertThat(counter.string("name")).isEqualTo("readers");
            assertThat(counter.number("count")).isEqualTo(7);
        });
        assertThat(told.objects("missing")).singleElement().satisfies(missing -> {
            assertThat(missing.string("node")).isEqualTo(peers.silent());
            assertThat(missing.string("reason")).isEqualTo("no answer within 1 s");
        });
        assertThat(peers.asked().poll(60, TimeUnit.SECONDS))
                .startsWith("cluster=")
                .contains("; signature=", "\"nonce\":\"");
    }

    private static JsonObject row(List<JsonObject> rows, String client) {
        return rows.stream()
                .filter(row -> row.string("client").equals(client))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void propagation_countsEachClientOnce_andNamesThoseThatFailed() {
        server.publish("failing", "one");
        report(HERE, "failing", "failed");
        report(THERE, "failing", "applied");

        JsonObject told = peers.get("/propagation" + key("failing"));

        assertThat(told.number("version")).isEqualTo(1);
        assertThat(told.has("published")).isTrue();
        assertThat(told.object("states").number("failed")).isEqualTo(1);
        assertThat(told.object("states").number("applied")).isEqualTo(1);
        assertThat(told.objects("stragglers")).singleElement().satisfies(straggler -> {
            assertThat(straggler.string("client")).isEqualTo(HERE);
            assertThat(straggler.string("listener")).isEqualTo("com.acme.Prices");
            assertThat(straggler.string("reason")).isEqualTo("no <number>");
        });
        JsonObject failed = peers.get("/subscribers" + key("failing") + "&state=failed");
        assertThat(failed.objects("subscribers")).singleElement().satisfies(row -> {
            assertThat(row.object("report").string("followed")).isEqualTo("script killed at the limit");
            assertThat(row.objects("counters").get(0).number("count")).isEqualTo(2);
        });
    }

    @Test
    void clients_areListedInPages_andOneOfThemWithAllItHolds() {
        report("3".repeat(32), "paged", "applied");
        report("4".repeat(32), "paged", "applied");

        JsonObject first = peers.get("/clients?app=sh*&label=zone&limit=1");
        JsonObject second = peers.get("/clients?app=sh*&label=zone=a&limit=1&cursor=" + first.string("next"));

        assertThat(first.objects("clients")).hasSize(1);
        assertThat(second.objects("clients").get(0).string("client"))
                .isGreaterThan(first.objects("clients").get(0).string("client"));
        assertThat(peers.get("/clients?label=zone=b").number("all")).isZero();
        JsonObject one = peers.get("/clients/keys?client=" + "3".repeat(32));
        assertThat(one.objects("keys"))
                .singleElement()
                .satisfies(held -> assertThat(held.string("dataId")).isEqualTo("paged"));
        assertThat(api.get("/clients/keys?client=nobody").body()).contains("CLIENT_NOT_FOUND");
        assertThat(api.get("/clients?cursor=%2A").body()).contains("BAD_CURSOR");
    }

    @Test
    void question_isAnsweredToNodesAlone_once_andNotLongAfterItWasAsked() throws Exception {
        long now = Clock.systemUTC().millis();

        assertThat(ask("diamond-ask-1", now).status()).isEqualTo(200);
        assertThat(ask("diamond-ask-1", now).body()).contains("ASKED_BEFORE");
        assertThat(ask("diamond-ask-1", now + 1).status()).isEqualTo(200);
        assertThat(ask("diamond-notify-1", now).body()).contains("BAD_SIGNATURE");
        assertThat(ask("diamond-ask-1", now - 600_000).body()).contains("ASKED_LONG_AGO");
        assertThat(peers.ask("{}").body()).contains("NOT_SIGNED");
    }

    private static Reply ask(String purpose, long at) {
        String body = "{\"at\":" + at + ",\"version\":0,\"client\":\"\",\"app\":\"\",\"address\":\"\",\"label\":\"\"}";
        return peers.ask(body, PeerHeader.genuine(server).over(purpose, body));
    }

    @Test
    void arrivals_areToldOfAllNodes_whoDoesNotAnswerIsNamed() throws Exception {
        server.publish("far", "one");

        try (EventReader events = new EventReader(URI.create(server.address()), key("far") + "&topics=arrivals")) {
            JsonObject told = events.next("arrivals").json();

            assertThat(told.number("clients")).isEqualTo(1);
            assertThat(told.object("states").number("applied")).isEqualTo(1);
            assertThat(told.objects("missing"))
                    .singleElement()
                    .satisfies(missing -> assertThat(missing.string("node")).isEqualTo(peers.silent()));
        }
    }
}
