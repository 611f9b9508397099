/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.account;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.access.Grant;
import org.diamondconfig.server.account.Directory.Entry;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Body;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.ETag;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.publish.ChangeRequest;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.JsonWriter;

/**
 * What one subject was granted in one namespace: seen and replaced by those who may grant there, without a word about its
 * other rights. Thread-safe.
 */
@Component
@Path("/access/grants")
@Produces(MediaType.APPLICATION_JSON)
public class GrantsResource {

    private static final Set<String> LOOK = Set.of("subject", "namespace");
    private static final Set<String> CHANGE = Set.of("subject", "namespace", "comment");
    private static final int MAX_BODY = 256 << 10;

    private final Accounts accounts;
    private final Access access;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public GrantsResource() {
        this(null, null);
    }

    @Inject
    public GrantsResource(Accounts accounts, Access access) {
        this.accounts = accounts;
        this.access = access;
    }

    /** The grants of the subject that name this namespace and no other. */
    @GET
    public Response look(@Context HttpServletRequest request) {
        Query query = Query.of(request, LOOK);
        String namespace = query.namespace();
        access.checkNamespace(Door.caller(request), Action.GRANT, namespace);
        Entry entry = entry(AccountsResource.subject(query));
        JsonWriter json = new JsonWriter()
                .object()
                .field("subject", entry.account().subject().toString())
                .field("namespace", namespace)
                .name("grants")
                .array();
        of(entry.account(), namespace).forEach(grant -> Grants.write(json, grant));
        json.endArray().field("epoch", entry.epoch().toString()).field("version", entry.version());
        return Response.ok(json.endObject().toUtf8(), MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .header("ETag", ETag.of(entry.epoch(), entry.version()).toString())
                .build();
    }

    /** Replaces what the subject is allowed in this namespace; what it is denied stays. Nothing concerns the server. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    public Response replace(@Context HttpServletRequest request, InputStream body) {
        Query query = Query.of(request, CHANGE);
        String namespace = query.namespace();
        ChangeRequest change = ChangeRequest.of(request, query);
        access.checkNamespace(change.caller(), Action.GRANT, namespace);
        List<Grant> wanted = Body.of(request, body).json(MAX_BODY, json -> read(json, namespace));
        Entry entry = entry(AccountsResource.subject(query));
        // What was taken from somebody here is not given back by whoever may only grant here.
        Stream<Grant> others = entry.account().grants().stream()
                .filter(grant -> !names(grant, namespace) || grant.effect() == Grant.Effect.DENY);
        Account next = withGrants(
                entry.account(), Stream.concat(others, wanted.stream()).toList());
        return AccountsResource.answer(
                next.subject(), accounts.save(AccountsResource.following(Optional.of(entry), change), next));
    }

    private static Account withGrants(Account account, List<Grant> grants) {
        try {
            return account.withGrants(grants);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("BAD_FIELD", e.getMessage() + ".");
        }
    }

    private static List<Grant> read(JsonObject json, String namespace) {
        List<Grant> grants = Grants.read(json.objects("grants"));
        if (!grants.stream().allMatch(grant -> names(grant, namespace))) {
            throw new IllegalArgumentException("grants: each must name the namespace of the query");
        }
        if (grants.stream().anyMatch(grant -> grant.effect() == Grant.Effect.DENY)) {
            throw new IllegalArgumentException("grants: only who may grant everything denies something");
        }
        if (grants.stream().anyMatch(grant -> grant.actions().contains(Action.OPERATE))) {
            throw new IllegalArgumentException("grants: to operate is about the server and not about a namespace");
        }
        return grants;
    }

    private Entry entry(Subject subject) {
        return accounts.find(subject.toString()).orElseThrow(AccountsResource::unknown);
    }

    private static List<Grant> of(Account account, String namespace) {
        return account.grants().stream()
                .filter(grant -> names(grant, namespace))
                .toList();
    }

    private static boolean names(Grant grant, String namespace) {
        return grant.namespace().equals(ConfigKey.displayNamespace(namespace));
    }
}
