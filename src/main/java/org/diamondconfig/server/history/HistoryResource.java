/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.history;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.OptionalLong;
import java.util.Set;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.config.Config;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.problem.NotFound;
import org.diamondconfig.server.publish.ChangeRequest;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonWriter;

/** The versions that one key has had, listed or one by one. Thread-safe. */
@Component
@Path("/history")
public class HistoryResource {

    private static final Set<String> PARAMETERS = Query.keyAnd("version", "cursor", "limit");

    private final Histories histories;
    private final Access access;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public HistoryResource() {
        this(null, null);
    }

    @Inject
    public HistoryResource(Histories histories, Access access) {
        this.histories = histories;
        this.access = access;
    }

    /** The versions of a key, newest first, without content; or one version with its content. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response history(@Context HttpServletRequest request) {
        Query query = Query.of(request, PARAMETERS);
        ConfigKey key = query.key();
        access.check(Door.caller(request), Action.READ, key);
        OptionalLong version = query.version("version");
        JsonWriter json = version.isPresent() ? one(key, version.getAsLong()) : page(key, query);
        return Response.ok(json.toUtf8(), MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .build();
    }

    private JsonWriter one(ConfigKey key, long version) {
        Revision revision = histories
                .find(key, version)
                .orElseThrow(() -> new NotFound("VERSION_NOT_FOUND", "History does not hold that version of the key."));
        JsonWriter json = ChangeRequest.writeKey(new JsonWriter().object(), key);
        write(json, revision);
        return json.field("content", revision.config().content()).endObject();
    }

    private JsonWriter page(ConfigKey key, Query query) {
        Revision.Page page = histories.list(key, query.text("cursor"), query.count("limit", 50, 1, 500));
        JsonWriter json = ChangeRequest.writeKey(new JsonWriter().object(), key)
                .name("versions")
                .array();
        for (Revision revision : page.revisions()) {
            write(json.object(), revision);
            json.endObject();
        }
        json.endArray();
        page.next().ifPresent(cursor -> json.field("next", cursor));
        return json.endObject();
    }

    private static void write(JsonWriter json, Revision revision) {
        Config config = revision.config();
        json.field("epoch", config.epoch().toString())
                .field("version", config.version())
                .field("operation", revision.operation())
                .field("md5", config.md5())
                .field("type", config.type().wireName())
                .field("description", config.details().description())
                .field("app", config.details().appName())
                .name("tags")
                .array();
        config.details().tags().forEach(json::value);
        json.endArray()
                .field("by", config.details().publishedBy())
                .field("from", revision.address())
                .field("at", config.details().changedAt().toString())
                .field("comment", revision.comment());
    }
}
