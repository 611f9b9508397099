/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.diamondconfig.server.RawHttp.Reply;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What clients and scripts of gdiamond rely on, over raw sockets. It knows a server by its address alone and leaves others' keys
 * alone.
 */
public abstract class GdiamondContract {

    /** Everything that gdiamond refuses in a content, a line end, and what is beyond ASCII. */
    private static final String HARD =
            "{\"url\": \"http://a/?b=c&d=e#f\", \"p\": \"100%;$@*^~()|\\\\+\"}\n\u914d\u7f6e \ud83d\udc8e ";

    private static final String MD5 = Md5.hex("1");

    private final String group = "gdiamond-" + UUID.randomUUID();
    private GdiamondApi api;

    protected abstract String host();

    protected abstract int port();

    /** On a server that others poll, too, nobody can tell when the polls of a test are held. */
    protected boolean isAlone() {
        return true;
    }

    private void awaitHeld(int polls) {
        if (isAlone()) {
            api.awaitHeld(polls);
        }
    }

    @BeforeEach
    void connect() {
        api = new GdiamondApi(host(), port(), group);
    }

    @Test
    void publish_isAnEmpty200_andIsReadWithItsMd5() {
        Reply published = api.publish("a", "wrkpublish1");
        Reply read = api.read("a");

        assertThat(published.status()).isEqualTo(200);
        assertThat(published.body()).isEmpty();
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.body()).isEqualTo("wrkpublish1");
        assertThat(read.header("Content-MD5")).isEqualTo(Md5.hex("wrkpublish1"));
        assertThat(read.header("Last-Modified"))
                .as("without it the client refuses the answer")
                .endsWith("GMT");
        assertThat(read.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void publish_keepsEveryByte() {
        assertThat(api.publish("hard", HARD).status()).isEqualTo(200);

        Reply read = api.read("hard");

        assertThat(read.body()).isEqualTo(HARD);
        assertThat(read.header("Content-MD5")).isEqualTo(Md5.hex(HARD));
        assertThat(read.header("Content-Type")).isEqualToIgnoringCase("text/plain;charset=UTF-8");
    }

    @Test
    void paths_takeAnyMethod_andQueryOrForm() {
        String key = GdiamondApi.encoded("dataId", "any", "group", group);

        assertThat(api.send(BadInput.get("/publishConfig?" + key + "&content=1"))
                        .status())
                .isEqualTo(200);
        assertThat(api.send(BadInput.put("/publishConfig?" + key, "content=2", GdiamondApi.FORM))
                        .status())
                .isEqualTo(200);

        assertThat(api.form("/config", "dataId", "any", "group", group).body()).isEqualTo("2");
        assertThat(api.send(BadInput.delete("/config?" + key)).body()).isEqualTo("2");
    }

    @Test
    void names_haveTheirBlanksLeftOut_andWithoutAGroupItIsTheDefaultOne() {
        String dataId = "default-" + UUID.randomUUID();

        api.form("/publishConfig", "dataId", " " + dataId + "\t", "content", " kept ");

        assertThat(api.send(BadInput.get("/config?group=DEFAULT_GROUP&dataId=" + dataId))
                        .body())
                .isEqualTo(" kept ");
    }

    @Test
    void read_byAClientThatHasIt_is304() {
        api.publish("a", "1");

        Reply same = api.read("a", "Content-MD5: " + Md5.hex("1"), "If-Modified-Since: whatever it was sent");

        assertThat(same.status()).isEqualTo(304);
        assertThat(same.header("Content-MD5")).as("the client compares it").isEqualTo(Md5.hex("1"));
        assertThat(api.read("a", "Content-MD5: " + Md5.hex("0")).status()).isEqualTo(200);
    }

    @Test
    void read_ofWhatIsNotThere_is404() {
        Reply reply = api.read("nothing");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.body()).isEqualTo("There is no configuration of that name.\n");
        assertThat(reply.header("Content-Type")).isEqualToIgnoringCase("text/plain;charset=UTF-8");
    }

    @Test
    void poll_isWokenByAPublishAndByARemovalOnTheNativeApi() {
        CompletableFuture<Reply> created = api.pollLater(api.item("native", null));
        String path = "/api/v1/config?dataId=native&group=" + group;
        api.send(BadInput.put(path, "x"));
        assertThat(created.join().body()).isEqualTo(api.changed("native"));

        CompletableFuture<Reply> removed = api.pollLater(api.item("native", "x"));
        api.send(BadInput.delete(path));
        assertThat(removed.join().body()).isEqualTo(api.changed("native"));
        assertThat(api.poll("0", api.item("native", null)).body()).isEmpty();
    }

    @Test
    void poll_namesAllKeysThatDiffer() {
        api.publish("a", "1");
        api.publish("b", "1");
        api.publish("c", "1");

        Reply reply =
                api.poll("60000", api.item("a", "0") + ';' + api.item("b", "1") + ';' + api.item("c", null) + ';');

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(api.changed("a", "c"));
        assertThat(reply.header("Content-Type")).isEqualToIgnoringCase("text/plain;charset=UTF-8");
    }

    @Test
    void poll_withoutATimeout_isNotHeld() {
        Reply reply = api.form("/getProbeModify", "Probe-Modify-Request", api.item("quiet", null));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
    }

    @Test
    void poll_beyondTheLongestHold_isCutAndHeldAllTheSame() {
        CompletableFuture<Reply> poll =
                CompletableFuture.supplyAsync(() -> api.poll("9".repeat(30), api.item("cut", null)));
        awaitHeld(1);

        api.publish("cut", "x");

        assertThat(poll.join().body()).isEqualTo(api.changed("cut"));
    }

    @Test
    void notify_looksIntoTheDatabase_andIsNoMoreThanAHint() {
        api.publish("hinted", "1");

        assertThat(api.form("/notify", "dataId", "hinted", "group", group).body())
                .isEqualTo("Load config to disk successed");
        assertThat(api.send(BadInput.get("/notify?dataId=never-was&group=" + group))
                        .status())
                .isEqualTo(200);
        assertThat(api.read("hinted").body()).isEqualTo("1");
    }

    @Test
    void publish_ofAKeyThatIsMergedFromDatums_is409() {
        api.send(BadInput.put("/api/v1/datums?datumId=1&dataId=merged&group=" + group, "one"));

        Reply reply = api.publish("merged", "whole");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.body()).contains("merged from datums");
        assertThat(api.read("merged").body()).isEqualTo("one");
    }

    private record Row(String name, byte[] request, int status, String sentence) {}

    private Stream<Row> rows() {
        String key = "dataId=a&group=" + group;
        return Stream.of(
                new Row("no parameters", BadInput.get("/config"), 400, "dataId: missing"),
                new Row("blank dataId", BadInput.get("/config?dataId=%20&group=g"), 400, "dataId: missing"),
                new Row("letter beyond ASCII", BadInput.get("/config?dataId=%E9%85%8D"), 400, "dataId: character 1"),
                new Row("dot dot", BadInput.get("/config?dataId=..&group=" + group), 400, ". and .. are not"),
                new Row(
                        "broken escape",
                        BadInput.post("/config", "dataId=%zz", GdiamondApi.FORM),
                        400,
                        "two hex digits"),
                new Row("not UTF-8", BadInput.get("/config?dataId=%C4%E3"), 400, "not UTF-8"),
                new Row("dataId twice", BadInput.get("/config?" + key + "&dataId=b"), 400, "given more than once"),
                new Row(
                        "dataId in query and form",
                        BadInput.post("/publishConfig?" + key, key + "&content=1", GdiamondApi.FORM),
                        400,
                        "given more than once"),
                new Row("no content", BadInput.post("/publishConfig", key, GdiamondApi.FORM), 400, "content: missing"),
                new Row(
                        "blank content",
                        BadInput.post("/publishConfig", key + "&content=%0A+", GdiamondApi.FORM),
                        400,
                        "content: missing"),
                new Row(
                        "content too large",
                        BadInput.post(
                                "/publishConfig", key + "&content=" + "x".repeat((1 << 20) + 1), GdiamondApi.FORM),
                        413,
                        "larger than 1048576 bytes"),
                new Row(
                        "form too large",
                        BadInput.post("/publishConfig", key + "&content=" + "x".repeat(4 << 20), GdiamondApi.FORM),
                        413,
                        "larger than"),
                new Row(
                        "JSON",
                        BadInput.post("/publishConfig", "{\"dataId\":\"a\"}", "Content-Type: application/json"),
                        415,
                        "as a form"),
                new Row(
                        "GBK",
                        BadInput.post(
                                "/publishConfig",
                                key + "&content=1",
                                "Content-Type: application/x-www-form-urlencoded;charset=GBK"),
                        415,
                        "UTF-8"));
    }

    private static Stream<Row> probes() {
        return Stream.of(
                new Row("no probe", BadInput.post("/getProbeModify", "", GdiamondApi.FORM), 400, "missing"),
                probe("separators alone", ";;", "expected"),
                probe("no separator", "a", "expected"),
                probe("four fields", "a,G,,", "expected"),
                probe("short md5", "a,G,abc", "md5"),
                probe("upper case md5", "a,G," + MD5.toUpperCase(Locale.ROOT), "md5"),
                probe("no dataId", ",G," + MD5, "dataId: empty"),
                probe("separator of the original", "a\u0002G\u0002" + MD5, "expected"),
                new Row(
                        "more keys than a probe may have",
                        BadInput.post(
                                "/getProbeModify",
                                GdiamondApi.encoded("Probe-Modify-Request", "a,G,;".repeat(3001)),
                                GdiamondApi.FORM),
                        413,
                        "at most 3000"),
                new Row(
                        "timeout that is no number",
                        BadInput.post(
                                "/getProbeModify",
                                GdiamondApi.encoded("Probe-Modify-Request", "a,G,"),
                                GdiamondApi.FORM,
                                "Long-Polling-TimeOut: soon"),
                        400,
                        "milliseconds"));
    }

    private static Row probe(String name, String probe, String sentence) {
        return new Row(
                name,
                BadInput.post("/getProbeModify", GdiamondApi.encoded("Probe-Modify-Request", probe), GdiamondApi.FORM),
                400,
                sentence);
    }

    @TestFactory
    Stream<DynamicTest> badInput_isRefusedByAStatusAndASentence() {
        return Stream.concat(rows(), probes())
                .map(row -> dynamicTest(row.name(), () -> {
                    Reply reply = api.send(row.request());

                    assertThat(reply.status()).as(reply.body()).isEqualTo(row.status());
                    assertThat(reply.header("Content-Type")).isEqualToIgnoringCase("text/plain;charset=UTF-8");
                    assertThat(reply.body())
                            .contains(row.sentence())
                            .endsWith("\n")
                            .hasLineCount(1);
                    assertThat(reply.body().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(200);
                }));
    }
}
