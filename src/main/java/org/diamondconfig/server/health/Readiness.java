/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.health;

import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.diamondconfig.server.cluster.Cluster;
import org.diamondconfig.server.cluster.Standing;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.server.store.StoreState;
import org.diamondconfig.server.watch.Drain;
import org.diamondconfig.server.watch.HeldPolls;

/**
 * How well this node is, check by check. Thread-safe.
 *
 * <p>Ready means that reads can be answered, for that is what a balancer sends here: a node whose database is down and whose
 * dump is complete is ready and says in check {@code store} what is wrong and what it does meanwhile. A node whose dump is
 * not complete, or that does not know its store, is not ready; nor is one whose clients an operator sends elsewhere.
 */
@Component
final class Readiness {

    /**
     * One check, in the form of MicroProfile Health.
     *
     * @param data what a person wants to know beside it
     */
    record Check(String name, boolean up, Map<String, String> data) {}

    private static final String DRAINS =
            "An operator has this node send its clients elsewhere. It answers reads and writes;"
                    + " DELETE /api/v1/ops/drain takes clients again, and so does a restart.";

    private final Database database;
    private final Dump dump;
    private final Cluster cluster;
    private final Drain drain;
    private final Background background;

    @Inject
    Readiness(Database database, Dump dump, Cluster cluster, HeldPolls polls, Background background) {
        this.database = database;
        this.dump = dump;
        this.cluster = cluster;
        this.drain = polls.drain();
        this.background = background;
    }

    /** Whether this node can answer reads, and is to. */
    boolean isReady() {
        return dump.status().complete() && !drain.isWished();
    }

    List<Check> checks() {
        List<Check> checks = new ArrayList<>();
        checks.add(store(database.state()));
        checks.add(dump(dump.status()));
        checks.add(cluster(cluster.standing()));
        if (drain.isWished()) {
            checks.add(new Check("drain", false, Map.of("sentence", DRAINS)));
        }
        background.check().ifPresent(checks::add);
        return checks;
    }

    private Check store(StoreState state) {
        Map<String, String> data = new TreeMap<>();
        data.put("state", state.status().name());
        if (!state.sentence().isEmpty()) {
            data.put("sentence", state.sentence());
        }
        if (!state.up()) {
            data.put("code", state.status().code());
            data.put("serving", "reads and polls from the dump; writes are answered 503");
        }
        if (!database.warnings().isEmpty()) {
            data.put("warning", String.join(" ", database.warnings()));
        }
        database.epoch().ifPresent(epoch -> data.put("epoch", epoch.toString()));
        return new Check("store", state.up(), data);
    }

    private static Check dump(Dump.Status status) {
        Map<String, String> data = new TreeMap<>();
        data.put("complete", Boolean.toString(status.complete()));
        data.put("entries", Long.toString(status.entries()));
        data.put("bytes", Long.toString(status.bytes()));
        data.put("healed", Long.toString(status.healed()));
        status.age().ifPresent(age -> data.put("ageMillis", Long.toString(age.toMillis())));
        status.epoch().ifPresent(epoch -> data.put("epoch", epoch.toString()));
        status.degraded().ifPresent(sentence -> data.put("degraded", sentence));
        return new Check("dump", status.complete() && status.degraded().isEmpty(), data);
    }

    private Check cluster(Standing standing) {
        Map<String, String> data = new TreeMap<>();
        data.put("node", standing.nodeId());
        data.put("joined", Boolean.toString(standing.joined()));
        data.put("others", Integer.toString(cluster.others().size()));
        standing.address().ifPresent(address -> data.put("address", address.toString()));
        if (!standing.code().isEmpty()) {
            data.put("code", standing.code());
        }
        if (!standing.sentence().isEmpty()) {
            data.put("sentence", standing.sentence());
        }
        return new Check("cluster", standing.code().isEmpty(), data);
    }

    /**
     * Whether the container gives the background more than one thread, which no container tells. So it is tried, some time after the
     * start: one task waits a moment for another one. Where the other one never comes, it is told, and tried again now and then.
     * Thread-safe.
     */
    @Component
    static final class Background {

        static final int TRIALS = 3;

        private static final Logger LOG = System.getLogger("diamond.health");
        private static final Duration PAUSE = Duration.ofSeconds(30);
        private static final Duration SELDOM = Duration.ofMinutes(10);

        private static final String ONE_THREAD =
                "The container gives the background of this server one thread: a long task, as a dump"
                        + " of everything, keeps merges, notices to other nodes and heartbeats waiting. Give its default managed scheduled"
                        + " executor several; on Payara set resources.managed-scheduled-executor-service.concurrent/"
                        + "__defaultManagedScheduledExecutorService.core-pool-size to 8.";

        private final Scheduler scheduler;
        private final Duration moment;

        /** How often in a row the other task did not come. */
        private volatile int alone;

        private volatile Scheduler.Handle next = () -> {};
        private volatile boolean stopped;

        @Inject
        Background(Scheduler scheduler) {
            this(scheduler, Duration.ofMillis(200));
        }

        /** @param moment how long the one task waits for the other */
        Background(Scheduler scheduler, Duration moment) {
            this.scheduler = scheduler;
            this.moment = moment;
        }

        void start() {
            stopped = false;
            lookAfter(PAUSE);
        }

        void stop() {
            stopped = true;
            next.cancel();
        }

        /** Unless this is stopped, be it at this very moment: a look that is under way then would leave one behind. */
        private void lookAfter(Duration pause) {
            if (stopped) {
                return;
            }
            Scheduler.Handle handle = scheduler.after("count of threads", pause, this::look);
            next = handle;
            if (stopped) {
                handle.cancel();
            }
        }

        private void look() {
            CountDownLatch other = new CountDownLatch(1);
            try {
                if (!scheduler.soon("another thread", other::countDown)) {
                    return;
                }
                if (other.await(moment.toNanos(), TimeUnit.NANOSECONDS)) {
                    alone = 0;
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            int times = alone + 1;
            alone = times;
            if (times == TRIALS) {
                LOG.log(Level.WARNING, ONE_THREAD);
            }
            lookAfter(times < TRIALS ? PAUSE : SELDOM);
        }

        /** What there is to say; a busy machine may be late once or twice. */
        Optional<Check> check() {
            return alone < TRIALS
                    ? Optional.empty()
                    : Optional.of(new Check("background", true, Map.of("warning", ONE_THREAD)));
        }
    }
}
