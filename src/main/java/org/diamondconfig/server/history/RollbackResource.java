/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.history;

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
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.publish.ChangeRequest;
import org.diamondconfig.wire.ConfigKey;

/** The way back: an earlier version of a key, published again as a new one. Thread-safe. */
@Component
@Path("/rollback")
public class RollbackResource {

    private static final Set<String> PARAMETERS = Query.keyAnd("version", "comment");

    private final Histories histories;
    private final Access access;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public RollbackResource() {
        this(null, null);
    }

    @Inject
    public RollbackResource(Histories histories, Access access) {
        this.histories = histories;
        this.access = access;
    }

    /** Makes {@code version} the newest one again, under a new number. */
    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public Response rollback(@Context HttpServletRequest request) {
        Query query = Query.of(request, PARAMETERS);
        ConfigKey key = query.key();
        ChangeRequest change = ChangeRequest.of(request, query);
        access.check(change.caller(), Action.ROLLBACK, key);
        long version = query.version("version")
                .orElseThrow(() -> new BadRequest("BAD_PARAMETER", "version: say which one to go back to"));
        return ChangeRequest.answer(histories.rollback(
                change.caller(),
                new Histories.Target(key, version),
                change.precondition(),
                change.comment(),
                change.idempotencyKey()));
    }
}
