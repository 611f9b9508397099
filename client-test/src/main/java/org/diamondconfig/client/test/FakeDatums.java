/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.test;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonWriter;
import org.diamondconfig.wire.Md5;

/** The fake's datums and their states, merged as soon as they change, and the part of the native API about them. Thread-safe: one lock. */
final class FakeDatums {

    private record Row(String datumId, long version, String content) {}

    private record State(String word, long version) {}

    /** The datums of one key by the bytes of their ids, and how often they changed. */
    private static final class Aggregate {
        private final SortedMap<byte[], Row> rows = new TreeMap<>(Arrays::compareUnsigned);
        private long dirty;
    }

    private final FakeStore store;
    private final Map<ConfigKey, Aggregate> aggregates = new HashMap<>(); // guarded by this

    private final Map<ConfigKey, Map<String, State>> states = new HashMap<>(); // guarded by this

    FakeDatums(FakeStore store) {
        this.store = store;
    }

    /** Whether the key is merged from datums. */
    synchronized boolean holds(ConfigKey key) {
        return aggregates.containsKey(key) && !aggregates.get(key).rows.isEmpty();
    }

    synchronized void clear() {
        aggregates.clear();
        states.clear();
    }

    /** Answers a request about datums or providers; false if it is none. */
    synchronized boolean answer(HttpExchange exchange, Received request, ConfigKey key) throws IOException {
        String route = request.method() + ' ' + request.path();
        if (store.row(key).present() && !holds(key)) {
            FakeApi.problem(exchange, 409, "KIND_MISMATCH");
            return true;
        }
        String datumId = request.query().getOrDefault("datumId", "");
        switch (route) {
            case "GET /api/v1/datums" -> list(exchange, key);
            case "PUT /api/v1/datums" -> publish(exchange, key, datumId, request.body());
            case "DELETE /api/v1/datums" -> remove(exchange, key, datumId);
            case "DELETE /api/v1/datums/all" -> removeAll(exchange, key);
            case "GET /api/v1/providers" -> providers(exchange, request, key);
            case "PUT /api/v1/providers" ->
                setState(exchange, key, datumId, request.query().get("state"));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void providers(HttpExchange exchange, Received request, ConfigKey key) throws IOException {
        if (!holds(key)) {
            FakeApi.problem(exchange, 404, "CONFIG_NOT_FOUND");
            return;
        }
        boolean all = "all".equals(request.query().get("states"));
        List<Row> told = new ArrayList<>(aggregates.get(key).rows.values());
        told.removeIf(row -> !all && !state(key, row.datumId()).word().equals("up"));
        if ("true".equals(request.query().get("one")) && !told.isEmpty()) {
            told = List.of(told.get(ThreadLocalRandom.current().nextInt(told.size())));
        }
        JsonWriter json = new JsonWriter().object().name("providers").array();
        for (Row row : told) {
            json.object()
                    .field("datumId", row.datumId())
                    .field("content", row.content())
                    .field("state", state(key, row.datumId()).word())
                    .field("stateVersion", state(key, row.datumId()).version())
                    .endObject();
        }
        FakeApi.send(exchange, 200, json.endArray().endObject().toUtf8());
    }

    private void setState(HttpExchange exchange, ConfigKey key, String datumId, String word) throws IOException {
        if (!holds(key) || !aggregates.get(key).rows.containsKey(bytes(datumId))) {
            FakeApi.problem(exchange, 404, "DATUM_NOT_FOUND");
            return;
        }
        State before = state(key, datumId);
        State now = before.word().equals(word) ? before : new State(word, before.version() + 1);
        states.computeIfAbsent(key, unknown -> new HashMap<>()).put(datumId, now);
        JsonWriter json = new JsonWriter()
                .object()
                .field("stateVersion", now.version())
                .field("changed", now.version() > before.version());
        FakeApi.send(exchange, 200, json.endObject().toUtf8());
    }

    private State state(ConfigKey key, String datumId) {
        return states.getOrDefault(key, Map.of()).getOrDefault(datumId, new State("up", 0));
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
            long before = dirty(key);
            long version = put(key, datumId, content);
            changed(exchange, version, aggregates.get(key), dirty(key) > before);
        }
    }

    private long dirty(ConfigKey key) {
        Aggregate aggregate = aggregates.get(key);
        return aggregate == null ? 0 : aggregate.dirty;
    }

    /** Writes one datum and merges, unless it is the same already; answers the datum's version. */
    synchronized long put(ConfigKey key, String datumId, String content) {
        Aggregate aggregate = aggregates.computeIfAbsent(key, name -> new Aggregate());
        Row old = aggregate.rows.get(bytes(datumId));
        if (old != null && old.content().equals(content)) {
            return old.version();
        }
        long version = old == null ? aggregate.dirty + 1 : old.version() + 1;
        aggregate.rows.put(bytes(datumId), new Row(datumId, version, content));
        merge(key, aggregate);
        return version;
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
