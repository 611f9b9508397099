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
import java.util.Locale;
import java.util.Set;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.cluster.Cluster;
import org.diamondconfig.server.cluster.Member;
import org.diamondconfig.server.cluster.Standing;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.http.CallerFilter;
import org.diamondconfig.server.http.Query;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonWriter;

/** The cluster as this node sees it: itself, and every other node with how it is. Thread-safe. */
@Component
@Path("/cluster")
public class ClusterResource {

    private static final Set<String> NO_PARAMETERS = Set.of();

    private final Cluster cluster;
    private final Access access;

    /** For RESTEasy, which insists that there is one and never calls it. */
    public ClusterResource() {
        this(null, null);
    }

    @Inject
    public ClusterResource(Cluster cluster, Access access) {
        this.cluster = cluster;
        this.access = access;
    }

    /** This node, and the others in the order of their addresses. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response cluster(@Context HttpServletRequest request) {
        Query.of(request, NO_PARAMETERS);
        access.checkNamespace(CallerFilter.of(request), Action.OPERATE, ConfigKey.PUBLIC);
        JsonWriter json =
                new JsonWriter().object().field("cluster", cluster.clusterId().orElse(null));
        writeSelf(json);
        json.name("others").array();
        cluster.members().forEach(member -> write(json, member));
        return Response.ok(json.endArray().endObject().toUtf8(), MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .build();
    }

    private void writeSelf(JsonWriter json) {
        Standing standing = cluster.standing();
        json.name("self").object().field("node", standing.nodeId());
        json.field("address", standing.address().map(Object::toString).orElse(null));
        json.field("addressFrom", standing.source()).field("joined", standing.joined());
        cluster.self().ifPresent(member -> json.field("state", state(member)).field("software", member.software()));
        if (!standing.code().isEmpty()) {
            json.field("code", standing.code());
        }
        if (!standing.sentence().isEmpty()) {
            json.field("sentence", standing.sentence());
        }
        json.endObject();
    }

    private static void write(JsonWriter json, Member member) {
        json.object()
                .field("node", member.nodeId())
                .field("address", member.address().toString())
                .field("state", state(member));
        member.age().ifPresent(age -> json.field("heartbeatAgeMillis", age.toMillis()));
        json.field("software", member.software()).endObject();
    }

    private static String state(Member member) {
        return member.state().name().toLowerCase(Locale.ROOT);
    }
}
