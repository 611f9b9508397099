/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.health;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Query;

/** Acts of an operator on this node. Thread-safe. */
@Component
@Path("/ops/dump")
public class OpsResource {

    private final Dump dump;
    private final Access access;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public OpsResource() {
        this(null, null);
    }

    @Inject
    public OpsResource(Dump dump, Access access) {
        this.dump = dump;
        this.access = access;
    }

    /** Begins to compare every row's content with the dump; /health/ready tells how that goes. */
    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public Response dumpAll(@Context HttpServletRequest request) {
        Query.requireNone(request);
        access.checkServer(Door.caller(request), Action.OPERATE);
        dump.dumpAll();
        return Response.accepted("{\"started\":true}")
                .type(MediaType.APPLICATION_JSON)
                .build();
    }
}
