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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.diamondconfig.server.config.Config;
import org.diamondconfig.server.config.ConfigFeed.Page;
import org.diamondconfig.server.config.ConfigFeed.Stamp;
import org.diamondconfig.server.dump.Tally.Kind;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;

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

    private static final int PAGE = 1_000;

    /** So many keys that seem to have gone back are each looked at again; of further ones it is believed. */
    private static final int SURE = 100;

    private final DumpTable table;
    private final RowFeed feed;
    private final Settings settings;
    private final Scheduler scheduler;
    private final Ticker ticker;
    private final List<Scheduler.Handle> turns = new ArrayList<>();
    private final AtomicBoolean walking = new AtomicBoolean();
    private final Map<Kind, Tally> tallies = new EnumMap<>(Kind.class);

    /** Null: the last look went well. */
    private volatile String trouble;

    /** Null: the last walk found nothing strange. */
    private volatile String finding;

    private volatile long walkedAt;

    @Inject
    Sweep(DumpTable table, RowFeed feed, Settings settings, Scheduler scheduler, Ticker ticker) {
        this.table = table;
        this.feed = feed;
        this.settings = settings;
        this.scheduler = scheduler;
        this.ticker = ticker;
        for (Kind kind : Kind.values()) {
            tallies.put(kind, new Tally(ticker));
        }
    }

    void start() {
        turns.add(scheduler.every("sweep", settings.duration(Knob.SWEEP_DELTA), this::delta));
        turns.add(scheduler.every("full sweep", settings.duration(Knob.SWEEP_FULL), this::full));
        turns.add(scheduler.every("dump of all", settings.duration(Knob.DUMP_ALL), this::all));
        scheduler.soon("first sweep", this::delta);
    }

    void stop() {
        turns.forEach(Scheduler.Handle::cancel);
        turns.clear();
    }

    /** Compares every row's content, as soon as a thread is free. */
    void dumpAll() {
        scheduler.soon("dump of all", this::all);
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
        return Optional.ofNullable(finding);
    }

    private void delta() {
        if (!table.isComplete() || isWindowTooShort()) {
            walk(Kind.FULL);
            return;
        }
        Tally tally = tally(Kind.DELTA);
        long began = ticker.nanos();
        boolean level = attempt(() -> {
            if (admitsStore(feed.epoch())) {
                table.dir().missing().stream()
                        .limit(RowFeed.FETCH)
                        .forEach(lost -> feed.find(lost.key()).ifPresent(table::take));
                changed(tally);
                return table.isComplete();
            }
            return false;
        });
        if (level) {
            tally.level(began);
        }
    }

    /** Whether changes may have fallen out of the window since the last look: after a restart, or a while without database. */
    private boolean isWindowTooShort() {
        Duration longest = settings.duration(Knob.SWEEP_OVERLAP).dividedBy(2);
        return age().filter(age -> age.compareTo(longest) <= 0).isEmpty();
    }

    private void changed(Tally tally) {
        long after = 0;
        Page page;
        do {
            page = feed.changedWithin(settings.duration(Knob.SWEEP_OVERLAP), after, PAGE);
            feed.fetchAll(page.stamps().stream()
                            .filter(stamp -> !table.isLevel(stamp.key(), stamp.version()))
                            .toList())
                    .forEach(row -> take(row, tally));
            tally.look(page.stamps().size());
            after = page.lastId();
        } while (page.more());
    }

    /** Walks all rows, in a period that grows with their number. */
    private void full() {
        long turns = Math.max(1, Math.round((double) table.size() / KEYS_PER_PERIOD));
        Duration period = settings.duration(Knob.SWEEP_FULL).multipliedBy(turns);
        if (turns == 1 || ticker.nanos() - walkedAt >= period.toNanos()) {
            walk(Kind.FULL);
        }
    }

    /** Compares every row's content, then cleans the folder up. */
    private void all() {
        if (!walk(Kind.ALL)) {
            scheduler.after("dump of all", Duration.ofSeconds(1), this::all);
        }
        table.tidy();
    }

    /** Walks all rows; one walk at a time. @return false: another is under way */
    private boolean walk(Kind kind) {
        if (!walking.compareAndSet(false, true)) {
            return false;
        }
        try {
            long began = ticker.nanos();
            if (attempt(() -> new Walk(kind).run())) {
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

    /** Another store, or an earlier one, is never taken from. */
    private boolean admitsStore(Epoch epoch) {
        if (table.follow(epoch)) {
            return true;
        }
        report("STORE_CHANGED: the database holds store " + epoch + ", the dump follows "
                + table.epoch().orElseThrow() + " and is kept as it is.");
        return false;
    }

    private void report(String now) {
        if (now != null && !now.equals(finding)) {
            LOG.log(Level.WARNING, now);
        }
        finding = now;
    }

    private void take(Config row, Tally tally) {
        boolean wasComplete = table.isComplete();
        if (table.take(row) != DumpTable.Taken.NOTHING && wasComplete) {
            tally.heal();
        }
    }

    /** A row that was changed by hand becomes a version of its own, of which the dump hears as of any other. */
    private void takeOrRecord(Config row, Tally tally) {
        if (!table.isByHand(row)) {
            take(row, tally);
            return;
        }
        String what = row.key() + " version " + row.version() + " was changed in the database by hand";
        try {
            feed.recordByHand(row);
            tally.heal();
            LOG.log(Level.WARNING, what + "; it is version " + (row.version() + 1) + " now, as the history tells");
        } catch (ProblemException e) {
            take(row, tally);
            LOG.log(Level.WARNING, what + "; it is served as it is, but cannot be given a version: " + e.getMessage());
        }
    }

    /** One walk over all rows. Confined to one thread. */
    private final class Walk {

        private final boolean contents;
        private final Tally tally;
        private final Set<ConfigKey> seen = new HashSet<>();
        private int older;
        private int strays;

        Walk(Kind kind) {
            contents = kind == Kind.ALL;
            tally = tally(kind);
        }

        /** Whether the dump is level with the database as it was when the walk began. */
        boolean run() {
            Epoch epoch = feed.epoch();
            if (!admitsStore(epoch)) {
                return false;
            }
            List<ConfigKey> before = table.keys();
            long after = 0;
            Page page;
            do {
                page = feed.page(after, PAGE);
                look(page.stamps(), epoch);
                strays += page.strays();
                after = page.lastId();
            } while (page.more());
            return feed.epoch().equals(epoch) && finish(before, epoch);
        }

        private void look(List<Stamp> page, Epoch epoch) {
            tally.look(page.size());
            page.forEach(stamp -> seen.add(stamp.key()));
            feed.fetchAll(page.stream()
                            .filter(stamp -> contents || !table.isLevel(stamp.key(), stamp.version()))
                            .toList())
                    .forEach(this::look);
            page.stream().filter(stamp -> isOlder(stamp, epoch)).forEach(stamp -> older++);
        }

        private void look(Config row) {
            if (contents) {
                takeOrRecord(row, tally);
            } else {
                take(row, tally);
            }
        }

        /** Whether the store went back behind what was served, by a restored backup say. */
        private boolean isOlder(Stamp stamp, Epoch epoch) {
            long served = table.version(stamp.key(), epoch);
            return stamp.version() < served && (older >= SURE || feed.isBelow(stamp.key(), served));
        }

        private boolean finish(List<ConfigKey> before, Epoch epoch) {
            if (seen.isEmpty() && before.stream().anyMatch(key -> table.version(key, epoch) > 0)) {
                report("STORE_CHANGED: the database holds no row, the dump " + before.size()
                        + " keys; the dump is kept as it is.");
                return false;
            }
            table.complete(epoch);
            Optional<String> wentBack = feed.tellWentBack(older, epoch);
            // An earlier state of our store may lack keys, too: somebody has to say that it is right.
            if (wentBack.isEmpty()) {
                before.stream().filter(key -> !seen.contains(key)).forEach(this::vanish);
            }
            report(wentBack.orElseGet(this::strange));
            return true;
        }

        /** Null: nothing. */
        private String strange() {
            return strays == 0
                    ? null
                    : strays + " rows of config_info have names that no key may have; none is served.";
        }

        private void vanish(ConfigKey key) {
            if (feed.find(key).isEmpty()) {
                LOG.log(Level.WARNING, key + " was deleted in the database without a trace; it is absent now");
                table.forget(key);
                tally.heal();
            }
        }
    }
}
