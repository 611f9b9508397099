/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.account;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.account.Directory.Entry;
import org.diamondconfig.server.config.Precondition;
import org.diamondconfig.server.config.Published;
import org.diamondconfig.server.dump.Lookup;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Body;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.ETag;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.NotFound;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.publish.ChangeRequest;
import org.diamondconfig.server.usage.LastUses;
import org.diamondconfig.wire.JsonWriter;

/** Subjects: listed, read, made, changed and removed by those who may grant every right. Thread-safe. */
@Component
@Path("/access/accounts")
@Produces(MediaType.APPLICATION_JSON)
public class AccountsResource {

    private static final Set<String> LOOK = Set.of("subject", "kind", "cursor", "limit");
    private static final Set<String> CHANGE = Set.of("subject", "comment");
    private static final int MAX_SUBJECT = 80;
    private static final int MAX_BODY = 256 << 10;
    private static final int MOST = 500;

    private final Accounts accounts;
    private final LastUses uses;
    private final Access access;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public AccountsResource() {
        this(null, null, null);
    }

    @Inject
    public AccountsResource(Accounts accounts, LastUses uses, Access access) {
        this.accounts = accounts;
        this.uses = uses;
        this.access = access;
    }

    /** The subject that is named, or a page of those of a kind, by name. */
    @GET
    public Response look(@Context HttpServletRequest request) {
        Query query = Query.of(request, LOOK);
        access.checkServer(Door.caller(request), Action.GRANT);
        return query.has("subject") ? one(query) : page(query);
    }

    private Response one(Query query) {
        Entry entry = accounts.find(subject(query).toString()).orElseThrow(AccountsResource::unknown);
        return Response.ok(
                        write(new JsonWriter(), entry, usesOf(List.of(entry))).toUtf8(), MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .header("ETag", ETag.of(entry.epoch(), entry.version()).toString())
                .build();
    }

    private Response page(Query query) {
        Subject.Kind kind = query.choice("kind", Subject.Kind.class).orElse(Subject.Kind.USER);
        String after = query.text("cursor", MAX_SUBJECT).orElse("");
        int limit = query.count("limit", MOST, 1, MOST);
        List<Entry> found = accounts.all(kind)
                .filter(entry -> entry.account().subject().name().compareTo(after) > 0)
                .limit(limit + 1L)
                .toList();
        Map<String, Instant> used = usesOf(found);
        JsonWriter json = new JsonWriter().object().name("accounts").array();
        found.stream().limit(limit).forEach(entry -> write(json, entry, used));
        json.endArray();
        if (found.size() > limit) {
            json.field("next", found.get(limit - 1).account().subject().name());
        }
        return answer(json.endObject());
    }

    /** When those were last let in; nothing is known of anybody while the database is away. */
    private Map<String, Instant> usesOf(List<Entry> inOrder) {
        if (inOrder.isEmpty()) {
            return Map.of();
        }
        try {
            return uses.between(name(inOrder.get(0)), name(inOrder.get(inOrder.size() - 1)));
        } catch (Unavailable e) {
            return Map.of();
        }
    }

    private static String name(Entry entry) {
        return entry.account().subject().toString();
    }

    /**
     * Makes the subject, or gives it another state as a whole. A token keeps its secret, and is made elsewhere; an application
     * keeps its keys unless it is given others.
     */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    public Response save(@Context HttpServletRequest request, InputStream body) {
        Query query = Query.of(request, CHANGE);
        ChangeRequest change = ChangeRequest.of(request, query);
        access.checkServer(change.caller(), Action.GRANT);
        Subject subject = subject(query);
        Account account = Body.of(request, body).json(MAX_BODY, json -> Account.read(subject, json));
        Optional<Entry> seen = accounts.find(subject.toString());
        Account next = subject.kind().hasSecrets() ? knownBy(account, seen) : account;
        // What nobody can read is lost already, and has no version that could have been seen.
        Published saved = accounts.save(accounts.isUnreadable(subject) ? change : following(seen, change), next);
        if (seen.isEmpty()) {
            uses.forget(subject.toString());
        }
        return answer(subject, saved);
    }

    /** What it is known by already, unless it was given something else. */
    private Account knownBy(Account account, Optional<Entry> seen) {
        if (!account.secrets().isEmpty()) {
            return account;
        }
        if (seen.isEmpty() && !accounts.isComplete()) {
            throw Lookup.loading();
        }
        return account.withSecrets(seen.map(entry -> entry.account().secrets())
                .orElseThrow(() -> account.subject().kind() == Subject.Kind.TOKEN
                        ? unknown()
                        : new BadRequest(
                                "INVALID_BODY", "keys: a new application needs one that its clients have too")));
    }

    /** Removes the subject, and with it all that it could do: a token is revoked. */
    @DELETE
    public Response remove(@Context HttpServletRequest request) {
        Query query = Query.of(request, CHANGE);
        ChangeRequest change = ChangeRequest.of(request, query);
        access.checkServer(change.caller(), Action.GRANT);
        Subject subject = subject(query);
        if (accounts.isComplete() && accounts.find(subject).isEmpty() && !accounts.isUnreadable(subject)) {
            throw unknown();
        }
        Published removed = accounts.remove(change, subject);
        uses.forget(subject.toString());
        return answer(subject, removed);
    }

    /** What others have changed meanwhile, here or on another node, must not be lost. */
    static ChangeRequest following(Optional<Entry> seen, ChangeRequest change) {
        if (change.precondition() != Precondition.NONE) {
            return change;
        }
        Precondition unchanged = seen.<Precondition>map(
                        entry -> new Precondition.VersionIs(entry.epoch().generation(), entry.version()))
                .orElseGet(Precondition.MustNotExist::new);
        return new ChangeRequest(change.caller(), unchanged, change.comment(), change.idempotencyKey());
    }

    static NotFound unknown() {
        return new NotFound("SUBJECT_NOT_FOUND", "There is no subject of that name.");
    }

    /** The subject that a query names. */
    static Subject subject(Query query) {
        try {
            return Subject.parse(query.text("subject", MAX_SUBJECT)
                    .orElseThrow(() -> new BadRequest("BAD_PARAMETER", "subject: say which one")));
        } catch (IllegalArgumentException e) {
            throw new BadRequest("BAD_PARAMETER", e.getMessage());
        }
    }

    private static JsonWriter write(JsonWriter json, Entry entry, Map<String, Instant> used) {
        entry.account().write(json.object());
        Optional.ofNullable(used.get(name(entry))).ifPresent(at -> json.field("lastUsed", at.toString()));
        return json.field("epoch", entry.epoch().toString())
                .field("version", entry.version())
                .endObject();
    }

    /** Tells that a change of a subject is committed. */
    static Response answer(Subject subject, Published published) {
        return answer(new JsonWriter()
                .object()
                .field("subject", subject.toString())
                .field("epoch", published.epoch().toString())
                .field("version", published.version())
                .field("changed", published.changed())
                .endObject());
    }

    static Response answer(JsonWriter json) {
        return Response.ok(json.toUtf8(), MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .build();
    }
}
