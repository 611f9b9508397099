/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.live;

import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.overview.ClusterSight;

/** How the nodes are, asked every few seconds while somebody looks. Thread-safe. */
@Component
final class ClusterTopic {

    static final Duration PERIOD = Duration.ofSeconds(3);

    private static final Logger LOG = System.getLogger("diamond.live");

    private final ClusterSight sight;
    private final Ticker ticker;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile long due;

    @Inject
    ClusterTopic(ClusterSight sight, Ticker ticker) {
        this.sight = sight;
        this.ticker = ticker;
        due = ticker.nanos();
    }

    /** Asks if it is time. Nobody waits: a node that hangs is given up after about a second. */
    void ask(Consumer<byte[]> tell) {
        if (ticker.nanos() - due >= 0 && asking.compareAndSet(false, true)) {
            var unused = sight().thenAccept(tell).whenComplete((told, failure) -> {
                if (failure != null) {
                    LOG.log(Level.DEBUG, "the nodes are looked at again in a while", failure);
                }
                due = ticker.nanos() + PERIOD.toNanos();
                asking.set(false);
            });
        }
    }

    private CompletableFuture<byte[]> sight() {
        try {
            return sight.json();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
