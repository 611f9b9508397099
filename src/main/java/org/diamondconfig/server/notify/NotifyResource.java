/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.notify;

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
import java.util.List;
import org.diamondconfig.server.cluster.Cluster;
import org.diamondconfig.server.config.ConfigChanged;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.peer.PeerDoor;
import org.diamondconfig.server.peer.PeerSeal;
import org.diamondconfig.server.peer.Purpose;
import org.diamondconfig.wire.JsonWriter;

/**
 * Where peers tell this node of changes. Thread-safe. What they say is only a hint to look into the database, so that a
 * message does no harm even if its signature was stolen; it is refused all the same unless the cluster's key has signed it.
 */
@Component
@Path("/peer/notify")
public class NotifyResource {

    private final Cluster cluster;
    private final PeerDoor door;
    private final PeerSeal seal;
    private final Inbox inbox;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public NotifyResource() {
        this(null, null, null, null);
    }

    @Inject
    NotifyResource(Cluster cluster, PeerDoor door, PeerSeal seal, Inbox inbox) {
        this.cluster = cluster;
        this.door = door;
        this.seal = seal;
        this.inbox = inbox;
    }

    /** Takes the notices in and answers before they are looked at. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response notify(@Context HttpServletRequest request, InputStream body) {
        PeerSeal.Message<List<ConfigChanged>> message =
                door.open(request, body, Purpose.NOTIFY, NoticeCodec.MAX_BYTES, this::ofOurs);
        inbox.take(message.from(), message.content());
        cluster.heardOf(message.from());
        return Response.accepted(new JsonWriter()
                        .object()
                        .field("node", cluster.nodeId())
                        .endObject()
                        .toUtf8())
                .type(MediaType.APPLICATION_JSON)
                .build();
    }

    /** Notices of changes of this node's own store. */
    private List<ConfigChanged> ofOurs(byte[] body) {
        List<ConfigChanged> notices = NoticeCodec.decode(body);
        notices.forEach(change -> seal.requireCluster(change.epoch().storeId()));
        return notices;
    }
}
