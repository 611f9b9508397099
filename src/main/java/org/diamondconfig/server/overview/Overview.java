/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.overview;

import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import org.diamondconfig.server.cluster.Cluster;
import org.diamondconfig.server.cluster.Member;
import org.diamondconfig.server.cluster.Outbound;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.edge.Trace;
import org.diamondconfig.server.notify.PeerSeal;
import org.diamondconfig.server.notify.Purpose;
import org.diamondconfig.server.problem.TooMany;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.server.watch.PollLimits;

/** What this node tells of itself, and what the others do. Thread-safe. */
@Component
public final class Overview {

    static final String PATH = "/api/v1/peer/glance";

    /** The longest that another node is waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Outbound.Bound BOUND = new Outbound.Bound(PATIENCE, 1 << 20);
    private static final int OK = 200;

    /** A node that hangs keeps the thread of who asks for a second. */
    private static final int MOST_AT_ONCE = 8;

    private final Semaphore turns = new Semaphore(MOST_AT_ONCE);

    private final Own own;
    private final Trace trace;
    private final Cluster cluster;
    private final Post post;

    @Inject
    Overview(Own own, Trace trace, Cluster cluster, Post post) {
        this.own = own;
        this.trace = trace;
        this.cluster = cluster;
        this.post = post;
    }

    /** What this node's report is made of. */
    @Component
    record Own(Database database, Dump dump, PollLimits polls, Ticker ticker) {

        @Inject
        Own {}

        NodeReport report() {
            Dump.Status status = dump.status();
            OptionalLong lag =
                    status.age().map(Duration::toMillis).map(OptionalLong::of).orElse(OptionalLong.empty());
            return new NodeReport(
                    polls.held(),
                    lag,
                    status.entries(),
                    status.complete(),
                    database.state().up());
        }
    }

    /** The way to other nodes. */
    @Component
    record Post(PeerSeal seal, Outbound outbound, InstantSource clock) {

        @Inject
        Post {}

        CompletableFuture<Outbound.Reply> ask(Member peer, Wish wish) {
            try {
                byte[] body = wish.encode(clock.millis());
                return outbound.post(
                        URI.create(peer.address() + PATH), seal.headers(peer, Purpose.GLANCE, body), body, BOUND);
            } catch (RuntimeException e) {
                return CompletableFuture.failedFuture(e);
            }
        }
    }

    /**
     * What another node said.
     *
     * @param glance empty if it did not answer
     * @param trouble why it did not; {@code ""} if it did
     * @param received when, by this node's clock: the moment from which its ages count
     */
    public record Said(Member node, Optional<Glance> glance, String trouble, Instant received) {}

    /** How this node is. */
    public NodeReport report() {
        return own.report();
    }

    /** What this node tells of itself. */
    Glance glance(Wish wish) {
        long now = own.ticker.nanos();
        List<Trace.Mark> marks = wish.change()
                .map(change -> trace.of(change.key(), change.version()))
                .orElse(List.of());
        return new Glance(report(), marks.stream().map(mark -> past(mark, now)).toList());
    }

    private static Glance.Past past(Trace.Mark mark, long now) {
        return new Glance.Past(
                mark.step().name().toLowerCase(Locale.ROOT), Math.max(0, now - mark.nanos()) / 1_000, mark.detail());
    }

    /**
     * Asks all other nodes that live, at once, and waits for them, at most for about a second. In the order of addresses.
     *
     * @throws TooMany ASK_BUSY if enough others ask
     */
    public List<Said> others(Wish wish) {
        if (!turns.tryAcquire()) {
            throw new TooMany("ASK_BUSY", "Others are asking all nodes. Try again.", 1);
        }
        try {
            List<CompletableFuture<Said>> asked =
                    cluster.others().stream().map(peer -> ask(peer, wish)).toList();
            return asked.stream().map(CompletableFuture::join).toList();
        } finally {
            turns.release();
        }
    }

    private CompletableFuture<Said> ask(Member peer, Wish wish) {
        return post.ask(peer, wish)
                .thenApply(reply -> said(peer, reply))
                .exceptionally(failure -> silent(peer, sentence(failure)));
    }

    private Said said(Member peer, Outbound.Reply reply) {
        if (reply.status() != OK) {
            return silent(peer, "it answered " + reply.status());
        }
        Glance glance = Glance.decode(reply.text().getBytes(StandardCharsets.UTF_8));
        return new Said(peer, Optional.of(glance), "", post.clock.instant());
    }

    private Said silent(Member peer, String trouble) {
        return new Said(peer, Optional.empty(), trouble, post.clock.instant());
    }

    private static String sentence(Throwable failure) {
        Throwable why =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (why instanceof TimeoutException || why instanceof HttpTimeoutException) {
            return "no answer within " + PATIENCE.toSeconds() + " s";
        }
        return why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
    }
}
