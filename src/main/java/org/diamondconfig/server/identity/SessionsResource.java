/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.identity;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.wire.JsonWriter;

/** The sessions of all users, for who grants rights: listed and ended. Thread-safe. */
@Component
@Path("/sessions")
@Produces(MediaType.APPLICATION_JSON)
public class SessionsResource {

    private static final Set<String> LIST = Set.of("user");
    private static final Set<String> END = Set.of("user", "session");
    private static final int MAX_USER = 64;

    private final Sessions sessions;
    private final Access access;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public SessionsResource() {
        this(null, null);
    }

    @Inject
    SessionsResource(Sessions sessions, Access access) {
        this.sessions = sessions;
        this.access = access;
    }

    /** Those that live, of one user or of all. */
    @GET
    public Response list(@Context HttpServletRequest request) {
        Query query = Query.of(request, LIST);
        access.checkServer(Door.caller(request), Action.GRANT);
        JsonWriter json = new JsonWriter().object().name("sessions").array();
        for (Session session : sessions.list(query.text("user", MAX_USER))) {
            json.object()
                    .field("user", session.user())
                    .field("session", session.place())
                    .field("created", session.created().toString())
                    .field("used", sessions.lastUse(session).toString())
                    .field("from", session.address())
                    .endObject();
        }
        return answer(json.endArray().endObject());
    }

    /** Ends one session of a user, or all of them. */
    @DELETE
    public Response end(@Context HttpServletRequest request) {
        Query query = Query.of(request, END);
        Caller caller = Door.caller(request);
        access.checkServer(caller, Action.GRANT);
        String user = user(query);
        int ended = query.has("session")
                ? sessions.end(caller, user, place(query))
                : sessions.endAll(caller, user, Optional.empty());
        return answer(new JsonWriter().object().field("ended", ended).endObject());
    }

    /** The user that is named. */
    static String user(Query query) {
        return query.text("user", MAX_USER)
                .filter(Users::isName)
                .orElseThrow(() -> new BadRequest("BAD_PARAMETER", "user: the name of a user expected"));
    }

    private static int place(Query query) {
        long place = query.number("session").orElseThrow();
        if (place < 0 || place >= Session.PLACES) {
            throw new BadRequest("BAD_PARAMETER", "session: a number from the list expected");
        }
        return (int) place;
    }

    private static Response answer(JsonWriter json) {
        return Response.ok(json.toUtf8(), MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .build();
    }
}
