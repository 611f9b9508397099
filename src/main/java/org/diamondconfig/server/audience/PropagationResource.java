/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.audience;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.wire.ConfigKey;

/** How far a version got. Thread-safe. */
@Component
@Path("/propagation")
public class PropagationResource {

    private static final Set<String> PARAMETERS = Query.keyAnd("version");

    private final Propagation propagation;
    private final Access access;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public PropagationResource() {
        this(null, null);
    }

    @Inject
    PropagationResource(Propagation propagation, Access access) {
        this.propagation = propagation;
        this.access = access;
    }

    /** Of the version that is asked for, else of the one that this node serves. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response propagation(@Context HttpServletRequest request) {
        Query query = Query.of(request, PARAMETERS);
        ConfigKey key = query.key();
        access.check(Door.caller(request), Action.READ, key);
        byte[] json = propagation.of(key, query.version("version").orElse(0)).join();
        return Response.ok(json, MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .build();
    }
}
