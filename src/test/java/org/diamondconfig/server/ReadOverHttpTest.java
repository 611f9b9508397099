/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.diamondconfig.server.RawHttp.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GET and HEAD /api/v1/config over HTTP, where the filter answers and where the resource does. */
class ReadOverHttpTest {

    /** A parameter that the filter leaves to the resource, and that changes nothing. */
    private static final String BY_RESOURCE = "&level=dump";

    private static Watching server;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = Watching.start(folder, Map.of("diamond.read.min-version-wait", "300ms"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void filterAndResource_answerTheSameOfWhatIsThere() {
        server.publish("same.yml", "a: \u00e9\r\n");

        assertSame(server.get("same.yml"), server.get("same.yml" + BY_RESOURCE), 200);
    }

    @Test
    void filterAndResource_answerTheSameOfEmptyContent() {
        server.publish("empty&allowEmpty=true", "");

        assertSame(server.get("empty"), server.get("empty" + BY_RESOURCE), 200);
    }

    @Test
    void filterAndResource_answerTheSameOfWhatTheClientHas() {
        server.publish("had", "text");
        String had = "If-None-Match: " + server.get("had").header("ETag");

        assertSame(server.get("had", had), server.get("had" + BY_RESOURCE, had), 304);
    }

    @Test
    void filterAndResource_answerTheSameOfWhatIsNotThere() {
        server.publish("gone", "text");
        server.remove("gone");

        for (String dataId : new String[] {"never", "gone"}) {
            Reply byFilter = server.get(dataId);
            Reply byResource = server.get(dataId + BY_RESOURCE);

            assertThat(byFilter.status()).isEqualTo(404);
            assertThat(byFilter.header("Diamond-Epoch"))
                    .isEqualTo(server.epoch().toString());
            assertThat(headers(byFilter)).isEqualTo(headers(byResource));
            assertThat(byFilter.body()).contains("\"CONFIG_NOT_FOUND\"");
        }
        assertThat(server.get("gone").header("Diamond-Version")).isEqualTo("2");
    }

    @Test
    void head_isAGetWithoutTheBody() {
        server.publish("headed", "12345");

        for (String dataId : new String[] {"headed", "headed" + BY_RESOURCE}) {
            Reply head = server.head(dataId);

            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Length")).as(dataId).isEqualTo("5");
            assertThat(headers(head)).isEqualTo(headers(server.get(dataId)));
        }
    }

    @Test
    void read_thatWaits_isAnsweredByTheChange() {
        server.publish("waited", "one");
        String had = "If-None-Match: " + server.get("waited").header("ETag");
        CompletableFuture<Reply> read = server.getLater("waited&wait=15s", had);
        server.awaitHeld(1);

        server.publish("waited", "two");

        assertThat(read.join().status()).isEqualTo(200);
        assertThat(read.join().body()).isEqualTo("two");
    }

    @Test
    void read_thatWaits_isAnsweredByTheRemoval() {
        server.publish("removed", "one");
        String had = "If-None-Match: " + server.get("removed").header("ETag");
        CompletableFuture<Reply> read = server.getLater("removed&wait=15s", had);
        server.awaitHeld(1);

        server.remove("removed");

        assertThat(read.join().status()).isEqualTo(404);
        assertThat(read.join().header("Diamond-Version")).isEqualTo("2");
    }

    @Test
    void read_thatWaitsInVain_is304() {
        server.publish("vain", "one");
        String etag = server.get("vain").header("ETag");

        Reply read = server.get("vain&wait=200ms", "If-None-Match: " + etag);

        assertThat(read.status()).isEqualTo(304);
        assertThat(read.header("ETag")).isEqualTo(etag);
    }

    @Test
    void read_thatHasNothingToWaitFor_isAnsweredAtOnce() {
        server.publish("at-once", "one");

        assertThat(server.get("at-once&wait=15s").body()).isEqualTo("one");
        assertThat(server.get("at-once&wait=15s", "If-None-Match: \"1.77\"").body())
                .isEqualTo("one");
        assertThat(server.get("nobody&wait=15s").status()).isEqualTo(404);
    }

    @Test
    void read_ofAVersionThatIsReached_isAnswered() {
        server.publish("reached", "one");
        server.publish("reached", "two");

        assertThat(server.get("reached&minVersion=1").body()).isEqualTo("two");
        assertThat(server.get("reached&minVersion=2").body()).isEqualTo("two");
    }

    @Test
    void read_ofAVersionThatIsNotReached_is503() {
        server.publish("unreached", "one");

        Reply reply = server.get("unreached&minVersion=2");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).isEqualTo("1");
        assertThat(reply.body()).contains("\"VERSION_NOT_REACHED\"");
    }

    @Test
    void read_ofTheDatabase_saysSo() {
        server.publish("stored", "text");

        Reply never = server.get("never-stored&level=database");
        Reply reply = server.get("stored&level=database");

        assertThat(never.status()).isEqualTo(404);
        assertThat(never.header("Diamond-Epoch")).isEqualTo(server.epoch().toString());
        assertThat(never.header("Diamond-Version")).isEqualTo("0");
        assertThat(reply.body()).isEqualTo("text");
        assertThat(reply.header("Diamond-Level")).isEqualTo("database");
        assertThat(reply.header("ETag")).isEqualTo(server.get("stored").header("ETag"));
    }

    @Test
    void read_ofAVersionOrOfTheDatabase_doesNotWait() {
        assertThat(server.get("a&wait=1s&level=database").status()).isEqualTo(400);
        assertThat(server.get("a&wait=1s&minVersion=1").status()).isEqualTo(400);
    }

    private static void assertSame(Reply byFilter, Reply byResource, int status) {
        assertThat(byFilter.status()).isEqualTo(status);
        assertThat(byResource.status()).isEqualTo(status);
        assertThat(headers(byResource)).isEqualTo(headers(byFilter));
        assertThat(byResource.body()).isEqualTo(byFilter.body());
    }

    /** All but what is another one each time, and how a media type is spelled. */
    private static Map<String, String> headers(Reply reply) {
        Map<String, String> headers = new TreeMap<>(reply.headers());
        headers.remove("date");
        headers.computeIfPresent(
                "content-type", (name, value) -> value.toLowerCase(Locale.ROOT).replace(" ", ""));
        return headers;
    }
}
