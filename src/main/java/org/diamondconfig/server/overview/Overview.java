/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.overview;

import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.edge.Trace;
import org.diamondconfig.server.peer.PeerRound;
import org.diamondconfig.server.peer.PeerRound.Inquiry;
import org.diamondconfig.server.peer.PeerRound.Round;
import org.diamondconfig.server.peer.Purpose;
import org.diamondconfig.server.problem.TooMany;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.server.watch.PollLimits;

/** What this node tells of itself, and what the others do. Thread-safe. */
@Component
public final class Overview {

    private static final int MAX_ANSWER = 1 << 20;

    private final Own own;
    private final Trace trace;
    private final PeerRound peers;

    @Inject
    Overview(Own own, Trace trace, PeerRound peers) {
        this.own = own;
        this.trace = trace;
        this.peers = peers;
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

    /** What this node tells of itself. */
    Glance glance(Wish wish) {
        long now = own.ticker.nanos();
        List<Trace.Mark> marks = wish.change()
                .map(change -> trace.of(change.key(), change.version()))
                .orElse(List.of());
        return new Glance(
                own.report(), marks.stream().map(mark -> past(mark, now)).toList());
    }

    private static Glance.Past past(Trace.Mark mark, long now) {
        return new Glance.Past(
                mark.step().name().toLowerCase(Locale.ROOT), Math.max(0, now - mark.nanos()) / 1_000, mark.detail());
    }

    /**
     * Asks all nodes that live, at once. It takes about a second at most, and no thread.
     *
     * @throws TooMany ASK_BUSY if enough others ask
     */
    public CompletableFuture<Round<Glance>> all(Wish wish) {
        Inquiry<Glance> inquiry = new Inquiry<>(Purpose.GLANCE, wish::write, MAX_ANSWER, Glance::decode);
        return peers.ask(inquiry, () -> glance(wish));
    }
}
