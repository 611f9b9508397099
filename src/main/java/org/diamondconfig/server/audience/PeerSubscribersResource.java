/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.audience;

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
import org.diamondconfig.server.subscriber.Question;
import org.diamondconfig.server.subscriber.Subscribers;

/** Where another node asks who polls at this one. Thread-safe. */
@Component
@Path("/peer/subscribers")
public class PeerSubscribersResource {

    private final Subscribers subscribers;
    private final PeerDoor door;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public PeerSubscribersResource() {
        this(null, null);
    }

    @Inject
    PeerSubscribersResource(Subscribers subscribers, PeerDoor door) {
        this.subscribers = subscribers;
        this.door = door;
    }

    /** What this node knows. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response ask(@Context HttpServletRequest request, InputStream body) {
        return door.answer(
                request,
                body,
                Purpose.ASK,
                Question::read,
                question -> KnownCodec.encode(subscribers.answer(question)));
    }
}
