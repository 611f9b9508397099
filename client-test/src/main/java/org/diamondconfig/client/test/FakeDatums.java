/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.test;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonWriter;
import org.diamondconfig.wire.Md5;

/** The fake's datums, merged as soon as they change, and the part of the native API about them. Thread-safe: one lock. */
final class FakeDatums {

    private record Row(String datumId, long version, String content) {}

    /** The datums of one key by the bytes of their ids, and how often they changed. */
    private static final class Aggregate {
        private final SortedMap<byte[], Row> rows = new TreeMap<>(Arrays::compareUnsigned);
        private long dirty;
    }

    private final FakeStore store;
    private final Map<ConfigKey, Aggregate> aggregates = new HashMap<>(); // guarded by this

    FakeDatums(FakeStore store) {
        this.store = store;
    }

    /** Whether the key is merged from datums. */
    synchronized boolean holds(ConfigKey key) {
        return aggregates.containsKey(key) && !aggregates.get(key).rows.isEmpty();
    }

    synchronized void clear() {
        aggregates.clear();
    }

    /** Answers a request about datums; false if it is none. */
    synchronized boolean answer(HttpExchange exchange, Received request, ConfigKey key) throws IOException {
        String route = request.method() + ' ' + request.path();
        if (store.row(key).present() && !holds(key) && request.path().startsWith("/api/v1/datums")) {
            FakeApi.problem(exchange, 409, "KIND_MISMATCH");
            return true;
        }
        String datumId = request.query().getOrDefault("datumId", "");
        switch (route) {
            case "GET /api/v1/datums" -> list(exchange, key);
            case "PUT /api/v1/datums" -> publish(exchange, key, datumId, request.body());
            case "DELETE /api/v1/datums" -> remove(exchange, key, datumId);
            case "DELETE /api/v1/datums/all" -> removeAll(exchange, key);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void list(HttpExchange exchange, ConfigKey key) throws IOException {
        if (!holds(key)) {
            FakeApi.problem(exchange, 404, "CONFIG_NOT_FOUND");
            return;
        }
        JsonWriter json = new JsonWriter().object().name("datums").array();
        for (Row row : aggregates.get(key).rows.values()) {
            json.object()
                    .field("datumId", row.datumId())
                    .field("version", row.version())
                    .field("md5", Md5.hex(row.content()))
                    .field("content", row.content())
                    .endObject();
        }
        FakeApi.send(exchange, 200, json.endArray().endObject().toUtf8());
    }

    private void publish(HttpExchange exchange, ConfigKey key, String datumId, String content) throws IOException {
        if (datumId.isBlank()) {
            FakeApi.problem(exchange, 400, "INVALID_NAME");
        } else if (content.isEmpty()) {
            FakeApi.problem(exchange, 400, "CONTENT_EMPTY");
        } else if (content.contains("\r\n")) {
            FakeApi.problem(exchange, 400, "CONTENT_HAS_CRLF");
        } else {
            Aggregate aggregate = aggregates.computeIfAbsent(key, name -> new Aggregate());
            Row old = aggregate.rows.get(bytes(datumId));
            boolean changed = old == null || !old.content().equals(content);
            long version = old == null ? aggregate.dirty + 1 : old.version() + (changed ? 1 : 0);
            if (changed) {
                aggregate.rows.put(bytes(datumId), new Row(datumId, version, content));
                merge(key, aggregate);
            }
            changed(exchange, version, aggregate, changed);
        }
    }

    private void remove(HttpExchange exchange, ConfigKey key, String datumId) throws IOException {
        Aggregate aggregate = aggregates.get(key);
        Row old = aggregate == null ? null : aggregate.rows.remove(bytes(datumId));
        if (old == null) {
            FakeApi.problem(exchange, 404, "DATUM_NOT_FOUND");
        } else {
            merge(key, aggregate);
            changed(exchange, old.version() + 1, aggregate, true);
        }
    }

    private void removeAll(HttpExchange exchange, ConfigKey key) throws IOException {
        if (!holds(key)) {
            FakeApi.problem(exchange, 404, "CONFIG_NOT_FOUND");
            return;
        }
        Aggregate aggregate = aggregates.get(key);
        aggregate.rows.clear();
        merge(key, aggregate);
        changed(exchange, 0, aggregate, true);
    }

    private void merge(ConfigKey key, Aggregate aggregate) {
        aggregate.dirty++;
        String content = aggregate.rows.isEmpty()
                ? null
                : aggregate.rows.values().stream().map(Row::content).collect(Collectors.joining("\r\n"));
        store.write(key, content, Optional.empty(), OptionalLong.empty());
    }

    private static void changed(HttpExchange exchange, long version, Aggregate aggregate, boolean changed)
            throws IOException {
        FakeApi.send(
                exchange,
                200,
                new JsonWriter()
                        .object()
                        .field("datumVersion", version)
                        .field("dirty", aggregate.dirty)
                        .field("changed", changed)
                        .endObject()
                        .toUtf8());
    }

    private static byte[] bytes(String datumId) {
        return datumId.getBytes(StandardCharsets.UTF_8);
    }
}
