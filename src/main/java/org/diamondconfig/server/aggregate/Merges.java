/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.aggregate;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.wire.ConfigKey;

/**
 * When keys are merged: at once after a quiet time, else when the window since their last merge is over, by whichever node it
 * was. Thread-safe.
 *
 * <p>Whoever changes a datum asks for its key; a key that was asked for and not yet looked at is not asked for twice. What is
 * lost with a node between a change and its merge is found by the sweep of any other, and by its own when it comes back.
 *
 * <p>Few tasks look, at one key each: however many keys are due, all other work of the background has its turn.
 */
@Component
final class Merges {

    private static final Logger LOG = System.getLogger(Merges.class.getName());

    private static final int PAGE = 1_000;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Most tasks that look, or wait to. */
    static final int LOOKERS = 3;

    private final MergeStore store;
    private final Configs configs;
    private final Scheduler scheduler;
    private final Duration window;
    private final Duration period;
    private final Counter merged;

    /** Keys that a task of this node is going to look at. */
    private final Set<ConfigKey> asked = ConcurrentHashMap.newKeySet();

    /** Those of them that wait for nothing but a task. Guarded by itself, as are the tasks. */
    private final Queue<ConfigKey> due = new ArrayDeque<>();

    private final Set<Looker> lookers = new HashSet<>();

    /** Keys that a task of this node looks at, and whether another wanted to meanwhile. */
    private final Map<ConfigKey, Boolean> looking = new ConcurrentHashMap<>();

    private volatile Scheduler.Handle sweep = () -> {};
    private volatile boolean running;

    @Inject
    Merges(MergeStore store, Configs configs, Settings settings, Scheduler scheduler, PrometheusRegistry metrics) {
        this.store = store;
        this.configs = configs;
        this.scheduler = scheduler;
        window = settings.duration(Knob.AGGREGATE_WINDOW);
        period = settings.duration(Knob.SWEEP_DELTA);
        merged = Counter.builder()
                .name("diamond_merges_total")
                .help("Merges of the datums of a key that this node made.")
                .register(metrics);
    }

    void start() {
        running = true;
        sweep = scheduler.every("merge sweep", period, this::sweep);
        scheduler.soon("first merges", this::sweep);
    }

    /** What is not merged by then is left to the other nodes, and to the next start. */
    void stop() {
        running = false;
        sweep.cancel();
    }

    /** Sees to it that the changes that are committed by now are merged. */
    void ask(ConfigKey key) {
        if (asked.add(key)) {
            isDue(key);
        }
    }

    private void askLater(ConfigKey key, Duration delay) {
        if (asked.add(key)) {
            scheduler.after("merge", delay, () -> isDue(key), () -> asked.remove(key));
        }
    }

    private void isDue(ConfigKey key) {
        synchronized (due) {
            due.add(key);
        }
        send();
    }

    /** Sends one more to look, unless there is nothing to look at or enough do. */
    private void send() {
        Looker looker = new Looker();
        synchronized (due) {
            if (due.isEmpty() || lookers.size() == LOOKERS) {
                return;
            }
            lookers.add(looker);
        }
        try {
            scheduler.soon("merge", looker, () -> letGo(looker));
        } catch (RuntimeException | Error e) {
            letGo(looker);
            throw e;
        }
    }

    /** Nobody is to wait for a task that is not taken: what is due may be asked for anew. */
    private void letGo(Looker looker) {
        synchronized (due) {
            lookers.remove(looker);
            due.forEach(asked::remove);
            due.clear();
        }
    }

    /** Looks at one key, and has the next looked at behind what else waits for a thread. */
    private final class Looker implements Runnable {

        @Override
        public void run() {
            try {
                next().ifPresent(Merges.this::look);
            } finally {
                synchronized (due) {
                    lookers.remove(this);
                }
                send();
            }
        }

        private Optional<ConfigKey> next() {
            synchronized (due) {
                return Optional.ofNullable(due.poll());
            }
        }
    }

    private void look(ConfigKey key) {
        // Taken back before the look: a change that it does not see asks anew.
        asked.remove(key);
        if (!running || looking.merge(key, false, (now, mine) -> true)) {
            return;
        }
        try {
            merge(key);
        } finally {
            if (looking.remove(key)) {
                ask(key);
            }
        }
    }

    /** Two merges of a key at once would be one in vain. */
    private void merge(ConfigKey key) {
        try {
            MergeStore.Look look = store.merge(key, window);
            if (look.merged()) {
                merged.inc();
            }
            look.change().ifPresent(configs::merged);
            look.again().ifPresent(left -> askLater(key, left));
        } catch (ProblemException e) {
            LOG.log(Level.INFO, key + " is merged in " + PAUSE.toSeconds() + " s: " + e.getMessage());
            askLater(key, PAUSE);
        }
    }

    private void sweep() {
        try {
            store.pending(PAGE).forEach(this::ask);
        } catch (ProblemException e) {
            LOG.log(Level.DEBUG, "The merge sweep waits for the database: {0}", e.getMessage());
        }
    }
}
