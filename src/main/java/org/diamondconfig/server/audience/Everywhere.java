/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.audience;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.diamondconfig.server.audience.Census.Seen;
import org.diamondconfig.server.cluster.Cluster;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.peer.PeerRound;
import org.diamondconfig.server.peer.PeerRound.Inquiry;
import org.diamondconfig.server.peer.PeerRound.Round;
import org.diamondconfig.server.peer.PeerRound.Said;
import org.diamondconfig.server.peer.Purpose;
import org.diamondconfig.server.problem.TooMany;
import org.diamondconfig.server.subscriber.Question;
import org.diamondconfig.server.subscriber.Sighting;
import org.diamondconfig.server.subscriber.Subscribers;
import org.diamondconfig.server.subscriber.Subscribers.Known;

/** What this node and all others that live know of clients, put together: each client is at one of them. Thread-safe. */
@Component
final class Everywhere {

    private static final int MAX_ANSWER = 16 << 20;

    private final Subscribers here;
    private final Cluster cluster;
    private final PeerRound peers;

    @Inject
    Everywhere(Subscribers here, Cluster cluster, PeerRound peers) {
        this.here = here;
        this.cluster = cluster;
        this.peers = peers;
    }

    /**
     * What they answer. The future never fails.
     *
     * @throws TooMany ASK_BUSY if enough others ask
     */
    CompletableFuture<Census> ask(Question question) {
        Inquiry<Known> inquiry = new Inquiry<>(Purpose.ASK, question::write, MAX_ANSWER, KnownCodec::decode);
        return peers.ask(inquiry, () -> here.answer(question)).thenApply(this::census);
    }

    private Census census(Round<Known> round) {
        Map<String, Seen> seen = new TreeMap<>();
        String self = cluster.self().map(member -> member.address().toString()).orElse("");
        add(seen, round.own(), self);
        boolean cut = round.own().cut();
        long changedAgo = round.own().changedAgoMillis();
        for (Said<Known> said : round.others()) {
            if (said.answer().isPresent()) {
                Known known = said.answer().get();
                add(seen, known, said.address());
                cut |= known.cut();
                changedAgo = Math.max(changedAgo, known.changedAgoMillis());
            }
        }
        List<Said<Known>> missing =
                round.others().stream().filter(said -> said.answer().isEmpty()).toList();
        return new Census(List.copyOf(seen.values()), missing, cut, changedAgo);
    }

    private static void add(Map<String, Seen> seen, Known known, String node) {
        for (Sighting sighting : known.sightings()) {
            seen.merge(sighting.party().order(), new Seen(sighting, node), Everywhere::later);
        }
    }

    /** A client that went from one node to another is where it polls, or was last; what it reported stands at either. */
    private static Seen later(Seen one, Seen other) {
        boolean first = isLater(one.sighting(), other.sighting());
        Seen last = first ? one : other;
        return new Seen(last.sighting().withOutcomesOf((first ? other : one).sighting()), last.node());
    }

    private static boolean isLater(Sighting one, Sighting other) {
        if (one.polling() != other.polling()) {
            return one.polling();
        }
        return one.polling() ? one.sinceMillis() <= other.sinceMillis() : one.seenMillis() <= other.seenMillis();
    }
}
