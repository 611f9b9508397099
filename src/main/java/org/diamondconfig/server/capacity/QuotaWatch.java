/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.capacity;

import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.quota.Amount;
import org.diamondconfig.server.quota.Quota;
import org.diamondconfig.server.quota.Quotas;
import org.diamondconfig.server.quota.Scope;

/**
 * The look, every ten seconds, at who has nearly used up a quota: a warning in the log at 90 %, and another one only after
 * it was below 80 %. Thread-safe.
 */
@Component
public final class QuotaWatch {

    private static final Logger LOG = System.getLogger("diamond.quota");
    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final int NEAR = 90;
    private static final int FAR = 80;

    private final Quotas quotas;
    private final Scheduler scheduler;

    /** Of which it was warned. Guarded by this. */
    private final Set<Scope> near = new HashSet<>();

    private volatile Scheduler.Handle looking = () -> {};

    @Inject
    public QuotaWatch(Quotas quotas, Scheduler scheduler) {
        this.quotas = quotas;
        this.scheduler = scheduler;
    }

    /** Begins to look. */
    public void start() {
        looking = scheduler.every("quota-watch", PERIOD, this::look);
    }

    /** Ends that. */
    public void stop() {
        looking.cancel();
    }

    private synchronized void look() {
        List<Scope> limited = quotas.limited();
        near.retainAll(Set.copyOf(limited));
        limited.forEach(this::look);
    }

    private void look(Scope scope) {
        Quota quota = quotas.of(scope);
        Amount held = quotas.held(scope);
        long percent = quota.percent(held);
        if (percent >= NEAR && near.add(scope)) {
            LOG.log(
                    Level.WARNING,
                    "The {0} has used {1} % of its quota: {2} keys{3}, {4} bytes{5}; at 100 % what would grow is refused",
                    scope,
                    Long.toString(percent),
                    Long.toString(held.keys()),
                    of(quota.keys()),
                    Long.toString(held.bytes()),
                    of(quota.bytes()));
        } else if (percent < FAR) {
            near.remove(scope);
        }
    }

    private static String of(long most) {
        return most == 0 ? "" : " of " + most;
    }
}
