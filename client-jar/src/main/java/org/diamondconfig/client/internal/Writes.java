/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.diamondconfig.client.internal.Held.Origin;
import org.diamondconfig.client.internal.edge.Transport.Reply;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.Md5;

/**
 * The calls that change a key, its datums or their states, and its history. Thread-safe. Each write carries an idempotency key, so that sending it again to
 * the next server, after no answer from one, has no second effect.
 */
public final class Writes {

    /** No version is expected. */
    public static final long ANY_VERSION = -1;

    private static final byte[] NO_BODY = {};
    private static final String DATUMS = "/api/v1/datums";
    private static final String PROVIDERS = "/api/v1/providers";

    private final Gateway gateway;

    /** Writes through this gateway. */
    public Writes(Gateway gateway) {
        this.gateway = gateway;
    }

    /**
     * Publishes content.
     *
     * @param expected the version the key must have; 0 = it must not exist; {@link #ANY_VERSION}
     * @param known the epoch of the expected version, if it is known
     * @return what the key is now
     */
    public Held publish(ConfigKey key, String content, long expected, Optional<Epoch> known)
            throws IOException, InterruptedException {
        byte[] body = content.getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = headers();
        headers.put("Content-Type", "text/plain; charset=UTF-8");
        if (expected == 0) {
            headers.put("If-None-Match", "*");
        } else if (expected > 0) {
            headers.put("If-Match", Gateway.etag(epoch(key, known), expected));
        }
        String query = Gateway.query(key) + (body.length == 0 ? "&allowEmpty=true" : "");
        String md5 = Md5.hex(body);
        return gateway.anyServer("PUT", "/api/v1/config" + query, headers, body, (server, reply) -> {
            if (!md5.equals(ok(reply).header("Diamond-Md5").orElse(md5))) {
                throw new IOException("the server took other bytes than were sent");
            }
            Optional<Epoch> epoch = Optional.of(Gateway.epoch(reply));
            return new Held(key, epoch, version(reply), md5, Gateway.type(reply), content, Origin.SERVER);
        });
    }

    /**
     * Removes a key.
     *
     * @return the tombstone; empty if there was nothing to remove
     */
    public Optional<Held> remove(ConfigKey key) throws IOException, InterruptedException {
        String path = "/api/v1/config" + Gateway.query(key);
        return gateway.anyServer("DELETE", path, headers(), NO_BODY, (server, reply) -> {
            if (reply.status() == 404 && Gateway.refusal(reply).code().equals("CONFIG_NOT_FOUND")) {
                return Optional.empty();
            }
            return Optional.of(Held.absent(key, Gateway.epoch(ok(reply)), version(reply)));
        });
    }

    /** Publishes one datum of a key; what the server answers. */
    public JsonObject publishDatum(ConfigKey key, String datumId, String content)
            throws IOException, InterruptedException {
        Map<String, String> headers = headers();
        headers.put("Content-Type", "text/plain; charset=UTF-8");
        byte[] body = content.getBytes(StandardCharsets.UTF_8);
        return gateway.anyServer(
                "PUT",
                DATUMS + datumQuery(key, datumId),
                headers,
                body,
                (server, reply) -> Json.parseObject(ok(reply).body()));
    }

    /** Removes one datum; false if there was none. */
    public boolean removeDatum(ConfigKey key, String datumId) throws IOException, InterruptedException {
        return removed(DATUMS + datumQuery(key, datumId));
    }

    /** Removes all datums of a key; false if there were none. */
    public boolean removeAllDatums(ConfigKey key) throws IOException, InterruptedException {
        return removed(DATUMS + "/all" + Gateway.query(key));
    }

    private boolean removed(String path) throws IOException, InterruptedException {
        return gateway.anyServer("DELETE", path, headers(), NO_BODY, (server, reply) -> {
            if (reply.status() == 404
                    && List.of("CONFIG_NOT_FOUND", "DATUM_NOT_FOUND")
                            .contains(Gateway.refusal(reply).code())) {
                return false;
            }
            return Json.parseObject(ok(reply).body()).flag("changed", true);
        });
    }

    /** All datums of a key, page after page. */
    public List<JsonObject> datums(ConfigKey key) throws IOException, InterruptedException {
        return pages(DATUMS + Gateway.query(key) + "&limit=500", "datums");
    }

    /** All of a list, page after page; nothing if the key is absent. */
    private List<JsonObject> pages(String path, String name) throws IOException, InterruptedException {
        List<JsonObject> all = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            String more = cursor.map(next -> "&cursor=" + Gateway.encoded(next)).orElse("");
            Optional<JsonObject> page = gateway.anyServer(
                    "GET",
                    path + more,
                    Map.of(),
                    NO_BODY,
                    (server, reply) -> reply.status() == 404
                                    && Gateway.refusal(reply).code().equals("CONFIG_NOT_FOUND")
                            ? Optional.empty()
                            : Optional.of(Json.parseObject(ok(reply).body())));
            page.ifPresent(found -> all.addAll(found.objects(name)));
            cursor = page.flatMap(found -> found.optionalString("next"));
        } while (cursor.isPresent());
        return all;
    }

    /** The providers of a key, page after page; none if it is absent. */
    public List<JsonObject> providers(ConfigKey key, String states) throws IOException, InterruptedException {
        return pages(PROVIDERS + Gateway.query(key) + "&states=" + states.toLowerCase(Locale.ROOT), "providers");
    }

    /** One of the providers of a key that are up, if there is one. */
    public Optional<JsonObject> provider(ConfigKey key) throws IOException, InterruptedException {
        return pages(PROVIDERS + Gateway.query(key) + "&one=true", "providers").stream()
                .findFirst();
    }

    /** Sets the state of one provider; what the server answers. */
    public JsonObject setState(ConfigKey key, String datumId, String state) throws IOException, InterruptedException {
        String path = PROVIDERS + datumQuery(key, datumId) + "&state=" + state.toLowerCase(Locale.ROOT);
        return gateway.anyServer(
                "PUT",
                path,
                headers(),
                NO_BODY,
                (server, reply) -> Json.parseObject(ok(reply).body()));
    }

    private static String datumQuery(ConfigKey key, String datumId) {
        return Gateway.query(key) + "&datumId=" + Gateway.encoded(datumId);
    }

    /** The newest lines of a key's history. */
    public List<JsonObject> history(ConfigKey key) throws IOException, InterruptedException {
        String path = "/api/v1/history" + Gateway.query(key);
        return gateway.anyServer(
                "GET",
                path,
                Map.of(),
                NO_BODY,
                (server, reply) -> Json.parseObject(ok(reply).body()).objects("versions"));
    }

    private Epoch epoch(ConfigKey key, Optional<Epoch> known) throws IOException, InterruptedException {
        return known.isPresent()
                ? known.get()
                : gateway.fetch(key, Optional.empty(), 0).epoch().orElseThrow();
    }

    private static Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        headers.put("Idempotency-Key", UUID.randomUUID().toString());
        return headers;
    }

    private static Reply ok(Reply reply) throws IOException {
        if (reply.status() < 200 || reply.status() > 299) {
            throw Gateway.refusal(reply);
        }
        return reply;
    }

    private static long version(Reply reply) throws IOException {
        return reply.number("Diamond-Version")
                .orElseThrow(() -> new IOException("the answer states no Diamond-Version"));
    }
}
