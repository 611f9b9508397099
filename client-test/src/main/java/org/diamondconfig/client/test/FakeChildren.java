/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.test;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.diamondconfig.client.test.FakeStore.Row;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigKey.Prefix;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.JsonWriter;

/** The part of the native API over the fake's store that is about many keys: the list below a prefix, and the batch. Stateless. */
final class FakeChildren {

    private final FakeStore store;

    FakeChildren(FakeStore store) {
        this.store = store;
    }

    void list(HttpExchange exchange, Map<String, String> query) throws IOException {
        Prefix prefix = Prefix.of(query.get("namespace"), query.get("group"), query.get("prefix"));
        int limit = Integer.parseInt(query.getOrDefault("limit", "1000"));
        FakeStore.Below below = store.below(prefix);
        List<Row> rest = below.rows().stream()
                .filter(row -> row.key().dataId().compareTo(query.getOrDefault("cursor", "")) > 0)
                .toList();
        List<Row> page = rest.subList(0, Math.min(limit, rest.size()));
        JsonWriter json = new JsonWriter()
                .object()
                .field("epoch", store.epoch().toString())
                .field("digest", below.digest())
                .name("children")
                .array();
        page.forEach(row -> describe(
                        json.object(),
                        row,
                        query.getOrDefault("contents", "false").equals("true"))
                .endObject());
        json.endArray();
        if (page.size() < rest.size()) {
            json.field("next", page.get(page.size() - 1).key().dataId());
        }
        send(exchange, json);
    }

    void batch(HttpExchange exchange, String body) throws IOException {
        JsonWriter json = new JsonWriter().object().name("configs").array();
        for (JsonObject asked :
                Json.parseObject(body.getBytes(StandardCharsets.UTF_8)).objects("keys")) {
            ConfigKey key = ConfigKey.of(
                    asked.optionalString("namespace").orElse(null),
                    asked.optionalString("group").orElse(null),
                    asked.string("dataId"));
            Row row = store.row(key);
            json.object().field("status", row.present() ? 200 : 404);
            if (row.present()) {
                describe(json, row, true);
            } else {
                json.field("dataId", key.dataId()).field("version", row.version());
            }
            json.endObject();
        }
        send(exchange, json.endArray());
    }

    private static JsonWriter describe(JsonWriter json, Row row, boolean content) {
        json.field("dataId", row.key().dataId())
                .field("version", row.version())
                .field("md5", row.md5())
                .field("type", row.type().wireName());
        return content ? json.field("content", row.content()) : json;
    }

    private static void send(HttpExchange exchange, JsonWriter json) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        FakeApi.send(exchange, 200, json.endObject().toUtf8());
    }
}
