/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.audit;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.NodeId;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.store.Database;

/**
 * Seals what is new in the trail every few seconds, if it is this node's turn, and lets go what is old; every node remembers the
 * last seal it has seen. Thread-safe.
 */
@Component
final class Sealer {

    private static final Logger LOG = System.getLogger("diamond.audit");
    private static final Duration UPKEEP_PERIOD = Duration.ofHours(1);
    private static final Duration LEAST_LEASE = Duration.ofSeconds(6);
    private static final int LEASE_TURNS = 3;
    private static final int CUT_SEALS = 20;

    private final SealStore store;
    private final HeadFile file;
    private final NodeId node;
    private final Scheduler scheduler;
    private final Database database;
    private final Duration period;
    private final Duration lease;
    private final Duration keep;
    private final Counter sealed;
    private final Counter forged;
    private final Gauge age;
    private volatile Scheduler.Handle turns = () -> {};
    private volatile Scheduler.Handle upkeep = () -> {};
    private volatile boolean alarmed;

    /** What is sealed, where, and by whom. */
    @Component
    record Chain(Database database, SealStore store, HeadFile file, NodeId node) {

        @Inject
        Chain {}
    }

    @Inject
    Sealer(Chain chain, Settings settings, Scheduler scheduler, PrometheusRegistry metrics) {
        database = chain.database();
        store = chain.store();
        file = chain.file();
        node = chain.node();
        this.scheduler = scheduler;
        period = settings.duration(Knob.AUDIT_SEAL);
        Duration several = period.multipliedBy(LEASE_TURNS);
        lease = several.compareTo(LEAST_LEASE) > 0 ? several : LEAST_LEASE;
        keep = settings.duration(Knob.AUDIT_KEEP);
        sealed = Counter.builder()
                .name("diamond_audit_sealed_entries_total")
                .help("Entries of the audit trail that this node has sealed.")
                .register(metrics);
        forged = Counter.builder()
                .name("diamond_audit_forged_entries_total")
                .help(
                        "Entries of the audit trail that none of the nodes wrote as they stood when they were to be sealed.")
                .register(metrics);
        age = Gauge.builder()
                .name("diamond_audit_unsealed_seconds")
                .help("Age of the oldest entry of the audit trail that waits for its seal.")
                .register(metrics);
    }

    /** Begins to seal and to let go. */
    void start() {
        turns = scheduler.every("audit-seal", period, this::turn);
        upkeep = scheduler.every("audit-upkeep", UPKEEP_PERIOD, this::upkeep);
    }

    /** Ends both. */
    void stop() {
        upkeep.cancel();
        turns.cancel();
    }

    /** One look at what is to be sealed. */
    void turn() {
        try {
            SealStore.Turn turn;
            do {
                turn = store.seal(lease());
                sealed.inc(turn.sealed());
                report(turn.forged());
            } while (turn.more());
            age.set(store.unsealedAge().toMillis() / 1_000.0);
            remember();
        } catch (Unavailable e) {
            LOG.log(Level.DEBUG, "The audit trail is sealed later: {0}", e.getMessage());
        }
    }

    private SealStore.Lease lease() {
        return new SealStore.Lease(node.value(), lease);
    }

    private void report(int count) {
        if (count > 0) {
            forged.inc(count);
            LOG.log(
                    Level.ERROR,
                    "{0} entries of the audit trail are not as a node wrote them; they stay under no seal, and"
                            + " GET /api/v1/audit/verify names them",
                    count);
        }
    }

    /** A trail that ends before where it once did, or ended otherwise, is not forgotten. */
    private void remember() {
        String storeId = database.epoch().orElseThrow().storeId();
        SealStore.Head head = store.head();
        Optional<SealStore.Head> known = file.head(storeId);
        if (known.isEmpty() || isContinued(known.get(), head)) {
            file.keep(storeId, head);
            alarmed = false;
        } else if (!alarmed) {
            alarmed = true;
            LOG.log(
                    Level.ERROR,
                    "The audit trail ends at seal {0}; this node has seen seal {1}, which is gone or another now."
                            + " GET /api/v1/audit/verify tells more; docs/audit.md says what to do",
                    head.seal(),
                    known.get().seal());
        }
    }

    /** Whether the chain that ends here went through there. */
    private boolean isContinued(SealStore.Head known, SealStore.Head head) {
        if (known.seal() >= head.seal()) {
            return known.equals(head);
        }
        Optional<SealStore.Seal> standing = store.seal(known.seal());
        return standing.isPresent()
                ? standing.get().mac().equals(known.mac())
                : store.cut().filter(cut -> cut.seal() >= known.seal()).isPresent();
    }

    /** Tells the log where the chain ends, and lets go what is older than the settings keep. */
    void upkeep() {
        try {
            SealStore.Head head = store.head();
            LOG.log(Level.INFO, "The audit trail ends at seal {0}: {1}", Long.toString(head.seal()), head.mac());
            int seals = 0;
            int cut;
            do {
                cut = store.cut(lease(), keep, CUT_SEALS);
                seals += cut;
            } while (cut == CUT_SEALS);
            if (seals > 0) {
                LOG.log(Level.INFO, "{0} seals of the audit trail were older than {1} and are gone", seals, keep);
            }
        } catch (Unavailable e) {
            LOG.log(Level.INFO, "Old entries of the audit trail are let go in an hour: {0}", e.getMessage());
        }
    }
}
