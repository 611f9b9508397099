/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit trail of the whole server: what each route leaves in it, whichever face it is of. */
class AuditOverHttpTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private static TestServer server;
    private static HttpClient client;

    /** Everything but the group {@code closed} and the namespace {@code closed}. */
    private static final class PartlyOpen extends Access {

        @Override
        protected boolean decide(Caller caller, Action action, String namespace, ConfigKey key) {
            return !"closed".equals(namespace) && (key == null || !key.group().equals("closed"));
        }
    }

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        client = HttpClient.newHttpClient();
        server = TestServer.start(folder, new PartlyOpen(), Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.base() + "api/v1" + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
                .header("Content-Type", body.startsWith("{") ? "application/json" : "text/plain")
                .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static List<JsonObject> entries(String query) {
        HttpResponse<String> answer = send("GET", "/audit?" + query, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonObject.of(Json.parse(answer.body()), "body").objects("entries");
    }

    /** What the trail says of a group, oldest last: "action dataId object outcome" each. */
    private static List<String> trail(String group) {
        return entries("limit=100&group=" + URLEncoder.encode(group, StandardCharsets.UTF_8)).stream()
                .map(entry -> String.join(
                                " ",
                                entry.string("action"),
                                entry.string("dataId"),
                                entry.string("object"),
                                entry.string("outcome"))
                        .replaceAll(" +", " "))
                .toList();
    }

    @Test
    void everyChange_isInTheTrail_withWhoFromWhereAndTheTraceOfItsRequest() {
        send("PUT", "/config?group=changes&dataId=a", "s3cr3t-marker");
        send("POST", "/rollback?group=changes&dataId=a&version=1", "");
        send("DELETE", "/config?group=changes&dataId=a", "");
        send(
                "POST",
                "/configs/publish",
                "{\"items\":[{\"group\":\"changes\",\"dataId\":\"b\",\"content\":\"s3cr3t\"}]}");
        send("PUT", "/datums?group=changes&dataId=c&datumId=d", "s3cr3t-datum");
        send("PUT", "/providers?group=changes&dataId=c&datumId=d&state=offline", "");
        send("DELETE", "/datums/all?group=changes&dataId=c", "");

        assertThat(trail("changes"))
                .contains(
                        "publish a done",
                        "remove a done",
                        "publish b done",
                        "merge c done",
                        "datum-publish c d done",
                        "provider-offline c d done",
                        "datum-remove-all c done");
        JsonObject first = entries("group=changes&dataId=a&action=publish").get(0);
        assertThat(first.string("who")).isEqualTo("anonymous");
        assertThat(first.string("how")).isEqualTo("none");
        assertThat(first.string("address")).isEqualTo("127.0.0.1");
        assertThat(first.string("traceId")).isEqualTo(TRACE);
        assertThat(first.number("before")).isZero();
        assertThat(first.number("after")).isEqualTo(1);
        assertThat(send("GET", "/audit?limit=500", "").body()).doesNotContain("s3cr3t");
    }

    @Test
    void namespaces_areInTheTrail() {
        send("POST", "/namespaces", "{\"namespace\":\"dev\"}");
        send("PUT", "/namespaces?namespace=dev", "{\"title\":\"Development\"}");
        send("DELETE", "/namespaces?namespace=dev", "");

        assertThat(entries("namespace=dev"))
                .extracting(
                        entry -> entry.string("action") + " " + entry.number("before") + ">" + entry.number("after"))
                .containsExactly("namespace-remove 2>3", "namespace-rename 1>2", "namespace-create 0>1");
    }

    @Test
    void everyRefusal_isInTheTrail_withItsCodeAndTheTraceThatTheCallerWasTold() {
        assertThat(send("DELETE", "/config?group=closed&dataId=a", "").body()).contains(TRACE);
        send("GET", "/config?group=closed&dataId=a&level=database", "");
        send("POST", "/namespaces", "{\"namespace\":\"closed\"}");
        send("PUT", "/config?group=open&dataId=a", "");
        send("DELETE", "/config?group=open&dataId=none", "");
        send("POST", "/rollback?group=open&dataId=none&version=3", "");
        send("DELETE", "/namespaces?namespace=none", "");
        send("PUT", "/providers?group=open&dataId=none&datumId=d&state=up", "");
        send("DELETE", "/datums?group=open&dataId=none&datumId=d", "");
        // The last that is no GET: it is refused unread, which may end the connection.
        send("POST", "/peer/notify", "{\"notices\":[]}");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(trail("open"))
                        .containsExactlyInAnyOrder(
                                "publish a CONTENT_EMPTY",
                                "remove none CONFIG_NOT_FOUND",
                                "rollback none VERSION_NOT_FOUND",
                                "provider-up none d DATUM_NOT_FOUND",
                                "datum-remove none d CONFIG_NOT_FOUND"));
        assertThat(trail("closed").stream().filter(entry -> !entry.contains("face")))
                .containsExactlyInAnyOrder("remove a FORBIDDEN", "read a FORBIDDEN");
        assertThat(entries("namespace=closed&outcome=refused"))
                .extracting(entry -> entry.string("action"))
                .containsExactly("administer");
        assertThat(entries("action=notify&outcome=NOT_SIGNED")).hasSize(1);
        assertThat(entries("namespace=none&outcome=NAMESPACE_NOT_FOUND")).hasSize(1);
        assertThat(entries("group=closed&action=remove").get(0).string("traceId"))
                .isEqualTo(TRACE);
    }

    @Test
    void originalsFace_isInTheTrailToo() throws Exception {
        HttpRequest publish = HttpRequest.newBuilder(server.base().resolve("publishConfig"))
                .POST(BodyPublishers.ofString("dataId=face&group=closed&content=x"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .build();
        client.send(publish, BodyHandlers.ofString());

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(entries("dataId=face"))
                        .extracting(entry -> entry.string("outcome"))
                        .containsExactly("FORBIDDEN"));
    }

    @Test
    void trail_verifies() {
        send("PUT", "/config?group=sealed&dataId=a", "x");

        await().atMost(PATIENCE).until(() -> entries("group=sealed").get(0).number("seal") > 0);
        assertThat(send("GET", "/audit/verify", "").body()).contains("\"intact\":true");
    }

    @Test
    void badFilters_areRefused() {
        assertThat(send("GET", "/audit?from=yesterday", "").body()).contains("BAD_PARAMETER");
        assertThat(send("GET", "/audit?to=%2B1000000000-01-01T00:00:00Z", "").body())
                .contains("BAD_PARAMETER");
        assertThat(send("GET", "/audit?cursor=1-", "").body()).contains("BAD_CURSOR");
        assertThat(send("GET", "/audit?namespace=a%20b", "").body()).contains("INVALID_NAME");
        assertThat(send("GET", "/audit/verify?after=x", "").body()).contains("BAD_PARAMETER");
    }
}
