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
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.audit.AuditQueue;
import org.diamondconfig.server.audit.Entry;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.notify.PeerSeal;
import org.diamondconfig.server.notify.Purpose;
import org.diamondconfig.server.problem.Forbidden;

/** Where another node asks how this one is. Thread-safe. Whoever asks there has decided about rights. */
@Component
@Path("/peer/glance")
public class PeerGlanceResource {

    private static final int MAX_BYTES = 8 * 1024;

    /** How far the clocks of two nodes may be apart. */
    private static final Duration APART = Duration.ofMinutes(5);

    private static final Set<String> NO_PARAMETERS = Set.of();

    private final Overview overview;
    private final PeerSeal seal;
    private final AuditQueue refusals;
    private final Access access;
    private final InstantSource clock;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public PeerGlanceResource() {
        this(null, null, null, null, null);
    }

    @Inject
    PeerGlanceResource(Overview overview, PeerSeal seal, AuditQueue refusals, Access access, InstantSource clock) {
        this.overview = overview;
        this.seal = seal;
        this.refusals = refusals;
        this.access = access;
        this.clock = clock;
    }

    /** How this node is, and the marks that it has of a change. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response ask(@Context HttpServletRequest request, InputStream body) {
        Query.of(request, NO_PARAMETERS);
        access.checkServer(Door.caller(request), Action.NOTIFY);
        Entry wish = Entry.of(Door.caller(request), "ask", Entry.Target.SERVER);
        return refusals.tellingRefusal(wish, () -> answer(request, body));
    }

    private Response answer(HttpServletRequest request, InputStream body) {
        Wish.Sent sent = seal.open(request, body, Purpose.GLANCE, MAX_BYTES, Wish::decode)
                .content();
        if (Math.abs(clock.millis() - sent.atMillis()) > APART.toMillis()) {
            throw new Forbidden(
                    "ASKED_LONG_AGO",
                    "This was asked more than " + APART.toMinutes() + " minutes from now by this node's clock.");
        }
        return Response.ok(overview.glance(sent.wish()).encode(), MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .build();
    }
}
