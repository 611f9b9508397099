/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.health;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.wire.JsonWriter;

/** What this server can do, so that a client need not guess from a version. Thread-safe. */
@Component
@Path("/")
public class FeaturesResource {

    private static final List<String> FEATURES = List.of(
            "access",
            "audit",
            "batch",
            "children",
            "cluster",
            "config",
            "datums",
            "events",
            "history",
            "namespaces",
            "notify",
            "providers",
            "quotas",
            "rollback",
            "search",
            "sessions",
            "tokens",
            "trace",
            "validate",
            "watch");

    private final Access access;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public FeaturesResource() {
        this(null);
    }

    @Inject
    public FeaturesResource(Access access) {
        this.access = access;
    }

    /** The features by name. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response features(@Context HttpServletRequest request) {
        Query.requireNone(request);
        access.checkServer(Door.caller(request), Action.LOCATE);
        JsonWriter json = new JsonWriter()
                .object()
                .field("product", "Diamond")
                .field("api", "v1")
                .name("features")
                .array();
        FEATURES.forEach(json::value);
        return Response.ok(json.endArray().endObject().toUtf8(), MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .build();
    }
}
