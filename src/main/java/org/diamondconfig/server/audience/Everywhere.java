/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.audience;

import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import org.diamondconfig.server.audience.Census.Missing;
import org.diamondconfig.server.audience.Census.Seen;
import org.diamondconfig.server.cluster.Cluster;
import org.diamondconfig.server.cluster.Member;
import org.diamondconfig.server.cluster.Outbound;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.notify.PeerSeal;
import org.diamondconfig.server.notify.Purpose;
import org.diamondconfig.server.problem.TooMany;
import org.diamondconfig.server.subscriber.Question;
import org.diamondconfig.server.subscriber.Sighting;
import org.diamondconfig.server.subscriber.Subscribers;
import org.diamondconfig.server.subscriber.Subscribers.Known;

/** Asks this node and all others that live, at once. Thread-safe. It always answers, within {@link #PATIENCE}. */
@Component
final class Everywhere {

    /** The longest that another node is waited for. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    static final String PATH = "/api/v1/peer/subscribers";

    private static final int MAX_ANSWER = 16 << 20;

    /** Each looks through all clients of all nodes, and a node that hangs keeps its thread for a second. */
    private static final int MOST_AT_ONCE = 8;

    private final Semaphore turns = new Semaphore(MOST_AT_ONCE);
    private static final int OK = 200;

    private final Subscribers here;
    private final Cluster cluster;
    private final PeerSeal seal;
    private final Outbound outbound;
    private final InstantSource clock;

    @Inject
    Everywhere(Subscribers here, Cluster cluster, PeerSeal seal, Outbound outbound, InstantSource clock) {
        this.here = here;
        this.cluster = cluster;
        this.seal = seal;
        this.outbound = outbound;
        this.clock = clock;
    }

    /** What one node said, or why it did not. */
    private record Said(String node, Known known, String trouble) {}

    /**
     * The future never fails.
     *
     * @throws TooMany ASK_BUSY if enough others ask
     */
    CompletableFuture<Census> ask(Question question) {
        if (!turns.tryAcquire()) {
            throw new TooMany("ASK_BUSY", "Others are asking all nodes. Try again.", 1);
        }
        try {
            return all(question).whenComplete((census, failure) -> turns.release());
        } catch (RuntimeException e) {
            turns.release();
            throw e;
        }
    }

    private CompletableFuture<Census> all(Question question) {
        List<CompletableFuture<Said>> asked =
                cluster.others().stream().map(peer -> ask(peer, question)).toList();
        String self = cluster.self().map(member -> member.address().toString()).orElse("");
        Said said = new Said(self, here.answer(question), "");
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).thenApply(all -> {
            List<Said> answers = new ArrayList<>(List.of(said));
            asked.forEach(answer -> answers.add(answer.join()));
            return census(answers);
        });
    }

    private CompletableFuture<Said> ask(Member peer, Question question) {
        byte[] body = question.encode(clock.millis());
        String node = peer.address().toString();
        CompletableFuture<Outbound.Reply> reply;
        try {
            Map<String, String> headers = seal.headers(peer, Purpose.ASK, body);
            Outbound.Bound bound = new Outbound.Bound(PATIENCE, MAX_ANSWER);
            reply = outbound.post(URI.create(node + PATH), headers, body, bound);
        } catch (RuntimeException e) {
            reply = CompletableFuture.failedFuture(e);
        }
        return reply.thenApply(answer -> {
                    if (answer.status() != OK) {
                        return new Said(node, null, "it answered " + answer.status());
                    }
                    return new Said(node, KnownCodec.decode(answer.text()), "");
                })
                .exceptionally(failure -> new Said(node, null, sentence(failure)));
    }

    private static String sentence(Throwable failure) {
        Throwable why =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (why instanceof TimeoutException || why instanceof java.net.http.HttpTimeoutException) {
            return "no answer within " + PATIENCE.toSeconds() + " s";
        }
        return why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
    }

    private static Census census(List<Said> answers) {
        Map<String, Seen> seen = new TreeMap<>();
        List<Missing> missing = new ArrayList<>();
        boolean cut = false;
        long changedAgo = -1;
        for (Said said : answers) {
            if (said.known == null) {
                missing.add(new Missing(said.node, said.trouble));
                continue;
            }
            cut |= said.known.cut();
            changedAgo = Math.max(changedAgo, said.known.changedAgoMillis());
            for (Sighting sighting : said.known.sightings()) {
                seen.merge(sighting.party().order(), new Seen(sighting, said.node), Everywhere::later);
            }
        }
        return new Census(List.copyOf(seen.values()), missing, cut, changedAgo);
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
