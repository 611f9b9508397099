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
import org.diamondconfig.server.http.Body;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.problem.Forbidden;
import org.diamondconfig.server.problem.Unavailable;
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
    private final Inbox inbox;
    private final AuditQueue refusals;
    private final Access access;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public NotifyResource() {
        this(null, null, null, null);
    }

    @Inject
    NotifyResource(Cluster cluster, Inbox inbox, AuditQueue refusals, Access access) {
        this.cluster = cluster;
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
        Envelope.Signed signed = addressed(request);
        List<ConfigChanged> changes = Body.of(request, body).bytes(NoticeCodec.MAX_BYTES, bytes -> {
            requireGenuine(signed, bytes);
            return NoticeCodec.decode(bytes);
        });
        requireOurs(changes);
        String from = signed.envelope().from();
        inbox.take(from, changes);
        cluster.heardOf(from);
        return Response.accepted(new JsonWriter()
                        .object()
                        .field("node", cluster.nodeId())
                        .endObject()
                        .toUtf8())
                .type(MediaType.APPLICATION_JSON)
                .build();
    }

    /** A message that says it is for this node; the body need not be read to refuse any other. */
    private Envelope.Signed addressed(HttpServletRequest request) {
        Envelope.Signed signed = Envelope.parse(request.getHeader(Envelope.HEADER))
                .orElseThrow(() -> new Forbidden(
                        "NOT_SIGNED", "Only nodes of the cluster tell of changes here, in signed messages."));
        Envelope envelope = signed.envelope();
        requireCluster(envelope.cluster());
        if (!envelope.to().equals(Envelope.ANYBODY) && !envelope.to().equals(cluster.nodeId())) {
            throw new Forbidden("WRONG_RECEIVER", "Another node lives here than the one this is meant for.");
        }
        return signed;
    }

    private void requireCluster(String told) {
        String ours = cluster.clusterId().orElseThrow(NotifyResource::notYet);
        if (!told.equals(ours)) {
            throw new Forbidden("FOREIGN_CLUSTER", "This node belongs to another cluster: its store is another one.");
        }
    }

    private void requireGenuine(Envelope.Signed signed, byte[] body) {
        byte[] key = cluster.signingKey().orElseThrow(NotifyResource::notYet);
        if (!signed.isGenuine(key, body)) {
            throw new Forbidden("BAD_SIGNATURE", "The signature is not one of this cluster's key over this message.");
        }
    }

    private void requireOurs(List<ConfigChanged> changes) {
        changes.forEach(change -> requireCluster(change.epoch().storeId()));
    }

    private static Unavailable notYet() {
        return new Unavailable("KEY_UNKNOWN", "This node has not reached the database yet.", 1);
    }
}
