/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.test;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.diamondconfig.client.test.FakeStore.Row;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.JsonWriter;
import org.diamondconfig.wire.Probe;
import org.diamondconfig.wire.WatchAnswer;
import org.diamondconfig.wire.WatchCodec;

/** The native API over the fake's store: as much of it as the client uses. Thread-safe: keeps no state. */
final class FakeApi {

    private static final Duration LONGEST_HOLD = Duration.ofSeconds(55);

    /** Where a read looks; here both are the same memory. */
    private static final Set<String> LEVELS = Set.of("dump", "database");

    private final FakeStore store;
    private final FakeDatums datums;
    private final URI self;

    FakeApi(FakeStore store, FakeDatums datums, URI self) {
        this.store = store;
        this.datums = datums;
        this.self = self;
    }

    static Received receive(HttpExchange exchange) throws IOException {
        Map<String, String> query = new HashMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
            String[] sides = pair.split("=", 2);
            query.put(sides[0], sides.length == 1 ? "" : URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
        }
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        String path = exchange.getRequestURI().getPath();
        return new Received(
                exchange.getRequestMethod(),
                path.startsWith(FakeDiamond.CONTEXT) ? path.substring(FakeDiamond.CONTEXT.length()) : path,
                Map.copyOf(query),
                Map.copyOf(headers),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }

    void answer(HttpExchange exchange, Received request) throws IOException, InterruptedException {
        try {
            switch (request.method() + ' ' + request.path()) {
                case "GET /api/v1/config" -> read(exchange, request);
                case "PUT /api/v1/config" -> write(exchange, request, request.body());
                case "DELETE /api/v1/config" -> remove(exchange, request);
                case "POST /api/v1/watch" -> watch(exchange, request);
                case "GET /api/v1/children" -> new FakeChildren(store).list(exchange, request.query());
                case "POST /api/v1/configs/get" -> new FakeChildren(store).batch(exchange, request.body());
                case "GET /api/v1/history" -> history(exchange, request);
                case "GET /namesrv/addrs" -> send(exchange, 200, (self + "\n").getBytes(StandardCharsets.UTF_8));
                default -> {
                    if (!(request.path().startsWith("/api/v1/datums")
                                    || request.path().equals("/api/v1/providers"))
                            || !datums.answer(exchange, request, key(request))) {
                        problem(exchange, 404, "NO_SUCH_PATH");
                    }
                }
            }
        } catch (IllegalArgumentException e) {
            problem(exchange, 400, "BAD_REQUEST");
        }
    }

    private static ConfigKey key(Received request) {
        return ConfigKey.of(
                request.query().get("namespace"),
                request.query().get("group"),
                request.query().get("dataId"));
    }

    private void read(HttpExchange exchange, Received request) throws IOException {
        String level = request.query().getOrDefault("level", "dump");
        if (!LEVELS.contains(level)) {
            problem(exchange, 400, "BAD_PARAMETER");
            return;
        }
        Row row = store.row(key(request));
        describe(exchange.getResponseHeaders(), row);
        exchange.getResponseHeaders().set("Diamond-Level", level);
        if (!row.present()) {
            problem(exchange, 404, "CONFIG_NOT_FOUND");
        } else if (etag(row).equals(request.headers().get("if-none-match"))) {
            exchange.sendResponseHeaders(304, -1);
        } else {
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=UTF-8");
            send(exchange, 200, row.content().getBytes(StandardCharsets.UTF_8));
        }
    }

    private void write(HttpExchange exchange, Received request, String content) throws IOException {
        ConfigKey key = key(request);
        if (datums.holds(key)) {
            problem(exchange, 409, "KIND_MISMATCH");
            return;
        }
        if (content.isEmpty() && !"true".equals(request.query().get("allowEmpty"))) {
            problem(exchange, 400, "CONTENT_EMPTY");
            return;
        }
        Optional<ConfigType> type =
                Optional.ofNullable(request.query().get("type")).map(ConfigType::parse);
        Optional<Row> written = store.write(key, content, type, expected(request));
        describe(exchange.getResponseHeaders(), written.orElseGet(() -> store.row(key)));
        if (written.isEmpty()) {
            problem(exchange, 412, "PRECONDITION_FAILED");
        } else {
            send(exchange, 200, published(written.get()));
        }
    }

    private static byte[] published(Row row) {
        return new JsonWriter()
                .object()
                .field("version", row.version())
                .field("md5", row.md5())
                .endObject()
                .toUtf8();
    }

    private OptionalLong expected(Received request) {
        if ("*".equals(request.headers().get("if-none-match"))) {
            return OptionalLong.of(0);
        }
        String match = request.headers().get("if-match");
        if (match == null) {
            return OptionalLong.empty();
        }
        String start = "\"" + store.epoch().generation() + ".";
        if (!match.startsWith(start) || !match.endsWith("\"")) {
            throw new IllegalArgumentException("If-Match: one ETag expected");
        }
        return OptionalLong.of(Long.parseLong(match.substring(start.length(), match.length() - 1)));
    }

    private void remove(HttpExchange exchange, Received request) throws IOException {
        ConfigKey key = key(request);
        if (datums.holds(key)) {
            problem(exchange, 409, "KIND_MISMATCH");
            return;
        }
        boolean there = store.row(key).present();
        Row row = store.write(key, null, Optional.empty(), OptionalLong.empty()).orElseThrow();
        describe(exchange.getResponseHeaders(), row);
        if (there) {
            send(exchange, 200, published(row));
        } else {
            problem(exchange, 404, "CONFIG_NOT_FOUND");
        }
    }

    private void watch(HttpExchange exchange, Received request) throws IOException, InterruptedException {
        Probe probe = WatchCodec.decodeProbe(request.body().getBytes(StandardCharsets.UTF_8));
        String wait = request.query().getOrDefault("wait", "30s");
        Duration hold = Duration.ofSeconds(Long.parseLong(wait.substring(0, wait.length() - 1)));
        WatchAnswer answer = store.watch(probe, hold.compareTo(LONGEST_HOLD) > 0 ? LONGEST_HOLD : hold);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        send(exchange, 200, WatchCodec.encodeAnswer(answer));
    }

    private void history(HttpExchange exchange, Received request) throws IOException {
        List<Row> rows = store.history(key(request));
        JsonWriter json = new JsonWriter().object().name("versions").array();
        for (int i = rows.size() - 1; i >= 0; i--) {
            Row row = rows.get(i);
            json.object()
                    .field("version", row.version())
                    .field("md5", row.md5())
                    .field("operation", row.present() ? "publish" : "remove")
                    .endObject();
        }
        send(exchange, 200, json.endArray().endObject().toUtf8());
    }

    private void describe(Headers headers, Row row) {
        headers.set("ETag", etag(row));
        headers.set("Diamond-Version", Long.toString(row.version()));
        headers.set("Diamond-Epoch", store.epoch().toString());
        headers.set("Diamond-Md5", row.md5());
        headers.set("Diamond-Level", "dump");
        headers.set("Diamond-Type", row.type().wireName());
    }

    private String etag(Row row) {
        return "\"" + store.epoch().generation() + "." + row.version() + "\"";
    }

    static void problem(HttpExchange exchange, int status, String code) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
        send(
                exchange,
                status,
                new JsonWriter()
                        .object()
                        .field("status", status)
                        .field("code", code)
                        .endObject()
                        .toUtf8());
    }

    static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }
}
