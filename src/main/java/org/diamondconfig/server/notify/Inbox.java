/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.notify;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.diamondconfig.server.config.ConfigChanged;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.edge.Trace;
import org.diamondconfig.wire.ConfigKey;

/**
 * What this node was told and does not serve yet: one by one it is read from the database and dumped, which wakes the polls.
 * Thread-safe.
 *
 * <p>A database that lags behind the notice, or cannot be asked, is asked again after a pause that doubles, some ten seconds
 * long in all. Then, and when too many keys wait, it is left to the sweep. What is served already costs nothing.
 */
@Component
final class Inbox {

    private static final Logger LOG = System.getLogger("diamond.notify");
    /** Most keys that wait to be read, and most that wait to be read again. */
    static final int CAPACITY = 10_000;

    private static final int TRIES = 8;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    private final Predicate<ConfigChanged> isLevel;
    private final Predicate<ConfigChanged> follow;
    private final Scheduler scheduler;
    private final Trace trace;
    private final Counter taken;
    private final Counter left;

    /** By key, the highest version told of. Guarded by itself. */
    private final Map<ConfigKey, Wanted> waiting = new LinkedHashMap<>();

    /** How many are to be read again, after their pause. */
    private final AtomicInteger pausing = new AtomicInteger();

    /** Whether a thread reads. Guarded by {@link #waiting}. */
    private boolean reading;

    private record Wanted(ConfigChanged change, int tries) {}

    @Inject
    Inbox(Dump dump, Scheduler scheduler, Trace trace, PrometheusRegistry metrics) {
        this(dump::isLevel, dump::follow, scheduler, trace, metrics);
    }

    /** For tests: what says whether a change is served, and what reads it from the database and says whether it is now. */
    Inbox(
            Predicate<ConfigChanged> isLevel,
            Predicate<ConfigChanged> follow,
            Scheduler scheduler,
            Trace trace,
            PrometheusRegistry metrics) {
        this.isLevel = isLevel;
        this.follow = follow;
        this.scheduler = scheduler;
        this.trace = trace;
        taken = Counter.builder()
                .name("diamond_notify_taken_total")
                .help("Notices of peers that told something new.")
                .register(metrics);
        left = Counter.builder()
                .name("diamond_notify_left_total")
                .help("Notices of peers that were left to the sweep.")
                .register(metrics);
        GaugeWithCallback.builder()
                .name("diamond_notify_waiting")
                .help("Keys that peers told of and that are to be read.")
                .callback(gauge -> gauge.call(size()))
                .register(metrics);
    }

    /** Takes in what a peer says. Does not wait for the database. */
    void take(String from, List<ConfigChanged> changes) {
        for (ConfigChanged change : changes) {
            if (!isLevel.test(change)) {
                trace.mark(Trace.Step.NOTIFY, change.key(), change.version(), "from node " + from);
                taken.inc();
                want(new Wanted(change, 0));
            }
        }
    }

    private void want(Wanted wanted) {
        synchronized (waiting) {
            Wanted known = waiting.get(wanted.change.key());
            if (known == null && waiting.size() >= CAPACITY) {
                left.inc();
                return;
            }
            if (known == null || known.change.version() < wanted.change.version()) {
                waiting.put(wanted.change.key(), wanted);
            }
            if (reading) {
                return;
            }
            reading = true;
        }
        scheduler.soon("reading what peers told of", this::read, this::stopReading);
    }

    /** What waits is read with what is told of next. */
    private void stopReading() {
        synchronized (waiting) {
            reading = false;
        }
    }

    private void read() {
        try {
            for (Optional<Wanted> next = next(); next.isPresent(); next = next()) {
                Wanted wanted = next.get();
                if (!isServed(wanted.change)) {
                    again(wanted);
                }
            }
        } catch (RuntimeException | Error e) {
            // Out of memory, say. Else nobody would read what is told of from now on.
            stopReading();
            throw e;
        }
    }

    private boolean isServed(ConfigChanged change) {
        try {
            return isLevel.test(change) || follow.test(change);
        } catch (RuntimeException | Error e) {
            // One that cannot be read must not keep the others from being read.
            LOG.log(Level.WARNING, change.key() + " is read again: it could not be", e);
            return false;
        }
    }

    private Optional<Wanted> next() {
        synchronized (waiting) {
            Iterator<Wanted> first = waiting.values().iterator();
            reading = first.hasNext();
            if (!reading) {
                return Optional.empty();
            }
            Wanted next = first.next();
            first.remove();
            return Optional.of(next);
        }
    }

    private void again(Wanted wanted) {
        ConfigChanged change = wanted.change;
        if (wanted.tries == TRIES || pausing.get() >= CAPACITY) {
            left.inc();
            LOG.log(
                    Level.DEBUG,
                    "{0} version {1} was told of and not found in the database; the sweep takes it when it is there",
                    change.key(),
                    change.version());
            return;
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << wanted.tries);
        pausing.incrementAndGet();
        scheduler.after(
                "reading again what peers told of",
                pause,
                () -> {
                    pausing.decrementAndGet();
                    want(new Wanted(change, wanted.tries + 1));
                },
                pausing::decrementAndGet);
    }

    private int size() {
        synchronized (waiting) {
            return waiting.size();
        }
    }
}
