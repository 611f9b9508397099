/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.provider;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.publish.ChangeRequest;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonWriter;

/** Whether the providers of a key are checked: asked, turned on, turned off. Thread-safe. */
@Component
@Path("/providers/check")
public class CheckResource {

    private final Checks checks;
    private final Providers providers;
    private final Access access;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public CheckResource() {
        this(null, null, null);
    }

    @Inject
    public CheckResource(Checks checks, Providers providers, Access access) {
        this.checks = checks;
        this.providers = providers;
        this.access = access;
    }

    /** Whether they are, by which node, and which of them are not dialled. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response report(@Context HttpServletRequest request) {
        ConfigKey key = Query.of(request, Query.KEY).key();
        access.check(Door.caller(request), Action.READ, key);
        return answer(key, checks.report(key));
    }

    /** From now on they are; the same again changes nothing. */
    @PUT
    @Produces(MediaType.APPLICATION_JSON)
    public Response turnOn(@Context HttpServletRequest request) {
        ConfigKey key = Query.of(request, Query.KEY).key();
        Caller caller = Door.caller(request);
        access.check(caller, Action.PUBLISH, key);
        providers.requireDatums(key);
        return answer(key, checks.turnOn(caller, key));
    }

    /** From now on they are not. */
    @DELETE
    public Response turnOff(@Context HttpServletRequest request) {
        ConfigKey key = Query.of(request, Query.KEY).key();
        Caller caller = Door.caller(request);
        access.check(caller, Action.PUBLISH, key);
        checks.turnOff(caller, key);
        return Response.noContent().build();
    }

    private static Response answer(ConfigKey key, Checks.Report report) {
        JsonWriter json = ChangeRequest.writeKey(new JsonWriter().object(), key)
                .field("on", report.check().isPresent());
        report.check()
                .ifPresent(check -> json.field("by", check.by())
                        .field("at", check.at().toString())
                        .field("node", check.node()));
        json.field("providers", report.providers())
                .field("dialled", report.dialled())
                .name("undialled")
                .array();
        report.undialled()
                .forEach(each -> json.object()
                        .field("datumId", each.datumId())
                        .field("reason", each.reason())
                        .endObject());
        return Response.ok(json.endArray().endObject().toUtf8(), MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .build();
    }
}
