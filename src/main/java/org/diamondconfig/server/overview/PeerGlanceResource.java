/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.overview;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.peer.PeerDoor;
import org.diamondconfig.server.peer.Purpose;

/** Where another node asks how this one is. Thread-safe. */
@Component
@Path("/peer/glance")
public class PeerGlanceResource {

    private final Overview overview;
    private final PeerDoor door;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public PeerGlanceResource() {
        this(null, null);
    }

    @Inject
    PeerGlanceResource(Overview overview, PeerDoor door) {
        this.overview = overview;
        this.door = door;
    }

    /** How this node is, and the marks that it has of a change. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response ask(@Context HttpServletRequest request, InputStream body) {
        return door.answer(
                request,
                body,
                Purpose.GLANCE,
                Wish::read,
                wish -> overview.glance(wish).encode());
    }
}
