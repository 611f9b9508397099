/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.health;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.audit.AuditQueue;
import org.diamondconfig.server.audit.Entry;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.watch.HeldPolls;
import org.diamondconfig.wire.JsonWriter;

/** Acts of an operator on this node. Thread-safe. */
@Component
@Path("/ops")
public class OpsResource {

    private final Dump dump;
    private final HeldPolls polls;
    private final AuditQueue queue;
    private final Access access;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public OpsResource() {
        this(null, null, null, null);
    }

    @Inject
    public OpsResource(Dump dump, HeldPolls polls, AuditQueue queue, Access access) {
        this.dump = dump;
        this.polls = polls;
        this.queue = queue;
        this.access = access;
    }

    /** Begins to compare every row's content with the dump; /health/ready tells how that goes. */
    @POST
    @Path("/dump")
    @Produces(MediaType.APPLICATION_JSON)
    public Response dumpAll(@Context HttpServletRequest request) {
        operator(request);
        dump.dumpAll();
        return Response.accepted("{\"started\":true}")
                .type(MediaType.APPLICATION_JSON)
                .build();
    }

    /** Sends this node's clients elsewhere: it is not ready, holds no polls, and answers everything else. */
    @POST
    @Path("/drain")
    @Produces(MediaType.APPLICATION_JSON)
    public Response drain(@Context HttpServletRequest request) {
        Caller caller = operator(request);
        return drains(polls.drain().begin(), caller, "drain");
    }

    /** Takes clients again. */
    @DELETE
    @Path("/drain")
    @Produces(MediaType.APPLICATION_JSON)
    public Response undrain(@Context HttpServletRequest request) {
        Caller caller = operator(request);
        return drains(polls.drain().end(), caller, "drain-end");
    }

    private Caller operator(HttpServletRequest request) {
        Query.requireNone(request);
        Caller caller = Door.caller(request);
        access.checkServer(caller, Action.OPERATE);
        return caller;
    }

    private Response drains(boolean changed, Caller caller, String action) {
        if (changed) {
            queue.done(Entry.of(caller, action, Entry.Target.SERVER));
        }
        byte[] json = new JsonWriter()
                .object()
                .field("draining", polls.drain().isWished())
                .field("changed", changed)
                .endObject()
                .toUtf8();
        return Response.ok(json, MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .build();
    }
}
