/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.diamondconfig.server.RawHttp.Reply;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What may wait is answered the same, byte for byte, by the filter before JAX-RS and by the resource that it leaves the seldom
 * requests to. It knows a server by its address alone and leaves others' keys alone.
 */
public abstract class PollContract {

    private static final String WATCH = "/api/v1/watch";
    private static final String JSON = "Content-Type: application/json";

    /** Two requests that say the same have the same trace. */
    private static final String TRACE = "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static final String LONG = "15s";

    /** Who answers: each is asked in the way that makes it him, about keys of his own, whose names are as long as the other's. */
    private enum By {
        FILTER("wait=", new String[] {TRACE, JSON}),
        RESOURCE("w%61it=", new String[] {TRACE, JSON, "Accept: application/json, text/html;q=0"});

        private final String wait;
        private final String[] headers;

        By(String wait, String[] headers) {
            this.wait = wait;
            this.headers = headers;
        }

        String key(String name) {
            return name + ordinal();
        }
    }

    private final String group = "poll-" + UUID.randomUUID();

    /** Where the server listens; the application is at {@code /diamond-server}. */
    protected abstract String host();

    protected abstract int port();

    private Reply send(byte[] request) {
        try (RawHttp connection = new RawHttp(host(), port())) {
            return connection.exchange(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CompletableFuture<Reply> later(byte[] request) {
        return CompletableFuture.supplyAsync(() -> send(request), RawHttp.LATER);
    }

    private String path(String dataId) {
        return BadInput.CONFIG + "?group=" + group + "&dataId=" + dataId;
    }

    private void publish(String dataId, String content) {
        assertThat(send(BadInput.put(path(dataId), content)).status()).isEqualTo(200);
    }

    private String item(String dataId, String held) {
        return "{\"items\":[{\"group\":\"" + group + "\",\"dataId\":\"" + dataId + "\",\"md5\":\"" + held + "\"}]}";
    }

    private byte[] watch(By by, String wait, String body, String... more) {
        return BadInput.post(
                WATCH + "?wait=" + wait,
                body,
                Stream.concat(Stream.of(by.headers), Stream.of(more)).toArray(String[]::new));
    }

    private byte[] read(By by, String query, String... more) {
        return BadInput.get(
                path(query).replace("wait=", by.wait),
                Stream.concat(Stream.of(TRACE), Stream.of(more)).toArray(String[]::new));
    }

    private String had(String dataId) {
        return "If-None-Match: " + send(BadInput.get(path(dataId))).header("ETag");
    }

    private void awaitHeld(String dataId) {
        String clients = "/admin.do?method=listSubscriberByGroup&group=" + group + "&dataId=" + dataId;
        Awaitility.await("the poll of " + dataId)
                .until(() -> send(BadInput.get(clients)).body().contains("127.0.0.1"));
    }

    /** Asks each, and asserts that both say the same. */
    private Reply assertSame(int status, Function<By, Reply> ask) {
        Reply filter = ask.apply(By.FILTER);
        Reply resource = ask.apply(By.RESOURCE);
        assertThat(filter.status()).as(filter.toString()).isEqualTo(status);
        assertThat(resource.status()).as(resource.toString()).isEqualTo(status);
        assertThat(headers(resource)).isEqualTo(headers(filter));
        assertThat(resource.body().replace(By.RESOURCE.key("key-"), By.FILTER.key("key-")))
                .isEqualTo(filter.body());
        return filter;
    }

    /** All but what is another one each time, how a media type is spelled, and what the container says of the connection. */
    private static Map<String, String> headers(Reply reply) {
        Map<String, String> headers = new TreeMap<>(reply.headers());
        headers.keySet().removeAll(List.of("date", "connection", "keep-alive"));
        headers.computeIfPresent(
                "content-type",
                (name, value) -> value.toLowerCase(Locale.ROOT).replace(" ", "").replace(";charset=utf-8", ""));
        return headers;
    }

    @Test
    void watch_ofWhatDiffers_isAnsweredTheSame() {
        Reply reply = assertSame(200, by -> {
            publish(by.key("key-"), "größe: 1\n");
            return send(watch(by, LONG, item(by.key("key-"), Md5.NOTHING)));
        });

        assertThat(reply.body()).contains("größe", "\"present\"");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void watch_wokenByAChange_isAnsweredTheSame() {
        Reply reply = assertSame(200, by -> {
            publish(by.key("key-"), "one");
            CompletableFuture<Reply> poll = later(watch(by, LONG, item(by.key("key-"), Md5.hex("one"))));
            awaitHeld(by.key("key-"));
            publish(by.key("key-"), "two");
            return poll.join();
        });

        assertThat(reply.body()).contains("\"two\"");
    }

    @Test
    void watch_inVain_isAnsweredTheSame() {
        assertSame(200, by -> send(watch(by, "200ms", item("nobody", Md5.NOTHING))));
        assertSame(200, by -> send(watch(by, "0s", item("nobody", Md5.NOTHING))));
    }

    @Test
    void watch_isSupersededByTheNextOfItsClient_whoeverHoldsTheTwo() {
        String client = "Diamond-Client: id=" + UUID.randomUUID().toString().replace("-", "") + "; slot=1";
        for (By first : By.values()) {
            String key = first.key("first-");
            CompletableFuture<Reply> held = later(watch(first, LONG, item(key, Md5.NOTHING), client));
            awaitHeld(key);
            By other = first == By.FILTER ? By.RESOURCE : By.FILTER;

            Reply next = send(watch(other, "100ms", item(key, Md5.NOTHING), client));

            assertThat(held.join().body()).isEqualTo(next.body());
        }
    }

    @TestFactory
    Stream<DynamicTest> refusalOfAWatch_isTheSame() {
        String right = item("key", Md5.NOTHING);
        return Stream.of(
                refused("wait=abc", 400, right),
                refused("wait=1s&wait=1s", 400, right),
                refused("other=1", 400, right),
                refused("wait=%c0%ae", 400, right),
                refused("wait=0s", 400, "{"),
                refused("wait=0s", 400, "{}"),
                refused("wait=0s", 400, item("..", Md5.NOTHING)),
                refused("wait=0s", 400, item("key", "no md5")),
                refused("wait=0s", 413, "{\"items\":[" + "{\"dataId\":\"a\"},".repeat(3_000) + "{\"dataId\":\"a\"}]}"),
                refused("wait=0s", 413, right + " ".repeat(1 << 20)),
                refused("wait=0s", 415, right, "Content-Encoding: gzip"),
                refused("wait=0s", 400, right, "Diamond-Client: id=short"));
    }

    private DynamicTest refused(String query, int status, String body, String... more) {
        String name =
                query + ": " + status + " " + String.join("", more) + body.substring(0, Math.min(40, body.length()));
        return dynamicTest(name, () -> {
            Reply reply = assertSame(status, by -> {
                String[] headers =
                        Stream.concat(Stream.of(by.headers), Stream.of(more)).toArray(String[]::new);
                return send(BadInput.post(WATCH + "?" + query, body, headers));
            });
            assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
            assertThat(reply.body()).contains("0af7651916cd43dd8448eb211c80319c");
        });
    }

    @Test
    void readThatWaits_wokenByAChange_isAnsweredTheSame() {
        Reply reply = assertSame(200, by -> {
            publish(by.key("key-"), "one");
            String had = had(by.key("key-"));
            CompletableFuture<Reply> poll = later(read(by, by.key("key-") + "&wait=" + LONG, had));
            awaitHeld(by.key("key-"));
            publish(by.key("key-"), "größe: 2");
            return poll.join();
        });

        assertThat(reply.body()).isEqualTo("größe: 2");
        assertThat(reply.header("Diamond-Version")).isEqualTo("2");
    }

    @Test
    void readThatWaits_endedByARemoval_isAnsweredTheSame() {
        Reply reply = assertSame(404, by -> {
            publish(by.key("key-"), "one");
            String had = had(by.key("key-"));
            CompletableFuture<Reply> poll = later(read(by, by.key("key-") + "&wait=" + LONG, had));
            awaitHeld(by.key("key-"));
            assertThat(send(BadInput.delete(path(by.key("key-")))).status()).isEqualTo(200);
            return poll.join();
        });

        assertThat(reply.header("Diamond-Version")).isEqualTo("2");
    }

    @Test
    void readThatWaits_inVainOrForNothing_isAnsweredTheSame() {
        publish("same", "one");
        String had = had("same");

        assertSame(304, by -> send(read(by, "same&wait=200ms", had)));
        assertSame(304, by -> send(read(by, "same&wait=0s", had)));
        assertSame(200, by -> send(read(by, "same&wait=" + LONG)));
        assertSame(200, by -> send(read(by, "same&wait=" + LONG, "If-None-Match: \"1.77\"")));
        assertSame(404, by -> send(read(by, "nobody&wait=" + LONG)));
    }

    @Test
    void headThatWaits_wokenByAChange_isTheReadWithoutItsBody() throws Exception {
        publish("head", "one");
        byte[] request = BadInput.head(path("head&wait=" + LONG), had("head"));
        try (RawHttp connection = new RawHttp(host(), port())) {
            connection.send(request);
            awaitHeld("head");
            publish("head", "größe: 2");

            Reply reply = connection.reply(request);

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("Diamond-Version")).isEqualTo("2");
            assertThat(reply.header("Content-Length")).isEqualTo("10");
            assertThat(connection.isOver()).isTrue();
        }
    }

    @Test
    void refusalOfAReadThatWaits_isTheSame() {
        assertSame(400, by -> send(read(by, "same&wait=abc")));
        assertSame(400, by -> send(read(by, "same&wait=1s&wait=1s")));
        assertSame(400, by -> send(read(by, "same&wait=1s&other=1")));
        assertSame(400, by -> send(read(by, "same&wait=1s&level=database")));
        assertSame(400, by -> send(read(by, "same&wait=1s&minVersion=1")));
        assertSame(400, by -> send(read(by, "..&wait=1s")));
        assertSame(400, by -> send(read(by, "same&wait=1s", "If-None-Match: W/\"1.1\"")));
    }
}
