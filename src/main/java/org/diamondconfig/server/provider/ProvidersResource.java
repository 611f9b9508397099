/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.provider;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.config.Precondition;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.provider.Provider.Revision;
import org.diamondconfig.server.provider.Provider.Standing;
import org.diamondconfig.server.provider.Providers.States;
import org.diamondconfig.server.publish.ChangeRequest;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonWriter;

/** The datums of a key as providers of a service: those that are up, or all, or one; their states set. Thread-safe. */
@Component
@Path("/providers")
public class ProvidersResource {

    private static final Set<String> LIST = Query.keyAnd("states", "one", "cursor", "limit");
    private static final Set<String> SET = Query.keyAnd("datumId", "state", "comment");
    private static final Set<String> HISTORY = Query.keyAnd("datumId", "cursor", "limit");
    private static final int LIMIT = 500;
    private static final int MAX_ID = 250;
    private static final int MAX_CURSOR = 2_000;

    private final Providers providers;
    private final Access access;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public ProvidersResource() {
        this(null, null);
    }

    @Inject
    public ProvidersResource(Providers providers, Access access) {
        this.providers = providers;
        this.access = access;
    }

    /** Those that are up, page by page; all of them; or one of those that are up, whichever it is. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response list(@Context HttpServletRequest request) {
        Query query = Query.of(request, LIST);
        ConfigKey key = query.key();
        access.check(Door.caller(request), Action.READ, key);
        States states = query.choice("states", States.class).orElse(States.UP);
        Provider.Page page = query.flag("one")
                ? one(query, key)
                : providers.list(key, states, query.text("cursor", MAX_CURSOR), query.count("limit", LIMIT, 1, LIMIT));
        JsonWriter json = ChangeRequest.writeKey(new JsonWriter().object(), key)
                .name("providers")
                .array();
        for (Provider provider : page.providers()) {
            json.object()
                    .field("datumId", provider.datum().datumId())
                    .field("content", provider.datum().content());
            write(json, provider.standing()).endObject();
        }
        json.endArray();
        page.next().ifPresent(cursor -> json.field("next", cursor));
        return answer(json.endObject());
    }

    private Provider.Page one(Query query, ConfigKey key) {
        if (query.has("states") || query.has("cursor") || query.has("limit")) {
            throw new BadRequest("BAD_PARAMETER", "one: not with states, cursor or limit");
        }
        return new Provider.Page(providers.one(key).stream().toList(), Optional.empty());
    }

    /** Sets the state of one provider. */
    @PUT
    @Produces(MediaType.APPLICATION_JSON)
    public Response set(@Context HttpServletRequest request) {
        Query query = Query.of(request, SET);
        ConfigKey key = query.key();
        ChangeRequest change = ChangeRequest.of(request, query);
        access.check(change.caller(), Action.PUBLISH, key);
        if (change.precondition() != Precondition.NONE) {
            throw new BadRequest("BAD_ETAG", "A change of a state takes neither If-Match nor If-None-Match.");
        }
        ProviderState state = query.choice("state", ProviderState.class)
                .orElseThrow(() -> new BadRequest("BAD_PARAMETER", "state: up, offline or down expected"));
        Provider.Set set = providers.set(new StateChange(
                change.caller(), key, datumId(query), state, change.comment(), change.idempotencyKey()));
        return answer(ChangeRequest.writeKey(new JsonWriter().object(), key)
                .field("datumId", set.datumId())
                .field("state", set.state().word())
                .field("stateVersion", set.version())
                .field("changed", set.changed())
                .endObject());
    }

    /** Who set the state of one provider, newest first. */
    @GET
    @Path("/history")
    @Produces(MediaType.APPLICATION_JSON)
    public Response history(@Context HttpServletRequest request) {
        Query query = Query.of(request, HISTORY);
        ConfigKey key = query.key();
        access.check(Door.caller(request), Action.READ, key);
        int limit = query.count("limit", LIMIT, 1, LIMIT);
        long below = query.version("cursor").orElse(Long.MAX_VALUE);
        List<Revision> found = providers.history(key, datumId(query), below, limit + 1);
        List<Revision> page = found.subList(0, Math.min(limit, found.size()));
        JsonWriter json = ChangeRequest.writeKey(new JsonWriter().object(), key)
                .name("changes")
                .array();
        for (Revision revision : page) {
            write(json.object(), revision.standing())
                    .field("from", revision.address())
                    .field("comment", revision.comment())
                    .endObject();
        }
        json.endArray();
        if (page.size() < found.size()) {
            json.field("next", Long.toString(page.get(limit - 1).standing().version()));
        }
        return answer(json.endObject());
    }

    private static JsonWriter write(JsonWriter json, Standing standing) {
        return json.field("state", standing.state().word())
                .field("stateVersion", standing.version())
                .field("by", standing.by())
                .field("at", standing.at().toString());
    }

    private static String datumId(Query query) {
        return query.text("datumId", MAX_ID)
                .filter(id -> !id.isEmpty())
                .orElseThrow(() -> new BadRequest("INVALID_NAME", "datumId: 1 to " + MAX_ID + " characters expected"));
    }

    private static Response answer(JsonWriter json) {
        return Response.ok(json.toUtf8(), MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .build();
    }
}
