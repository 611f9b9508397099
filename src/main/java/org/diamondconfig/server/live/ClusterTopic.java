/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.live;

import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.overview.ClusterSight;

/** How the nodes are, asked every few seconds while somebody looks. Thread-safe. */
@Component
final class ClusterTopic {

    static final Duration PERIOD = Duration.ofSeconds(3);

    private static final Logger LOG = System.getLogger("diamond.live");

    private final ClusterSight sight;
    private final Scheduler scheduler;
    private final Ticker ticker;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile long due;

    @Inject
    ClusterTopic(ClusterSight sight, Scheduler scheduler, Ticker ticker) {
        this.sight = sight;
        this.scheduler = scheduler;
        this.ticker = ticker;
        due = ticker.nanos();
    }

    /** Asks if it is time, on a thread of its own, since a node that hangs is waited for. */
    void ask(Consumer<byte[]> tell) {
        if (ticker.nanos() - due >= 0 && asking.compareAndSet(false, true)) {
            scheduler.soon("look at the nodes for streams of events", () -> look(tell), () -> asking.set(false));
        }
    }

    private void look(Consumer<byte[]> tell) {
        try {
            tell.accept(sight.json());
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "the nodes are looked at again in a while", e);
        } finally {
            due = ticker.nanos() + PERIOD.toNanos();
            asking.set(false);
        }
    }
}
