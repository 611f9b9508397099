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
import java.util.Set;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.audit.AuditQueue;
import org.diamondconfig.server.audit.Entry;
import org.diamondconfig.server.cluster.Cluster;
import org.diamondconfig.server.config.ConfigChanged;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.wire.JsonWriter;

/**
 * Where peers tell this node of changes. Thread-safe. What they say is only a hint to look into the database, so that a
 * message does no harm even if its signature was stolen; it is refused all the same unless the cluster's key has signed it.
 */
@Component
@Path("/peer/notify")
public class NotifyResource {

    private static final Set<String> NO_PARAMETERS = Set.of();

    private final Cluster cluster;
    private final PeerSeal seal;
    private final Inbox inbox;
    private final AuditQueue refusals;
    private final Access access;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public NotifyResource() {
        this(null, null, null, null, null);
    }

    @Inject
    NotifyResource(Cluster cluster, PeerSeal seal, Inbox inbox, AuditQueue refusals, Access access) {
        this.cluster = cluster;
        this.seal = seal;
        this.inbox = inbox;
        this.refusals = refusals;
        this.access = access;
    }

    /** Takes the notices in and answers before they are looked at. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response notify(@Context HttpServletRequest request, InputStream body) {
        Query.of(request, NO_PARAMETERS);
        access.checkServer(Door.caller(request), Action.NOTIFY);
        Entry wish = Entry.of(Door.caller(request), "notify", Entry.Target.SERVER);
        return refusals.tellingRefusal(wish, () -> take(request, body));
    }

    private Response take(HttpServletRequest request, InputStream body) {
        PeerSeal.Message<List<ConfigChanged>> message =
                seal.open(request, body, Purpose.NOTIFY, NoticeCodec.MAX_BYTES, NoticeCodec::decode);
        message.content().forEach(change -> seal.requireCluster(change.epoch().storeId()));
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
}
