/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.diamondconfig.server.RawHttp.Reply;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What clients and scripts of the original Diamond 3.x rely on, as conversations over raw sockets. It knows a server by its
 * address alone and leaves others' keys alone.
 */
public abstract class DiamondFaceContract extends DiamondFaceKit {

    private static final String LOSSY = CHINESE + " \uD83D\uDE00";

    private Reply datum(String method, String dataId, String datumId, String content) throws IOException {
        return other.post(
                "/datum.do?method=" + method, "dataId", dataId, "group", group, "datumId", datumId, "content", content);
    }

    private Reply shortPoll(String probe) throws IOException {
        return client.post("/config.co", "Probe-Modify-Request", probe);
    }

    private Reply unheldPoll(String probe) throws IOException {
        client.with("Long-Pulling-Timeout-No-Hangup", "true");
        Reply reply = client.exchange(client.longPoll(probe));
        client.with("Long-Pulling-Timeout-No-Hangup", "");
        return reply;
    }

    @Test
    void recordedConversation_isAnsweredByteForByte() throws IOException {
        Recording.of("original-client.txt").replay(host(), port());
    }

    /** As it is recorded of a client that begins before its key is there, and sees it come, change and go. */
    @Test
    void aWholeConversation() throws IOException {
        Reply nothing = client.read(group, "a");
        assertThat(nothing.status()).isEqualTo(404);
        assertThat(nothing.body()).startsWith("config data not exist\n");

        assertThat(told("a", null, () -> publish("a", "1"))).isEqualTo(named("a") + "\n");
        Reply first = client.read(group, "a");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.body()).isEqualTo("1");
        assertThat(first.header("Content-MD5")).isEqualTo(Md5.hex("1"));

        assertThat(told("a", "1", () -> publish("a", CHINESE))).isEqualTo(named("a") + "\n");
        assertThat(client.read(group, "a").body()).isEqualTo(CHINESE);

        assertThat(told("a", CHINESE, () -> assertOk(remove("a")))).isEqualTo(named("a") + "\n");
        assertThat(client.read(group, "a").status()).isEqualTo(404);
        assertThat(unheldPoll(line("a", null)).body()).isEmpty();
    }

    private interface Act {
        void run() throws IOException;
    }

    /** What a poll is told that was sent before this was done. */
    private String told(String dataId, String held, Act act) throws IOException {
        byte[] poll = client.longPoll(line(dataId, held));
        client.send(poll);
        act.run();
        Reply reply = client.reply(poll);
        assertThat(reply.status()).isEqualTo(200);
        return reply.body();
    }

    @Test
    void read_isNotToBeCached_andIsNoPage() throws IOException {
        publish("page.html", "<script>alert(1)</script>");

        Reply reply = client.read(group, "page.html");

        assertThat(reply.header("Pragma")).isEqualTo("no-cache");
        assertThat(reply.header("Expires")).isEqualTo("Thu, 01 Jan 1970 00:00:00 GMT");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-cache,no-store");
        assertThat(reply.header("Content-Type").replace(" ", "")).isEqualToIgnoringCase("text/plain;charset=GBK");
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void read_ofTheDefaultGroup_needsNoGroup() throws IOException {
        String dataId = "d-" + UUID.randomUUID();
        assertOk(other.post("/basestone.do?method=updateAll", "dataId", dataId, "group", " ", "content", "x"));

        assertThat(client.get("/config.co?dataId=" + dataId).body()).isEqualTo("x");
        assertThat(client.get("/config.do?group=&dataId=" + dataId).body()).isEqualTo("x");
        assertThat(client.read("DEFAULT_GROUP", dataId).body()).isEqualTo("x");
        assertOk(other.post("/basestone.do?method=deleteAll", "dataId", dataId));
    }

    /** The quick way and the whole way: only a plain query takes the first. */
    @Test
    void read_isTheSameByBothWays() throws IOException {
        for (String content : List.of("plain", CHINESE, LOSSY)) {
            publish("a", content.equals(LOSSY) ? "-" : content);
            Reply quick = client.read(group, "a");
            Reply whole = client.get("/config.co?dataId=%61&nobody-knows-this=1&group=" + group);

            assertThat(whole.status()).isEqualTo(quick.status());
            assertThat(whole.body()).isEqualTo(quick.body());
            for (String header : List.of("Content-MD5", "Pragma", "Expires", "Cache-Control", "Content-Type")) {
                assertThat(whole.header(header)).as(header).isNotEmpty().isEqualTo(quick.header(header));
            }
        }
    }

    @Test
    void contentThatGbkLacks_isAQuestionMark_andNoReasonToPollForEver() throws IOException {
        publishUtf8("%F0%9F%98%80%E4%B8%AD");

        Reply read = client.read(group, "a");

        assertThat(read.body()).isEqualTo("?\u4e2d");
        assertThat(read.header("Content-MD5")).isEqualTo(Md5.hex(read.body().getBytes(OriginalClient.GBK)));
        assertThat(unheldPoll(line("a", read.body())).body()).isEmpty();
    }

    private void publishUtf8(String escaped) throws IOException {
        other.with("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
        String form = "dataId=a&group=" + group + "&content=" + escaped;
        assertOk(other.exchange(other.bytes("POST", "/basestone.do?method=updateAll", form)));
    }

    @Test
    void changeThatGbkDoesNotShow_isToldToWhoWaits_once() throws IOException {
        publishUtf8("%F0%9F%98%80");
        byte[] poll = client.longPoll(line("a", "?"));
        client.send(poll);
        String waiting = "/admin.do?method=listAllClientSubConfig&dataId=a&group=" + group;
        Awaitility.await()
                .untilAsserted(() -> assertThat(other.get(waiting).body()).contains("\"ip\""));

        publishUtf8("%F0%9F%98%81");

        assertThat(client.reply(poll).body()).isEqualTo(named("a") + "\n");
        assertThat(client.read(group, "a").body()).isEqualTo("?");
        assertThat(unheldPoll(line("a", "?")).body()).isEmpty();
    }

    @Test
    void poll_namesAllThatDiffers_andNothingElse() throws IOException {
        publish("same", CHINESE);
        publish("changed", CHINESE);
        publish("new", "1");
        String probe = line("same", CHINESE)
                + line("changed", "old")
                + line("new", null)
                + line("gone", "1")
                + line("never", null);

        String all = named("changed") + named("new") + named("gone") + "\n";
        assertThat(client.exchange(client.longPoll(probe)).body()).isEqualTo(all);
        assertThat(unheldPoll(probe).body()).isEqualTo(all);
        assertThat(shortPoll(probe).body()).isEqualTo(all);
    }

    @Test
    void shortPoll_withNoDifference_isOk() throws IOException {
        publish("a", CHINESE);

        Reply reply = shortPoll(line("a", CHINESE));

        assertOk(reply);
        assertThat(reply.header("Cache-Control")).isEqualTo("no-cache,no-store");
    }

    @Test
    void clientBefore204_findsTheKeysInHeaders() throws IOException {
        publish("a", "1");
        for (String version : List.of("2.0.3", "")) {
            client.with("Client-Version", version);

            Reply differs = shortPoll(line("a", "old"));
            Reply same = shortPoll(line("a", "1"));

            assertThat(differs.header("Probe-Modify-Response")).isEqualTo("a:" + group + ";");
            assertThat(differs.header("Probe-Modify-Response-New")).isEqualTo(named("a"));
            assertOk(differs);
            assertThat(same.header("Probe-Modify-Response")).isEmpty();
            assertOk(same);
        }
        client.with("Client-Version", "2.0.4");
        assertThat(shortPoll(line("a", "old")).body()).isEqualTo(named("a") + "\n");
    }

    /** Keys that do not fit differ still when the client asks again: it is told of each once. */
    @Test
    void clientBefore204_isToldInTheNextRound_whatDoesNotFitIntoItsHeaders() throws IOException {
        client.with("Client-Version", "2.0.3");
        List<String> untold = new ArrayList<>(IntStream.range(0, 50)
                .mapToObj(i -> "gone-" + i + "x".repeat(150))
                .toList());
        List<Integer> rounds = new ArrayList<>();

        while (!untold.isEmpty()) {
            Reply reply = shortPoll(each(untold, dataId -> line(dataId, "1")));

            assertOk(reply);
            String header = reply.header("Probe-Modify-Response-New");
            List<String> told = untold.stream()
                    .filter(dataId -> header.contains(named(dataId)))
                    .toList();
            String plain = each(told, dataId -> dataId + ":" + group + ";");
            assertThat(header).isNotEmpty().isEqualTo(each(told, this::named));
            assertThat(reply.header("Probe-Modify-Response")).isEqualTo(plain);
            assertThat(header + plain).hasSizeLessThanOrEqualTo(4 << 10);
            rounds.add(told.size());
            untold.removeAll(told);
        }

        assertThat(rounds).as("keys told in each round").containsOnly(10).hasSize(5);
    }

    private static String each(List<String> dataIds, UnaryOperator<String> words) {
        return dataIds.stream().map(words).collect(Collectors.joining());
    }

    /** Rows that look wrong, and what they mean. */
    @Test
    void oddProbe_isReadAsItIsMeant() throws IOException {
        publish("a", "1");
        String differs = line("a", "old");
        String same = line("a", "1");
        String words = "a\2" + group;

        Map<String, Boolean> probes = Map.of(
                words + "\1",
                true,
                words,
                true,
                "never\2" + group + "\1",
                false,
                differs.substring(0, differs.length() - 1),
                true,
                same.substring(0, same.length() - 1),
                false,
                same + differs,
                true,
                differs + same,
                true,
                same + same,
                false);

        for (Map.Entry<String, Boolean> probe : probes.entrySet()) {
            assertThat(shortPoll(probe.getKey()).body())
                    .as(probe.getKey())
                    .isEqualTo(probe.getValue() ? named("a") + "\n" : "OK\n");
        }
    }

    @Test
    void datums_areMergedInTheOrderOfTheirIds() throws IOException {
        assertOk(datum("addDatum", "all", "b", CHINESE));
        assertOk(datum("addDatum", "all", "a", "x".repeat(101)));
        String merged = "x".repeat(101) + "\r\n" + CHINESE;
        awaitContent("all", merged);

        Reply list = client.get("/datum.do?method=listDatum&dataId=all&group=" + group);
        assertThat(list.status()).isEqualTo(200);
        assertThat(list.body()).isEqualTo("a=" + "x".repeat(100) + "...\r\nb=" + CHINESE + "\r\n");

        assertOk(datum("deleteDatum", "all", "a", ""));
        assertOk(datum("deleteDatum", "all", "a", ""));
        awaitContent("all", CHINESE);
        assertOk(datum("deleteAllDatums", "all", "", ""));
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(client.read(group, "all").status()).isEqualTo(404));
        assertOk(datum("deleteAllDatums", "all", "", ""));
    }

    private void awaitContent(String dataId, String content) {
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(client.read(group, dataId).body()).isEqualTo(content));
    }

    @Test
    void oldestClients_haveTheDatumIdInTheContent() throws IOException {
        other.post("/basestone.do?method=updateConfig", "dataId", "all", "group", group, "content", "b\2two");
        other.post("/basestone.do?method=postConfig", "dataId", "all", "group", group, "content", "one");
        awaitContent("all", "two\r\none");

        assertOk(other.post("/basestone.do?method=deleteConfig", "dataId", "all", "group", group, "content", "two"));
        awaitContent("all", "one");
        String topic = "NS_DIAMOND_SUBSCRIPTION_TOPIC_t";
        other.post("/basestone.do?method=postConfig", "dataId", topic, "group", group, "content", "me 1 2");
        assertThat(client.get("/datum.do?method=listDatum&dataId=" + topic + "&group=" + group)
                        .body())
                .isEqualTo("me=me 1 2\r\n");
    }

    @Test
    void theWrongKind_is403() throws IOException {
        publish("single", "1");
        assertOk(datum("addDatum", "all", "a", "1"));

        Reply datum = datum("addDatum", "single", "a", "1");
        Reply single =
                other.post("/basestone.do?method=syncUpdateAll", "dataId", "all", "group", group, "content", "1");
        Reply list = client.get("/datum.do?method=listDatum&dataId=single&group=" + group);

        assertThat(datum.status()).isEqualTo(403);
        assertThat(datum.body()).isEqualTo("single ISNOT aggr\n");
        assertThat(single.status()).isEqualTo(403);
        assertThat(single.body()).isEqualTo("all IS aggr\n");
        assertThat(list.status()).isEqualTo(403);
        assertThat(client.read(group, "single").body()).isEqualTo("1");
    }

    @Test
    void removing_whatIsNotThere_isOk() throws IOException {
        assertOk(remove("never"));
        assertThat(client.get("/datum.do?method=listDatum&dataId=never&group=" + group)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void batchGetConfig_tellsOfEach_andIs412IfOneCannotBeRead() throws IOException {
        publish("a", CHINESE);

        Reply whole = batch("batchGetConfig", "a\2never");
        Reply broken = batch("batchGetConfig", "a\2..");

        assertThat(whole.status()).isEqualTo(200);
        assertThat(items(whole)).extracting(item -> item.number("status")).containsExactly(1L, 2L);
        JsonObject first = items(whole).get(0);
        assertThat(first.string("content")).isEqualTo(CHINESE);
        assertThat(first.string("md5")).isEqualTo(Md5.hex(CHINESE.getBytes(OriginalClient.GBK)));
        assertThat(first.string("message")).isEqualTo("config exits");
        assertThat(broken.status()).isEqualTo(412);
        assertThat(items(broken)).extracting(item -> item.number("status")).containsExactly(1L, -1L);
    }

    @Test
    void batchGetConfig_takes500() throws IOException {
        Reply most = batch("batchGetConfig", "never\2".repeat(500));

        assertThat(most.status()).isEqualTo(200);
        assertThat(items(most)).hasSize(500);
    }

    @TestFactory
    Stream<DynamicTest> wrongInput_isRefused_andChangesNothing() {
        return BadFaceInput.rows()
                .map(row -> dynamicTest(row.name(), () -> {
                    try (RawHttp connection = new RawHttp(host(), port(), OriginalClient.GBK)) {
                        Reply reply = connection.exchange(row.request());

                        assertThat(reply.status()).as(reply.toString()).isIn(row.statuses());
                        assertThat(reply.body()).contains(row.code()).doesNotContain("Exception");
                    }
                    assertThat(client.read("DEFAULT_GROUP", "a").status()).isEqualTo(404);
                    assertThat(client.read("DEFAULT_GROUP", "bad-datum").status())
                            .isEqualTo(404);
                }));
    }

    private Reply batch(String method, String dataIds) throws IOException {
        return client.post("/config.co?method=" + method, "dataIds", dataIds, "group", group);
    }
}
