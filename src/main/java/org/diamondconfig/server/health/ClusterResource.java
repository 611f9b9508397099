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
import java.util.Set;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.overview.ClusterSight;

/** The cluster as this node sees it: itself, and every other node with how it is and how telling it of changes goes. Thread-safe. */
@Component
@Path("/cluster")
public class ClusterResource {

    private static final Set<String> NO_PARAMETERS = Set.of();

    private final ClusterSight sight;
    private final Access access;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public ClusterResource() {
        this(null, null);
    }

    @Inject
    public ClusterResource(ClusterSight sight, Access access) {
        this.sight = sight;
        this.access = access;
    }

    /** This node, and the others in the order of their addresses. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response cluster(@Context HttpServletRequest request) {
        Query.of(request, NO_PARAMETERS);
        access.checkServer(Door.caller(request), Action.OPERATE);
        return Response.ok(sight.json().join(), MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .build();
    }
}
