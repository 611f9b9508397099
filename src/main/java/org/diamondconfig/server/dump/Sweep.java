/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.dump;

import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.diamondconfig.server.dump.Tally.Kind;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.problem.ProblemException;

/**
 * What makes the dump level with the database though every notice may be lost. Thread-safe.
 *
 * <ul>
 *   <li>delta: the rows recorded lately, by the database's clock, in a window longer than any transaction; all rows when the
 *       last look was too long ago for the window;
 *   <li>full: every row's version; what is gone without a trace is found here;
 *   <li>all: every row's content, so that what somebody wrote by hand is found as well, and recorded as a version.
 * </ul>
 */
@Component
final class Sweep {

    private static final Logger LOG = System.getLogger("diamond.sweep");

    /** So many keys are walked in one period; more take a longer one. */
    private static final int KEYS_PER_PERIOD = 100_000;

    private static final String DUMP_OF_ALL = "dump of all";

    /** After so long it is asked again whether the walk that is under way is over. */
    private static final Duration MEETING = Duration.ofSeconds(1);

    /** A start waits so long at most for what changed meanwhile, and for the statement that is under way then. */
    private static final Duration CATCHING_UP = Duration.ofSeconds(2);

    private final DumpTable table;
    private final RowFeed feed;
    private final Findings findings;
    private final Settings settings;
    private final Scheduler scheduler;
    private final Ticker ticker;
    private final List<Scheduler.Handle> turns = new ArrayList<>();
    private final AtomicBoolean walking = new AtomicBoolean();

    /** Whether a dump of all is wished for that has not begun. */
    private final AtomicBoolean wished = new AtomicBoolean();

    private final Map<Kind, Tally> tallies = new EnumMap<>(Kind.class);

    /** Null: the last look went well. */
    private volatile String trouble;

    private volatile long walkedAt;

    @Inject
    Sweep(DumpTable table, RowFeed feed, Settings settings, Scheduler scheduler, Ticker ticker) {
        this.table = table;
        this.feed = feed;
        this.findings = new Findings(table);
        this.settings = settings;
        this.scheduler = scheduler;
        this.ticker = ticker;
        for (Kind kind : Kind.values()) {
            tallies.put(kind, new Tally(ticker));
        }
    }

    /** Does not begin before what changed while this node was away is served, if the database tells it in time. */
    void start() {
        if (table.isComplete()) {
            catchUp();
        }
        turns.add(scheduler.every("sweep", settings.duration(Knob.SWEEP_DELTA), this::delta));
        turns.add(scheduler.every("full sweep", settings.duration(Knob.SWEEP_FULL), this::full));
        turns.add(scheduler.every(DUMP_OF_ALL, settings.duration(Knob.DUMP_ALL), this::all));
        scheduler.soon("first sweep", this::delta);
    }

    /** Never throws: what it could not read, the first sweep reads. */
    private void catchUp() {
        long began = ticker.nanos();
        try {
            attempt(() -> {
                begin(Kind.FULL).ahead(() -> ticker.nanos() - began < CATCHING_UP.toNanos());
                return false;
            });
        } catch (RuntimeException | Error e) {
            LOG.log(
                    Level.WARNING,
                    "This node begins with what it had; the first sweep reads what changed meanwhile",
                    e);
        }
    }

    void stop() {
        turns.forEach(Scheduler.Handle::cancel);
        turns.clear();
    }

    /** Compares every row's content, as soon as a thread is free; whoever wishes that before it begins gets the same one. */
    void dumpAll() {
        if (wished.compareAndSet(false, true)) {
            scheduler.soon(DUMP_OF_ALL, this::grant, () -> wished.set(false));
        }
    }

    Tally tally(Kind kind) {
        return tallies.get(kind);
    }

    /** Rows that sweeps found changed though nobody had told of it. */
    long healed() {
        return tallies.values().stream().mapToLong(Tally::healed).sum();
    }

    /** Since the dump was last known to be level with the database; empty if it never was in this run. */
    Optional<Duration> age() {
        return tallies.values().stream().flatMap(tally -> tally.lag().stream()).min(Comparator.naturalOrder());
    }

    /** What is strange about the store, in a sentence. */
    Optional<String> finding() {
        return findings.sentence();
    }

    private void delta() {
        if (!table.isComplete() || isWindowTooShort()) {
            walk(Kind.FULL);
            return;
        }
        long began = ticker.nanos();
        if (attempt(() -> begin(Kind.DELTA).overRecent(settings.duration(Knob.SWEEP_OVERLAP)))) {
            tally(Kind.DELTA).level(began);
        }
    }

    private Walk begin(Kind kind) {
        return new Walk(kind, tally(kind), table, feed, findings);
    }

    /** Whether changes may have fallen out of the window since the last look: after a restart, or a while without database. */
    private boolean isWindowTooShort() {
        Duration longest = settings.duration(Knob.SWEEP_OVERLAP).dividedBy(2);
        return age().filter(age -> age.compareTo(longest) <= 0).isEmpty();
    }

    /** Walks all rows, in a period that grows with their number. */
    private void full() {
        long turns = Math.max(1, Math.round((double) table.size() / KEYS_PER_PERIOD));
        Duration period = settings.duration(Knob.SWEEP_FULL).multipliedBy(turns);
        if (turns == 1 || ticker.nanos() - walkedAt >= period.toNanos()) {
            walk(Kind.FULL);
        }
    }

    private void all() {
        if (wished.compareAndSet(false, true)) {
            grant();
        }
    }

    /** Compares every row's content, then cleans the folder up; after the walk that is under way, if there is one. */
    private void grant() {
        if (walk(Kind.ALL)) {
            table.tidy();
        } else {
            scheduler.after(DUMP_OF_ALL, MEETING, this::grant, () -> wished.set(false));
        }
    }

    /** Walks all rows; one walk at a time. @return false: another is under way */
    private boolean walk(Kind kind) {
        if (!walking.compareAndSet(false, true)) {
            return false;
        }
        try {
            if (kind == Kind.ALL) {
                // Who wishes from here on wishes for another: this one may pass his row before he changes it.
                wished.set(false);
            }
            long began = ticker.nanos();
            if (attempt(() -> begin(kind).overAll())) {
                walkedAt = began;
                tally(kind).level(began);
            }
            return true;
        } finally {
            walking.set(false);
        }
    }

    /** Looks at the database; one line in the log when that begins to fail and one when it works again. */
    private boolean attempt(BooleanSupplier work) {
        if (!feed.isUp()) {
            note("the database is down");
            return false;
        }
        try {
            boolean level = work.getAsBoolean();
            note(null);
            return level;
        } catch (ProblemException e) {
            note(e.getMessage());
            return false;
        }
    }

    private void note(String now) {
        if ((now == null) != (trouble == null)) {
            String sentence = now == null
                    ? "The sweep reads the database again"
                    : "The sweep cannot read the database and tries again at its next turn: " + now;
            LOG.log(now == null ? Level.INFO : Level.WARNING, sentence);
        }
        trouble = now;
    }
}
