/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.capacity;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.config.Published;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Body;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.publish.ChangeRequest;
import org.diamondconfig.server.quota.Amount;
import org.diamondconfig.server.quota.Quota;
import org.diamondconfig.server.quota.Quotas;
import org.diamondconfig.server.quota.Scope;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonWriter;

/**
 * How much a namespace and its groups hold and may hold: told to who administers it, set by who operates the server.
 * Thread-safe.
 */
@Component
@Path("/quotas")
@Produces(MediaType.APPLICATION_JSON)
public class QuotasResource {

    private static final Set<String> LOOK = Set.of("namespace", "group", "cursor", "limit");
    private static final Set<String> CHANGE = Set.of("namespace", "group", "comment");
    private static final int LIMIT = 50;
    private static final int MAX_LIMIT = 500;
    private static final int MAX_BODY = 64 << 10;

    private final QuotaBook book;
    private final Quotas quotas;
    private final Access access;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public QuotasResource() {
        this(null, null, null);
    }

    @Inject
    public QuotasResource(QuotaBook book, Quotas quotas, Access access) {
        this.book = book;
        this.quotas = quotas;
        this.access = access;
    }

    /** The group that is named; or the namespace, and after it, page by page, its groups that hold something or have a quota. */
    @GET
    public Response look(@Context HttpServletRequest request) {
        Query query = Query.of(request, LOOK);
        Scope scope = scope(query);
        Caller caller = Door.caller(request);
        if (!access.allowsNamespace(caller, Action.ADMINISTER, scope.namespace())) {
            access.checkServer(caller, Action.OPERATE);
        }
        if (quotas.held(Scope.ofNamespace(scope.namespace())).equals(Amount.NONE)
                && book.find(scope).isEmpty()
                && quotas.groupsAfter(Scope.ofNamespace(scope.namespace()), 1).isEmpty()) {
            book.existing(scope);
        }
        return scope.isNamespace() ? page(query, scope) : ok(end(write(begin(), scope)));
    }

    private Response page(Query query, Scope namespace) {
        String after = query.text("cursor", ConfigKey.MAX_GROUP).orElse("");
        boolean first = after.isEmpty();
        int limit = query.count("limit", LIMIT, 1, MAX_LIMIT);
        List<Scope> scopes = quotas.groupsAfter(new Scope(namespace.namespace(), after), limit + 1);
        JsonWriter json = begin();
        if (first) {
            write(json, namespace);
        }
        scopes.stream().limit(limit).forEach(scope -> write(json, scope));
        end(json);
        if (scopes.size() > limit) {
            json.field("next", scopes.get(limit - 1).group());
        }
        return ok(json);
    }

    /** Sets how much the namespace, or the group that is named, may hold. What it holds already stays, be it more. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    public Response set(@Context HttpServletRequest request, InputStream body) {
        Query query = Query.of(request, CHANGE);
        ChangeRequest change = ChangeRequest.of(request, query);
        Scope scope = scope(query);
        checkOperate(change.caller(), scope);
        Quota quota = Body.of(request, body).json(MAX_BODY, Quota::read);
        return changed(scope, book.set(change, scope, quota));
    }

    /** Takes away what was set. */
    @DELETE
    public Response remove(@Context HttpServletRequest request) {
        Query query = Query.of(request, CHANGE);
        ChangeRequest change = ChangeRequest.of(request, query);
        Scope scope = scope(query);
        checkOperate(change.caller(), scope);
        return changed(scope, book.remove(change, scope));
    }

    /** Who administers a namespace does not lift the quota that it was given; what the server keeps for itself has none. */
    private void checkOperate(Caller caller, Scope scope) {
        access.checkServer(caller, Action.OPERATE);
        access.checkNamespace(caller, Action.OPERATE, scope.namespace());
    }

    private static Scope scope(Query query) {
        String namespace = query.namespace();
        try {
            return query.text("group")
                    .map(group -> new Scope(namespace, new ConfigKey(namespace, group, "-").group()))
                    .orElseGet(() -> Scope.ofNamespace(namespace));
        } catch (IllegalArgumentException e) {
            throw new BadRequest("INVALID_NAME", e.getMessage());
        }
    }

    private static JsonWriter begin() {
        return new JsonWriter().object().name("quotas").array();
    }

    private JsonWriter end(JsonWriter json) {
        return json.endArray().field("complete", book.isComplete());
    }

    private JsonWriter write(JsonWriter json, Scope scope) {
        Quota quota = quotas.of(scope);
        Amount held = quotas.held(scope);
        quota.write(names(json.object(), scope))
                .field("heldKeys", held.keys())
                .field("heldBytes", held.bytes())
                .field("full", quota.isFull(held));
        book.find(scope)
                .ifPresent(
                        entry -> json.field("epoch", entry.epoch().toString()).field("version", entry.version()));
        return json.endObject();
    }

    private static JsonWriter names(JsonWriter json, Scope scope) {
        json.field("namespace", scope.namespace());
        scope.oneGroup().ifPresent(group -> json.field("group", group));
        return json;
    }

    private static Response changed(Scope scope, Published published) {
        return ok(names(new JsonWriter().object(), scope)
                .field("epoch", published.epoch().toString())
                .field("version", published.version())
                .field("changed", published.changed()));
    }

    private static Response ok(JsonWriter json) {
        return Response.ok(json.endObject().toUtf8(), MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .build();
    }
}
