/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.account;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.access.Grant;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.wire.JsonWriter;

/** Tells whoever asks who it is taken for, and what it may do. Thread-safe. */
@Component
@Path("/whoami")
@Produces(MediaType.APPLICATION_JSON)
public class WhoAmIResource {

    private final Accounts accounts;
    private final Access access;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public WhoAmIResource() {
        this(null, null);
    }

    @Inject
    public WhoAmIResource(Accounts accounts, Access access) {
        this.accounts = accounts;
        this.access = access;
    }

    /** The subject, and the grants it has itself and through its groups; in open mode everybody has all. */
    @GET
    public Response whoami(@Context HttpServletRequest request) {
        Query.requireNone(request);
        Caller caller = Door.caller(request);
        access.checkServer(caller, Action.LOCATE);
        Optional<Account> account = accounts.find(caller.subject()).map(Directory.Entry::account);
        JsonWriter json = new JsonWriter()
                .object()
                .field("subject", caller.subject())
                .field("access", access.isOpen() ? "open" : "closed")
                .name("grants")
                .array();
        grants(account).forEach(grant -> Grants.write(json, grant));
        json.endArray();
        account.flatMap(known -> known.terms().expires())
                .ifPresent(expires -> json.field("expires", expires.toString()));
        return AccountsResource.answer(json.endObject());
    }

    private List<Grant> grants(Optional<Account> account) {
        return access.isOpen()
                ? List.of(Grant.admin())
                : account.map(accounts::grants).orElse(List.of());
    }
}
