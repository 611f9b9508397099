/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.dump;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.diamondconfig.server.config.Config;
import org.diamondconfig.server.config.ConfigFeed.Page;
import org.diamondconfig.server.config.ConfigFeed.Place;
import org.diamondconfig.server.config.ConfigFeed.Stamp;
import org.diamondconfig.server.dump.Tally.Kind;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;

/** One look of the {@link Sweep} at rows of the database, at those recorded lately or at all. Confined to one thread. */
final class Walk {

    private static final Logger LOG = System.getLogger("diamond.sweep");

    private static final int PAGE = 1_000;

    /** So many keys that seem to have gone back are each looked at again; of further ones it is believed. */
    private static final int SURE = 100;

    private final Kind kind;
    private final Tally tally;
    private final DumpTable table;
    private final RowFeed feed;
    private final Findings findings;
    private final Set<ConfigKey> seen = new HashSet<>();
    private int older;
    private int strays;

    Walk(Kind kind, Tally tally, DumpTable table, RowFeed feed, Findings findings) {
        this.kind = kind;
        this.tally = tally;
        this.table = table;
        this.feed = feed;
        this.findings = findings;
    }

    /** Over what was recorded in this window, and what this node lost. @return whether the dump is level with it */
    boolean overRecent(Duration window) {
        if (!findings.admits(feed.epoch())) {
            return false;
        }
        table.dir().missing().stream()
                .limit(RowFeed.FETCH)
                .forEach(lost -> feed.find(lost.key()).ifPresent(table::take));
        Place after = Place.BEFORE_ALL;
        Page page;
        do {
            page = feed.changedWithin(window, after, PAGE);
            fetchNewer(page).forEach(this::take);
            after = page.last();
        } while (page.more());
        return table.isComplete();
    }

    /** Takes what is newer, for as long as it may go on; what is gone or went back is left to walks that come to their end. */
    void ahead(BooleanSupplier goesOn) {
        if (!findings.admits(feed.epoch())) {
            return;
        }
        Place after = Place.BEFORE_ALL;
        Page page;
        do {
            page = feed.page(after, PAGE);
            fetchNewer(page).takeWhile(row -> goesOn.getAsBoolean()).forEach(this::take);
            after = page.last();
        } while (page.more() && goesOn.getAsBoolean());
    }

    private Stream<Config> fetchNewer(Page page) {
        tally.look(page.stamps().size());
        return feed.fetchAll(page.stamps().stream()
                .filter(stamp -> !table.isLevel(stamp.key(), stamp.version()))
                .toList());
    }

    /** Over all rows. @return whether the dump is level with the database as it was when the walk began */
    boolean overAll() {
        Epoch epoch = feed.epoch();
        if (!findings.admits(epoch)) {
            return false;
        }
        List<ConfigKey> before = table.keys();
        Place after = Place.BEFORE_ALL;
        Page page;
        do {
            page = feed.page(after, PAGE);
            look(page.stamps(), epoch);
            strays += page.strays();
            after = page.last();
        } while (page.more());
        return feed.epoch().equals(epoch) && finish(before, epoch);
    }

    private void look(List<Stamp> page, Epoch epoch) {
        tally.look(page.size());
        page.forEach(stamp -> seen.add(stamp.key()));
        feed.fetchAll(page.stream()
                        .filter(stamp -> kind == Kind.ALL || !table.isLevel(stamp.key(), stamp.version()))
                        .toList())
                .forEach(this::look);
        page.stream().filter(stamp -> isOlder(stamp, epoch)).forEach(stamp -> older++);
    }

    private void look(Config row) {
        if (kind == Kind.ALL && table.isByHand(row)) {
            record(row);
        } else {
            take(row);
        }
    }

    private void take(Config row) {
        boolean wasComplete = table.isComplete();
        if (table.take(row) != DumpTable.Taken.NOTHING && wasComplete) {
            tally.heal();
        }
    }

    /** A row that was changed by hand becomes a version of its own, of which the dump hears as of any other. */
    private void record(Config row) {
        String what = row.key() + " version " + row.version() + " was changed in the database by hand";
        try {
            feed.recordByHand(row);
            tally.heal();
            LOG.log(Level.WARNING, what + "; it is version " + (row.version() + 1) + " now, as the history tells");
        } catch (ProblemException e) {
            take(row);
            LOG.log(Level.WARNING, what + "; it is served as it is, but cannot be given a version: " + e.getMessage());
        }
    }

    /** Whether the store went back behind what was served, by a restored backup say. */
    private boolean isOlder(Stamp stamp, Epoch epoch) {
        long served = table.version(stamp.key(), epoch);
        return stamp.version() < served && (older >= SURE || feed.isBelow(stamp.key(), served));
    }

    private boolean finish(List<ConfigKey> before, Epoch epoch) {
        if (seen.isEmpty() && before.stream().anyMatch(key -> table.version(key, epoch) > 0)) {
            findings.report("STORE_CHANGED: the database holds no row, the dump " + before.size()
                    + " keys; the dump is kept as it is.");
            return false;
        }
        table.complete(epoch);
        Optional<String> wentBack = feed.tellWentBack(older, epoch);
        // An earlier state of our store may lack keys, too: somebody has to say that it is right.
        if (wentBack.isEmpty()) {
            before.stream().filter(key -> !seen.contains(key)).forEach(this::vanish);
        }
        findings.report(wentBack.orElseGet(this::strange));
        return true;
    }

    /** Null: nothing. */
    private String strange() {
        return strays == 0 ? null : strays + " rows of config_info have names that no key may have; none is served.";
    }

    private void vanish(ConfigKey key) {
        if (feed.find(key).isEmpty()) {
            LOG.log(Level.WARNING, key + " was deleted in the database without a trace; it is absent now");
            table.forget(key);
            tally.heal();
        }
    }
}
