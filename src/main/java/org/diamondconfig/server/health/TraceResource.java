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
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Trace;
import org.diamondconfig.server.http.Door;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.server.overview.Glance;
import org.diamondconfig.server.overview.Overview;
import org.diamondconfig.server.overview.Wish;
import org.diamondconfig.server.peer.PeerRound.Said;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.publish.ChangeRequest;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonWriter;

/** Where one version of one key has been on this node, or on all, and when. Thread-safe. */
@Component
@Path("/trace")
public class TraceResource {

    private static final Set<String> PARAMETERS = Query.keyAnd("version", "nodes");

    /** Whose marks are told. */
    private enum Nodes {
        THIS,
        ALL
    }

    private final Trace trace;
    private final Overview overview;
    private final Access access;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public TraceResource() {
        this(null, null, null);
    }

    @Inject
    public TraceResource(Trace trace, Overview overview, Access access) {
        this.trace = trace;
        this.overview = overview;
        this.access = access;
    }

    /** The marks of a change, oldest first; none when it is too long ago or never passed here. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response trace(@Context HttpServletRequest request) {
        Query query = Query.of(request, PARAMETERS);
        ConfigKey key = query.key();
        access.check(Door.caller(request), Action.READ, key);
        long version =
                query.version("version").orElseThrow(() -> new BadRequest("BAD_PARAMETER", "version: say which one"));
        JsonWriter json = ChangeRequest.writeKey(new JsonWriter().object(), key)
                .field("version", version)
                .name("marks")
                .array();
        List<Trace.Mark> marks = trace.of(key, version);
        for (Trace.Mark mark : marks) {
            Duration since = Duration.ofNanos(mark.nanos() - marks.get(0).nanos());
            json.object()
                    .field("step", mark.step().name().toLowerCase(Locale.ROOT))
                    .field("at", mark.at().toString())
                    .field("millis", since.toMillis())
                    .field("detail", mark.detail())
                    .endObject();
        }
        json.endArray();
        if (query.choice("nodes", Nodes.class).orElse(Nodes.THIS) == Nodes.ALL) {
            writeOthers(
                    json,
                    overview.all(new Wish(Optional.of(new Wish.Change(key, version))))
                            .join()
                            .others());
        }
        return Response.ok(json.endObject().toUtf8(), MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .build();
    }

    /** Times by this node's clock, later by what their answer took. */
    private static void writeOthers(JsonWriter json, List<Said<Glance>> all) {
        json.name("others").array();
        for (Said<Glance> said : all) {
            said.answer().ifPresent(glance -> {
                json.object().field("node", said.address()).name("marks").array();
                glance.marks().forEach(mark -> write(json, said, mark));
                json.endArray().endObject();
            });
        }
        Said.missing(json.endArray(), all);
    }

    private static void write(JsonWriter json, Said<Glance> said, Glance.Past mark) {
        json.object()
                .field("step", mark.step())
                .field(
                        "at",
                        said.received()
                                .minus(mark.agoMicros(), ChronoUnit.MICROS)
                                .toString())
                .field("detail", mark.detail())
                .endObject();
    }
}
