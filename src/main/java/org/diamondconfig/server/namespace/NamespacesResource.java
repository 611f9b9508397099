/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.namespace;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Set;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Body;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.JsonWriter;

/** The namespaces: listed, made, renamed, and removed when empty. Thread-safe. */
@Component
@Path("/namespaces")
@Produces(MediaType.APPLICATION_JSON)
public class NamespacesResource {

    private static final Set<String> NAMESPACE = Set.of("namespace");
    private static final int MAX_BODY = 64 << 10;

    private final Namespaces namespaces;
    private final Access access;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public NamespacesResource() {
        this(null, null);
    }

    @Inject
    public NamespacesResource(Namespaces namespaces, Access access) {
        this.namespaces = namespaces;
        this.access = access;
    }

    /** A title and a description, as a caller gives them. */
    private record Label(String name, String title, String description) {

        static Label read(JsonObject json) {
            String name =
                    ConfigKey.requireNamespace(json.optionalString("namespace").orElse(null));
            return new Label(
                    name,
                    json.optionalString("title").orElse(ConfigKey.displayNamespace(name)),
                    json.optionalString("description").orElse(""));
        }
    }

    /** Those in which the caller may read anything, the public one first. */
    @GET
    public Response list(@Context HttpServletRequest request) {
        Query.requireNone(request);
        Caller caller = Door.caller(request);
        JsonWriter json = new JsonWriter().object().name("namespaces").array();
        namespaces.list().stream()
                .filter(namespace -> access.allowsNamespace(caller, Action.READ, namespace.name()))
                .forEach(namespace -> write(json, namespace));
        return ok(json.endArray().endObject());
    }

    /** Makes one. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(@Context HttpServletRequest request, InputStream body) {
        Query.requireNone(request);
        Caller caller = Door.caller(request);
        Label label = Body.of(request, body).json(MAX_BODY, Label::read);
        access.checkNamespace(caller, Action.ADMINISTER, label.name());
        return one(namespaces.create(caller, label.name(), label.title(), label.description()));
    }

    /** Gives one another title and description; its name is part of keys and stays. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    public Response rename(@Context HttpServletRequest request, InputStream body) {
        String name = named(Query.of(request, NAMESPACE));
        Caller caller = Door.caller(request);
        access.checkNamespace(caller, Action.ADMINISTER, name);
        Label label = Body.of(request, body).json(MAX_BODY, Label::read);
        return one(namespaces.rename(caller, name, label.title(), label.description()));
    }

    /** Removes one that holds no key. */
    @DELETE
    public Response remove(@Context HttpServletRequest request) {
        String name = named(Query.of(request, NAMESPACE));
        Caller caller = Door.caller(request);
        access.checkNamespace(caller, Action.ADMINISTER, name);
        namespaces.remove(caller, name);
        return Response.noContent().build();
    }

    private static String named(Query query) {
        if (!query.has("namespace")) {
            throw new BadRequest("INVALID_NAME", "namespace: missing");
        }
        return query.namespace();
    }

    private static Response one(Namespace namespace) {
        JsonWriter json = new JsonWriter();
        write(json, namespace);
        return ok(json);
    }

    private static Response ok(JsonWriter json) {
        return Response.ok(json.toUtf8(), MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .build();
    }

    private static void write(JsonWriter json, Namespace namespace) {
        json.object()
                .field("namespace", namespace.name())
                .field("title", namespace.title())
                .field("description", namespace.description())
                .field("version", namespace.version())
                .field("by", namespace.changedBy())
                .field("at", String.valueOf(namespace.changedAt()))
                .endObject();
    }
}
