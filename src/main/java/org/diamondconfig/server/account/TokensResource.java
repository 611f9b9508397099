/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.account;

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
import java.util.Optional;
import java.util.Set;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.config.Precondition;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Body;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.publish.ChangeRequest;
import org.diamondconfig.wire.JsonWriter;

/** Tokens are made here; each is shown once, and then only its hash is known. Thread-safe. */
@Component
@Path("/access/tokens")
@Produces(MediaType.APPLICATION_JSON)
public class TokensResource {

    private static final Set<String> COMMENT = Set.of("comment");
    private static final int MAX_BODY = 256 << 10;

    private final Accounts accounts;
    private final Tokens tokens;
    private final Access access;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public TokensResource() {
        this(null, null, null);
    }

    @Inject
    public TokensResource(Accounts accounts, Tokens tokens, Access access) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.access = access;
    }

    /** Makes a token with what the body says of it, as of any account, and shows it. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response make(@Context HttpServletRequest request, InputStream body) {
        ChangeRequest change = ChangeRequest.of(request, Query.of(request, COMMENT));
        access.checkServer(change.caller(), Action.GRANT);
        Tokens.Fresh fresh = tokens.fresh();
        Account account = Body.of(request, body)
                .json(MAX_BODY, json -> Account.read(fresh.subject(), json))
                .withSecrets(List.of(fresh.hash()));
        // Another secret is made at each try, so that a repeated request is another one.
        accounts.save(
                new ChangeRequest(change.caller(), new Precondition.MustNotExist(), change.comment(), Optional.empty()),
                account);
        return AccountsResource.answer(account.write(new JsonWriter().object())
                .field("token", fresh.secret())
                .endObject());
    }
}
