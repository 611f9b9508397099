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
import java.util.Set;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.audit.AuditQueue;
import org.diamondconfig.server.audit.Entry;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.JsonWriter;

/** The explicit act by which a node takes another store for its own. Thread-safe. */
@Component
@Path("/ops/adopt")
public class AdoptResource {

    private static final Set<String> PARAMETERS = Set.of("store");

    private final Database database;
    private final AuditQueue queue;
    private final Access access;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public AdoptResource() {
        this(null, null, null);
    }

    @Inject
    public AdoptResource(Database database, AuditQueue queue, Access access) {
        this.database = database;
        this.queue = queue;
        this.access = access;
    }

    /** Adopts the store of this id, which STORE_CHANGED told of; dumps and clients move on to its higher generation. */
    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public Response adopt(@Context HttpServletRequest request) {
        Query query = Query.of(request, PARAMETERS);
        access.checkServer(Door.caller(request), Action.OPERATE);
        String store = query.text("store")
                .orElseThrow(() -> new BadRequest(
                        "BAD_PARAMETER", "store: say the id of the store to adopt, as /health/ready tells it"));
        Entry entry = Entry.of(Door.caller(request), "adopt", Entry.Target.SERVER.with(store));
        Epoch adopted = queue.tellingRefusal(entry, () -> database.adopt(store));
        queue.done(entry.between(0, adopted.generation()));
        byte[] json = new JsonWriter()
                .object()
                .field("epoch", adopted.toString())
                .endObject()
                .toUtf8();
        return Response.ok(json, MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .build();
    }
}
