/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.search;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.dump.DumpEntry;
import org.diamondconfig.server.dump.Lookup;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Body;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.problem.TooLarge;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.publish.ChangeRequest;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.JsonWriter;

/** Many configurations, read by one request from the dump, each with a status of its own. Thread-safe. */
@Component
@Path("/configs/get")
public class BatchReadResource {

    /** Most keys of one request. */
    public static final int MAX_KEYS = 500;

    /** Contents beyond this many bytes in all are left out; they are read one by one. */
    static final int MAX_CONTENT = 4 << 20;

    private static final int MAX_BODY = 512 << 10;

    private final Dump dump;
    private final Access access;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public BatchReadResource() {
        this(null, null);
    }

    @Inject
    public BatchReadResource(Dump dump, Access access) {
        this.dump = dump;
        this.access = access;
    }

    /** What this node has of each key, in the order asked. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response readAll(@Context HttpServletRequest request, InputStream body) {
        Query.requireNone(request);
        Caller caller = Door.caller(request);
        List<ConfigKey> keys = Body.of(request, body).json(MAX_BODY, BatchReadResource::keys);
        JsonWriter json = new JsonWriter().object().name("configs").array();
        int room = MAX_CONTENT;
        for (ConfigKey key : keys) {
            ChangeRequest.writeKey(json.object(), key);
            room -= access.admits(caller, Action.READ, key)
                    ? write(json, dump.read(key, caller), room)
                    : writeRefusal(json, 403, "FORBIDDEN");
            json.endObject();
        }
        return Response.ok(json.endArray().endObject().toUtf8(), MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .build();
    }

    private static List<ConfigKey> keys(JsonObject json) {
        List<JsonObject> keys = json.objects("keys");
        if (keys.size() > MAX_KEYS) {
            throw new TooLarge("TOO_MANY_ITEMS", "keys: at most " + MAX_KEYS);
        }
        return keys.stream().map(ChangeRequest::readKey).toList();
    }

    /** Writes one item and returns how many bytes of content went into it. */
    private static int write(JsonWriter json, Lookup lookup, int room) {
        if (lookup instanceof Lookup.Found found) {
            return writeFound(json, found.entry(), room);
        }
        if (lookup instanceof Lookup.Absent absent) {
            json.field("epoch", absent.epoch().toString()).field("version", absent.version());
            return writeRefusal(json, 404, "CONFIG_NOT_FOUND");
        }
        throw new Unavailable("DUMP_LOADING", "This node has not loaded every configuration yet.", 1);
    }

    private static int writeRefusal(JsonWriter json, int status, String code) {
        json.field("status", status).field("code", code);
        return 0;
    }

    private static int writeFound(JsonWriter json, DumpEntry entry, int room) {
        json.field("status", 200)
                .field("epoch", entry.epoch().toString())
                .field("version", entry.version())
                .field("md5", entry.md5())
                .field("type", entry.type().wireName());
        Optional<byte[]> content = entry.length() <= room ? entry.content() : Optional.empty();
        content.ifPresent(bytes -> json.field("content", new String(bytes, StandardCharsets.UTF_8)));
        return content.map(bytes -> bytes.length).orElse(0);
    }
}
