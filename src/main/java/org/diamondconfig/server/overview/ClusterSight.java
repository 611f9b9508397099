/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.overview;

import jakarta.inject.Inject;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.diamondconfig.server.cluster.Cluster;
import org.diamondconfig.server.cluster.Member;
import org.diamondconfig.server.cluster.Standing;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.notify.LaneState;
import org.diamondconfig.server.notify.Lanes;
import org.diamondconfig.server.peer.PeerRound.Round;
import org.diamondconfig.server.peer.PeerRound.Said;
import org.diamondconfig.server.problem.TooMany;
import org.diamondconfig.wire.JsonWriter;

/** The cluster as this node sees it: itself, and every other node with how it is and how telling it of changes goes. Thread-safe. */
@Component
public final class ClusterSight {

    private final Cluster cluster;
    private final Lanes lanes;
    private final Overview overview;

    @Inject
    ClusterSight(Cluster cluster, Lanes lanes, Overview overview) {
        this.cluster = cluster;
        this.lanes = lanes;
        this.overview = overview;
    }

    /**
     * This node, and the others in the order of their addresses. All that live are asked: it takes about a second at most, and no thread.
     *
     * @throws TooMany ASK_BUSY if enough others ask
     */
    public CompletableFuture<byte[]> json() {
        return overview.all(new Wish(Optional.empty())).thenApply(this::json);
    }

    private byte[] json(Round<Glance> round) {
        JsonWriter json = new JsonWriter().object();
        cluster.clusterId().ifPresent(id -> json.field("cluster", id));
        writeSelf(json, round.own().report());
        json.name("others").array();
        Map<URI, LaneState> told = lanes.states().stream().collect(Collectors.toMap(LaneState::peer, lane -> lane));
        Map<URI, Said<Glance>> said = round.others().stream()
                .collect(Collectors.toMap(each -> each.node().address(), each -> each, (one, other) -> one));
        cluster.members().forEach(member -> {
            write(json.object(), member);
            Optional.ofNullable(told.get(member.address())).ifPresent(lane -> write(json.name("lane"), lane));
            Optional.ofNullable(said.get(member.address())).ifPresent(word -> write(json, word));
            json.endObject();
        });
        return json.endArray().endObject().toUtf8();
    }

    private void writeSelf(JsonWriter json, NodeReport report) {
        Standing standing = cluster.standing();
        json.name("self").object().field("node", standing.nodeId());
        standing.address().ifPresent(address -> json.field("address", address.toString()));
        json.field("addressFrom", standing.source()).field("joined", standing.joined());
        cluster.self().ifPresent(member -> json.field("state", state(member)).field("software", member.software()));
        if (!standing.code().isEmpty()) {
            json.field("code", standing.code());
        }
        if (!standing.sentence().isEmpty()) {
            json.field("sentence", standing.sentence());
        }
        report.write(json.name("report")).endObject();
    }

    private static void write(JsonWriter json, Said<Glance> said) {
        said.answer()
                .ifPresentOrElse(
                        glance -> glance.report().write(json.name("report")),
                        () -> json.field("trouble", said.trouble()));
    }

    private static void write(JsonWriter json, Member member) {
        json.field("node", member.nodeId())
                .field("address", member.address().toString())
                .field("state", state(member));
        member.age().ifPresent(age -> json.field("heartbeatAgeMillis", age.toMillis()));
        json.field("software", member.software());
    }

    private static void write(JsonWriter json, LaneState lane) {
        json.object()
                .field("queued", lane.queued())
                .field("sent", lane.sent())
                .field("failed", lane.failed())
                .field("dropped", lane.dropped());
        lane.lastSuccess().ifPresent(age -> json.field("lastSuccessMillis", age.toMillis()));
        json.field("failure", lane.failure()).endObject();
    }

    private static String state(Member member) {
        return member.state().name().toLowerCase(Locale.ROOT);
    }
}
