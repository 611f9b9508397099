/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.health;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.audit.Audit;
import org.diamondconfig.server.audit.Entry;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonWriter;

/** The audit trail: listed page by page, newest first, and verified. Thread-safe. */
@Component
@Path("/audit")
public class AuditResource {

    private static final Set<String> PARAMETERS =
            Query.keyAnd("who", "action", "outcome", "from", "to", "cursor", "limit");
    private static final Set<String> VERIFY = Set.of("after");
    private static final int LIMIT = 50;
    private static final int MAX_LIMIT = 500;
    private static final int MAX_TEXT = 250;
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private final Audit audit;
    private final Access access;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public AuditResource() {
        this(null, null);
    }

    @Inject
    public AuditResource(Audit audit, Access access) {
        this.audit = audit;
        this.access = access;
    }

    /** Who did what, and who was refused, newest first. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response list(@Context HttpServletRequest request) {
        Query query = Query.of(request, PARAMETERS);
        access.checkServer(Door.caller(request), Action.OPERATE);
        Audit.Page page = audit.list(filter(query), query.count("limit", LIMIT, 1, MAX_LIMIT));
        JsonWriter json = new JsonWriter().object().name("entries").array();
        page.entries().forEach(entry -> write(json.object(), entry));
        json.endArray();
        page.next().ifPresent(cursor -> json.field("next", cursor));
        return ok(json);
    }

    /** Whether the trail is as it was written, seal by seal from its old end, or from behind one. */
    @GET
    @Path("/verify")
    @Produces(MediaType.APPLICATION_JSON)
    public Response verify(@Context HttpServletRequest request) {
        Query query = Query.of(request, VERIFY);
        access.checkServer(Door.caller(request), Action.OPERATE);
        Audit.Verdict verdict = audit.verify(Math.max(0, query.number("after").orElse(0)));
        JsonWriter json = new JsonWriter()
                .object()
                .field("intact", verdict.intact())
                .field("seals", verdict.seals())
                .field("entries", verdict.entries())
                .field("last", verdict.last())
                .field("mac", verdict.mac());
        verdict.next().ifPresent(after -> json.field("next", after));
        json.name("faults").array();
        verdict.faults()
                .forEach(fault -> json.object()
                        .field("code", fault.code())
                        .field("seal", fault.seal())
                        .field("entry", Long.toString(fault.entry()))
                        .field("sentence", fault.sentence())
                        .endObject());
        return ok(json.endArray());
    }

    private static Response ok(JsonWriter json) {
        return Response.ok(json.endObject().toUtf8(), MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .build();
    }

    private static Audit.Filter filter(Query query) {
        return new Audit.Filter(
                query.has("namespace") ? Optional.of(query.namespace()) : Optional.empty(),
                query.text("group", MAX_TEXT),
                query.text("dataId", MAX_TEXT),
                query.text("who", MAX_TEXT),
                query.text("action", MAX_TEXT),
                query.text("outcome", MAX_TEXT),
                micros(query, "from"),
                micros(query, "to"),
                query.text("cursor", MAX_TEXT).map(Audit.Place::of));
    }

    private static Optional<Long> micros(Query query, String name) {
        try {
            return query.text(name, MAX_TEXT).map(Instant::parse).map(AuditResource::micros);
        } catch (DateTimeException e) {
            throw new BadRequest("BAD_PARAMETER", name + ": a time such as 2026-01-31T08:00:00Z expected");
        }
    }

    /** Within what every database can hold. */
    private static long micros(Instant time) {
        if (time.isBefore(Instant.EPOCH) || time.isAfter(LAST)) {
            throw new DateTimeException("out of range");
        }
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    private static void write(JsonWriter json, Entry.Written written) {
        Entry entry = written.entry();
        json.field("id", Long.toString(written.id()))
                .field(
                        "at",
                        Instant.EPOCH
                                .plus(written.atMicros(), ChronoUnit.MICROS)
                                .toString())
                .field("node", written.node())
                .field("who", entry.who().subject())
                .field("how", entry.who().how())
                .field("address", entry.who().address())
                .field("action", entry.action())
                .field("namespace", ConfigKey.displayNamespace(entry.target().namespace()))
                .field("group", entry.target().group())
                .field("dataId", entry.target().dataId())
                .field("object", entry.target().object())
                .field("before", entry.versions().before())
                .field("after", entry.versions().after())
                .field("outcome", entry.outcome())
                .field("times", entry.times())
                .field("traceId", entry.who().traceId())
                .field("seal", written.seal())
                .endObject();
    }
}
