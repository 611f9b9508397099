/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal.children;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.diamondconfig.client.internal.Gateway;
import org.diamondconfig.client.internal.Held;
import org.diamondconfig.client.internal.children.ChildSet.Child;
import org.diamondconfig.client.internal.edge.Transport;
import org.diamondconfig.client.internal.edge.Transport.Reply;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigKey.Prefix;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.JsonWriter;
import org.diamondconfig.wire.Md5;

/** The calls that tell what is below a prefix: the list, and a closer look at some of its keys. Thread-safe. */
final class Lister {

    /** What a list says of one key. */
    record Row(String dataId, Child child) {}

    /** All that a server has below a prefix, in order. */
    record Listing(Epoch epoch, String digest, List<Row> rows) {}

    /**
     * What a closer look found.
     *
     * @param status 200, 404 or another refusal
     * @param version also that of a removal; empty if the answer told none
     * @param child empty unless the status is 200
     * @param tooLarge why its content is not taken; empty if that is not so
     */
    record Look(int status, OptionalLong version, Optional<Child> child, String tooLarge) {

        Look(int status, OptionalLong version, Optional<Child> child) {
            this(status, version, child, "");
        }

        static Look of(Child child) {
            return new Look(200, OptionalLong.of(child.version()), Optional.of(child));
        }

        static Look passedOver(String reason) {
            return new Look(200, OptionalLong.empty(), Optional.empty(), reason);
        }
    }

    private static final int MOST_KEYS = 500;
    private static final int TRIES = 3;
    private static final byte[] NO_BODY = {};

    private final Gateway gateway;

    Lister(Gateway gateway) {
        this.gateway = gateway;
    }

    /**
     * Lists, page by page. Pages of different states are asked for again; if it never holds still they are taken as they are,
     * under the digest of the first, so that the next poll finds that there is more to know.
     */
    Listing list(Prefix prefix) throws IOException, InterruptedException {
        for (int i = 1; i < TRIES; i++) {
            Optional<Listing> listing = pages(prefix, true);
            if (listing.isPresent()) {
                return listing.get();
            }
        }
        return pages(prefix, false).orElseThrow();
    }

    private Optional<Listing> pages(Prefix prefix, boolean ofOneState) throws IOException, InterruptedException {
        String path = "/api/v1/children?namespace=" + Gateway.encoded(prefix.namespace()) + "&group="
                + Gateway.encoded(prefix.group()) + "&prefix=" + Gateway.encoded(prefix.prefix()) + "&limit=5000";
        List<Row> rows = new ArrayList<>();
        JsonObject first = null;
        Optional<String> cursor = Optional.empty();
        do {
            String more = cursor.map(next -> "&cursor=" + Gateway.encoded(next)).orElse("");
            JsonObject page = call("GET", path + more, NO_BODY);
            first = first == null ? page : first;
            if (!page.string("epoch").equals(first.string("epoch"))
                    || (ofOneState && !page.string("digest").equals(first.string("digest")))) {
                return Optional.empty();
            }
            page.objects("children").forEach(row -> rows.add(row(row)));
            cursor = page.optionalString("next");
        } while (cursor.isPresent());
        return Optional.of(new Listing(Epoch.parse(first.string("epoch")), first.string("digest"), rows));
    }

    private static Row row(JsonObject row) {
        return new Row(row.string("dataId"), child(row, Optional.empty()));
    }

    private static Child child(JsonObject row, Optional<String> content) {
        return new Child(row.number("version"), row.string("md5"), type(row), content);
    }

    /** A type that a newer server invented is text to us. */
    private static ConfigType type(JsonObject row) {
        try {
            return ConfigType.parse(row.string("type"));
        } catch (IllegalArgumentException unknown) {
            return ConfigType.TEXT;
        }
    }

    /** Looks at these keys one by one, contents included. */
    Map<String, Look> lookAt(Prefix prefix, Collection<String> dataIds) throws IOException, InterruptedException {
        Map<String, Look> looks = new HashMap<>();
        List<String> all = List.copyOf(dataIds);
        for (int start = 0; start < all.size(); start += MOST_KEYS) {
            looks.putAll(lookAtSome(prefix, all.subList(start, Math.min(all.size(), start + MOST_KEYS))));
        }
        return looks;
    }

    /** Those that are too large together are looked at in halves. */
    private Map<String, Look> lookAtSome(Prefix prefix, List<String> some) throws IOException, InterruptedException {
        Map<String, Look> looks = new HashMap<>();
        try {
            for (JsonObject found :
                    call("POST", Gateway.READ_MANY, keys(prefix, some)).objects("configs")) {
                looks.put(found.string("dataId"), look(prefix, found));
            }
        } catch (Transport.TooLarge e) {
            if (some.size() == 1) {
                return Map.of(some.get(0), alone(prefix, some.get(0), 0));
            }
            looks.putAll(lookAtSome(prefix, some.subList(0, some.size() / 2)));
            looks.putAll(lookAtSome(prefix, some.subList(some.size() / 2, some.size())));
        }
        return looks;
    }

    private static byte[] keys(Prefix prefix, List<String> dataIds) {
        JsonWriter json = new JsonWriter().object().name("keys").array();
        for (String dataId : dataIds) {
            json.object()
                    .field("namespace", prefix.namespace())
                    .field("group", prefix.group())
                    .field("dataId", dataId)
                    .endObject();
        }
        return json.endArray().endObject().toUtf8();
    }

    private Look look(Prefix prefix, JsonObject found) throws IOException, InterruptedException {
        int status = (int) found.number("status");
        if (status != 200) {
            return new Look(status, found.optionalNumber("version"), Optional.empty());
        }
        Optional<String> content = found.optionalString("content");
        return content.isPresent() && Md5.hex(content.get()).equals(found.string("md5"))
                ? Look.of(child(found, content))
                : alone(prefix, found.string("dataId"), found.number("version"));
    }

    /** Reads a key whose content is too long to come with others. If it went meanwhile, the next list tells. */
    private Look alone(Prefix prefix, String dataId, long minVersion) throws IOException, InterruptedException {
        ConfigKey key = ConfigKey.of(prefix.namespace(), prefix.group(), dataId);
        try {
            Held held = gateway.fetch(key, Optional.empty(), minVersion);
            return held.present()
                    ? Look.of(new Child(held.version(), held.md5(), held.type(), Optional.of(held.content())))
                    : new Look(404, OptionalLong.empty(), Optional.empty());
        } catch (Transport.TooLarge e) {
            return Look.passedOver(e.getMessage());
        }
    }

    private JsonObject call(String method, String path, byte[] body) throws IOException, InterruptedException {
        Map<String, String> headers = body.length == 0 ? Map.of() : Map.of("Content-Type", "application/json");
        return gateway.anyServer(method, path, headers, body, (server, reply) -> {
            JsonObject answer = Json.parseObject(ok(reply).body());
            Optional<String> epoch = answer.optionalString("epoch");
            if (epoch.isPresent()) {
                gateway.health().require(Epoch.parse(epoch.get()), server);
            }
            return answer;
        });
    }

    private static Reply ok(Reply reply) throws IOException {
        if (reply.status() != 200) {
            throw Gateway.refusal(reply);
        }
        return reply;
    }
}
