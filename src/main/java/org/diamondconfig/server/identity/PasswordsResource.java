/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.identity;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
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
import org.diamondconfig.server.problem.Conflict;

/** The passwords of others, set by who grants rights. Thread-safe. None is ever told. */
@Component
@Path("/access/passwords")
@Produces(MediaType.APPLICATION_JSON)
public class PasswordsResource {

    private static final Set<String> SET = Set.of("user");
    private static final int MAX_BODY = 4 << 10;

    private final SignIn signIn;
    private final Access access;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public PasswordsResource() {
        this(null, null);
    }

    @Inject
    PasswordsResource(SignIn signIn, Access access) {
        this.signIn = signIn;
        this.access = access;
    }

    /** Gives a user a password, which he must change at his first sign-in. */
    @PUT
    public Response set(@Context HttpServletRequest request, InputStream body) {
        Query query = Query.of(request, SET);
        Caller caller = Door.caller(request);
        access.checkServer(caller, Action.GRANT);
        String user = SessionsResource.user(query);
        if (caller.subject().equals(Users.subject(user))) {
            throw new Conflict(
                    "OWN_PASSWORD", "Change your own password by PUT /session/password, which asks for the old one.");
        }
        String password = Body.of(request, body).json(MAX_BODY, json -> json.string("password"));
        signIn.assign(caller, user, password);
        return Response.noContent().header("Cache-Control", "no-store").build();
    }
}
