/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.aggregate;

import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.config.Precondition;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.http.Body;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.FailureMapper;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.publish.ChangeRequest;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonWriter;

/** The datums of one key: listed, published and removed; and who changed them. Thread-safe. */
@Component
@Path("/datums")
public class DatumsResource {

    private static final Logger LOG = System.getLogger(DatumsResource.class.getName());
    private static final Set<String> LIST = Query.keyAnd("cursor", "limit");
    private static final Set<String> ONE = Query.keyAnd("datumId", "comment");
    private static final Set<String> ALL = Query.keyAnd("comment");
    private static final int LIMIT = 50;
    private static final int MAX_LIMIT = 500;

    private final Aggregates aggregates;
    private final Access access;
    private final long maxDatum;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public DatumsResource() {
        this(null, null, null);
    }

    @Inject
    public DatumsResource(Aggregates aggregates, Access access, Settings settings) {
        this.aggregates = aggregates;
        this.access = access;
        maxDatum = settings == null ? 0 : settings.bytes(Knob.DATUM_MAX);
    }

    /** The datums of a key with their contents, page by page. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response list(@Context HttpServletRequest request) {
        Query query = Query.of(request, LIST);
        ConfigKey key = query.key();
        access.check(Door.caller(request), Action.READ, key);
        Datum.Page page = aggregates.list(key, query.text("cursor"), query.count("limit", LIMIT, 1, MAX_LIMIT));
        JsonWriter json = ChangeRequest.writeKey(new JsonWriter().object(), key)
                .field("dirty", page.dirty())
                .field("merged", page.merged())
                .name("datums")
                .array();
        for (Datum datum : page.datums()) {
            json.object()
                    .field("datumId", datum.datumId())
                    .field("version", datum.version())
                    .field("md5", datum.md5())
                    .field("content", datum.content())
                    .field("by", datum.changedBy())
                    .field("at", datum.changedAt().toString())
                    .endObject();
        }
        json.endArray();
        page.next().ifPresent(cursor -> json.field("next", cursor));
        return answer(json.endObject());
    }

    /** Publishes the raw body as one datum. */
    @PUT
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    public void publish(@Context HttpServletRequest request, InputStream body, @Suspended AsyncResponse response) {
        Query query = Query.of(request, ONE);
        ConfigKey key = query.key();
        ChangeRequest change = change(request, query);
        access.check(change.caller(), Action.PUBLISH, key);
        String content = Body.of(request, body).text(maxDatum);
        change(
                change,
                DatumChange.publish(change.caller(), key, datumId(query), content),
                WayBack.of(request, response));
    }

    /** Removes one datum; with the last one the key goes. */
    @DELETE
    @Produces(MediaType.APPLICATION_JSON)
    public void remove(@Context HttpServletRequest request, @Suspended AsyncResponse response) {
        Query query = Query.of(request, ONE);
        ConfigKey key = query.key();
        ChangeRequest change = change(request, query);
        access.check(change.caller(), Action.REMOVE, key);
        change(change, DatumChange.remove(change.caller(), key, datumId(query)), WayBack.of(request, response));
    }

    /** Removes all datums, and so the key. */
    @DELETE
    @Path("/all")
    @Produces(MediaType.APPLICATION_JSON)
    public void removeAll(@Context HttpServletRequest request, @Suspended AsyncResponse response) {
        Query query = Query.of(request, ALL);
        ConfigKey key = query.key();
        ChangeRequest change = change(request, query);
        access.check(change.caller(), Action.REMOVE, key);
        change(change, DatumChange.removeAll(change.caller(), key), WayBack.of(request, response));
    }

    /** Who changed which datum, newest first. */
    @GET
    @Path("/history")
    @Produces(MediaType.APPLICATION_JSON)
    public Response history(@Context HttpServletRequest request) {
        Query query = Query.of(request, LIST);
        ConfigKey key = query.key();
        access.check(Door.caller(request), Action.READ, key);
        Datum.Revision.Page page =
                aggregates.history(key, query.text("cursor"), query.count("limit", LIMIT, 1, MAX_LIMIT));
        JsonWriter json = ChangeRequest.writeKey(new JsonWriter().object(), key)
                .name("changes")
                .array();
        page.revisions().forEach(revision -> write(json, revision));
        json.endArray();
        page.next().ifPresent(cursor -> json.field("next", cursor));
        return answer(json.endObject());
    }

    private static void write(JsonWriter json, Datum.Revision revision) {
        json.object().field("dirty", revision.dirty()).field("operation", revision.operation());
        if (!revision.datumId().isEmpty()) {
            json.field("datumId", revision.datumId()).field("version", revision.version());
        }
        json.field("md5", revision.md5())
                .field("by", revision.trail().by())
                .field("from", revision.trail().address())
                .field("at", revision.trail().at().toString())
                .field("comment", revision.trail().comment())
                .endObject();
    }

    /** A datum has no ETag of its own, so there is nothing that a precondition could be held against. */
    private static ChangeRequest change(HttpServletRequest request, Query query) {
        ChangeRequest change = ChangeRequest.of(request, query);
        if (change.precondition() != Precondition.NONE) {
            throw new BadRequest("BAD_ETAG", "A change of datums takes neither If-Match nor If-None-Match.");
        }
        return change;
    }

    private static String datumId(Query query) {
        return query.text("datumId").orElse("");
    }

    /** Answers when the change has its outcome; no thread waits for that behind the changes of others. */
    private void change(ChangeRequest request, DatumChange wish, WayBack back) {
        aggregates.begin(wish.with(request.comment(), request.idempotencyKey())).whenComplete((published, failure) -> {
            try {
                if (failure == null) {
                    back.send(changed(published));
                } else {
                    back.fail(cause(failure));
                }
            } catch (RuntimeException | Error e) {
                // Nobody hears of it otherwise, and the request would wait for ever.
                back.fail(e);
            }
        });
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
    }

    /**
     * The way back to who waits: JAX-RS, or the servlet's request where JAX-RS has gone. Payara Server destroys Jersey before it tells an
     * application that it is undeployed; then Jersey says that its state is none to answer in. Whatever else JAX-RS fails with is a fault
     * and logged as one; who waits is told all the same what became of his change.
     */
    private record WayBack(AsyncResponse response, Optional<AsyncContext> context) {

        static WayBack of(HttpServletRequest request, AsyncResponse response) {
            return new WayBack(
                    response, request.isAsyncStarted() ? Optional.of(request.getAsyncContext()) : Optional.empty());
        }

        void send(JsonWriter json) {
            try {
                response.resume(answer(json));
            } catch (RuntimeException e) {
                past(e, (request, servlet) -> {
                    servlet.setStatus(HttpServletResponse.SC_OK);
                    servlet.setContentType(MediaType.APPLICATION_JSON);
                    servlet.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
                    servlet.getOutputStream().write(json.toUtf8());
                });
            }
        }

        void fail(Throwable failure) {
            try {
                response.resume(failure);
            } catch (RuntimeException e) {
                RuntimeException why =
                        failure instanceof RuntimeException one ? one : new IllegalStateException(failure);
                past(
                        e,
                        (request, servlet) ->
                                FailureMapper.problem(request, why).write(servlet));
            }
        }

        private void past(RuntimeException failure, Writing writing) {
            AsyncContext way = context.orElseThrow(() -> failure);
            boolean isGone = failure instanceof IllegalStateException;
            LOG.log(isGone ? Level.DEBUG : Level.ERROR, "JAX-RS did not take an answer", failure);
            try {
                HttpServletResponse servlet = (HttpServletResponse) way.getResponse();
                try {
                    if (!servlet.isCommitted()) {
                        writing.write((HttpServletRequest) way.getRequest(), servlet);
                    }
                } finally {
                    way.complete();
                }
            } catch (IOException | IllegalStateException e) {
                LOG.log(Level.DEBUG, "the client has gone, or was answered", e);
            }
        }

        private interface Writing {
            void write(HttpServletRequest request, HttpServletResponse servlet) throws IOException;
        }
    }

    private static JsonWriter changed(DatumPublished published) {
        JsonWriter json = ChangeRequest.writeKey(new JsonWriter().object(), published.key());
        if (!published.datumId().isEmpty()) {
            json.field("datumId", published.datumId()).field("datumVersion", published.datumVersion());
        }
        return json.field("dirty", published.dirty())
                .field("changed", published.changed())
                .endObject();
    }

    private static Response answer(JsonWriter json) {
        return Response.ok(json.toUtf8(), MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .build();
    }
}
