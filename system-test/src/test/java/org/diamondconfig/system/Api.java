/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.JsonWriter;
import org.diamondconfig.wire.Probe;
import org.diamondconfig.wire.WatchCodec;

/** A node's REST API as curl would use it. Thread-safe. */
final class Api {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final HttpClient http;
    private final String base;

    /** Empty: none is shown. */
    private final String token;

    Api(Node node) {
        this(node.uri());
    }

    Api(URI base) {
        this(
                base,
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(PATIENCE)
                        .build());
    }

    Api(URI base, HttpClient http) {
        this(base.toString(), http, "");
    }

    private Api(String base, HttpClient http, String token) {
        this.base = base;
        this.http = http;
        this.token = token;
    }

    /** The same, showing this token. */
    Api showing(String secret) {
        return new Api(base, http, secret);
    }

    HttpResponse<byte[]> createNamespace(String name) {
        byte[] body = new JsonWriter()
                .object()
                .field("namespace", name)
                .field("title", name)
                .endObject()
                .toUtf8();
        return send(request("/api/v1/namespaces")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body)));
    }

    HttpResponse<byte[]> publish(ConfigKey key, ConfigType type, byte[] content) {
        return send(request("/api/v1/config?" + query(key) + "&type=" + type.wireName())
                .PUT(BodyPublishers.ofByteArray(content)));
    }

    /** What is wrong with this content by the rules of the type, as {@code severity code}. */
    List<String> problems(ConfigType type, byte[] content) {
        HttpResponse<byte[]> answer =
                send(request("/api/v1/validate?type=" + type.wireName()).POST(BodyPublishers.ofByteArray(content)));
        return Json.parseObject(answer.body()).objects("problems").stream()
                .map(problem -> problem.string("severity") + " " + problem.string("code"))
                .toList();
    }

    HttpResponse<byte[]> publish(ConfigKey key, String content) {
        return publish(key, ConfigType.ofFileName(key.dataId()), content.getBytes(StandardCharsets.UTF_8));
    }

    /** A publish that may be repeated, to learn its outcome. */
    HttpResponse<byte[]> publishOnce(ConfigKey key, String content, String idempotencyKey) {
        return send(request("/api/v1/config?" + query(key))
                .header("Idempotency-Key", idempotencyKey)
                .PUT(BodyPublishers.ofString(content)));
    }

    HttpResponse<byte[]> read(ConfigKey key) {
        return send(request("/api/v1/config?" + query(key)));
    }

    HttpResponse<byte[]> readDatabase(ConfigKey key) {
        return send(request("/api/v1/config?" + query(key) + "&level=database"));
    }

    HttpResponse<byte[]> readHistory(ConfigKey key, long version) {
        return send(request("/api/v1/history?" + query(key) + "&version=" + version));
    }

    JsonObject trace(ConfigKey key, long version) {
        return Json.parseObject(send(request("/api/v1/trace?" + query(key) + "&version=" + version))
                .body());
    }

    /** The newest entries of the audit trail that match this filter. */
    List<JsonObject> audit(String filter) {
        return Json.parseObject(send(request("/api/v1/audit?" + filter)).body()).objects("entries");
    }

    /** An operator's word that the store of this id is to be the node's own. */
    HttpResponse<byte[]> adopt(String store) {
        return send(request("/api/v1/ops/adopt?store=" + encoded(store)).POST(BodyPublishers.noBody()));
    }

    /** Has the server compare every row's content with its dump. */
    HttpResponse<byte[]> dumpAll() {
        return send(request("/api/v1/ops/dump").POST(BodyPublishers.noBody()));
    }

    /** A message to one of the doors for other nodes, of which only the address is right. */
    HttpResponse<byte[]> sayAsAPeer(String door) {
        return send(request("/api/v1/peer/" + door).POST(BodyPublishers.ofString("{}")));
    }

    HttpResponse<byte[]> ready() {
        return send(request("/health/ready"));
    }

    /** The lines that the name server hands out. */
    List<String> names() {
        return text(send(request("/namesrv/addrs"))).lines().toList();
    }

    /** How many polls the server says it holds. */
    int pollsHeld() {
        return (int) metric("diamond_polls_held");
    }

    /** The value of a metric without labels; 0 if it is not there. */
    double metric(String name) {
        return text(send(request("/metrics")))
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    /** Who waits for a key of the public namespace, and whether each has it as the server does: JSON by address. */
    String waiting(ConfigKey key) {
        return text(send(request("/admin.do?method=listSubscriberByGroup&group=" + encoded(key.group()) + "&dataId="
                + encoded(key.dataId()))));
    }

    /** A poll that has what the server has, and so is held. */
    CompletableFuture<HttpResponse<byte[]>> poll(ConfigKey key, String md5) {
        return poll(Map.of(key, md5));
    }

    /** The same of several keys, each with the md5 of what it has. */
    CompletableFuture<HttpResponse<byte[]>> poll(Map<ConfigKey, String> md5s) {
        List<Probe.Item> items = new ArrayList<>();
        md5s.forEach((key, md5) -> items.add(new Probe.Item(key, OptionalLong.empty(), md5)));
        Probe probe = new Probe(Optional.empty(), items);
        HttpRequest request = request("/api/v1/watch?wait=50s")
                .timeout(Duration.ofMinutes(2))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(WatchCodec.encodeProbe(probe)))
                .build();
        return http.sendAsync(request, BodyHandlers.ofByteArray());
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    static String header(HttpResponse<byte[]> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String query(ConfigKey key) {
        return "namespace=" + encoded(key.namespace()) + "&group=" + encoded(key.group()) + "&dataId="
                + encoded(key.dataId());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
