/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.audit;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.store.Database;

/**
 * What goes into the trail without a transaction of its own: refusals above all. Thread-safe; nobody waits here for the
 * database. A task writes once a second, to a file while the database is away.
 *
 * <p>A flood fills neither memory nor trail: of the same subject, address, action and code the first is told at once, and all
 * others of the minute after it in one more entry; beyond a thousand of those kinds, only actions and codes are told apart.
 */
@Component
public final class AuditQueue {

    /** Kinds of refusals a minute that are told apart by who and where. */
    static final int KINDS = 1_000;

    private static final Logger LOG = System.getLogger("diamond.audit");
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int BATCH = 500;
    private static final Entry.Who OTHERS = new Entry.Who("*", "none", "*", "");

    private final Outlets outlets;
    private final Scheduler scheduler;
    private final Ticker ticker;
    private final InstantSource clock;
    private final Counter refusals;
    private final Counter coalesced;
    private final Counter dropped;
    private volatile Scheduler.Handle writing = () -> {};

    /** Guarded by this, in the order in which they began. */
    private final Map<Kind, Count> kinds = new LinkedHashMap<>();

    /** Guarded by this. */
    private List<Waiting> waiting = new ArrayList<>();

    /** Where entries go. */
    @Component
    record Outlets(Database database, AuditStore store, PendingFile file, Scheduler scheduler) {

        @Inject
        Outlets {}
    }

    /** Refusals that are counted together. */
    private record Kind(String subject, String address, String action, String code) {

        static Kind of(Entry entry) {
            return new Kind(entry.who().subject(), entry.who().address(), entry.action(), entry.outcome());
        }
    }

    /** How often a kind was seen after its first time, and when that was. Guarded by the queue. */
    private static final class Count {
        private final long sinceNanos;
        private Entry last;
        private Instant at;
        private int more;

        Count(long sinceNanos) {
            this.sinceNanos = sinceNanos;
        }
    }

    /**
     * An entry that is to be written.
     *
     * @param id of its row, so that it is written once however often that is tried
     * @param at when it happened, by this node's clock
     */
    record Waiting(long id, Entry entry, Instant at) {}

    @Inject
    AuditQueue(Outlets outlets, Ticker ticker, InstantSource clock, PrometheusRegistry metrics) {
        this.outlets = outlets;
        this.ticker = ticker;
        this.clock = clock;
        scheduler = outlets.scheduler();
        refusals = Counter.builder()
                .name("diamond_audit_refusals_total")
                .help("Refusals that the audit trail was told of.")
                .register(metrics);
        coalesced = Counter.builder()
                .name("diamond_audit_refusals_coalesced_total")
                .help("Those of them that share an entry with others of the same minute.")
                .register(metrics);
        dropped = Counter.builder()
                .name("diamond_audit_dropped_total")
                .help(
                        "Entries of the audit trail that were lost: the database was away and the file for them full or unusable.")
                .register(metrics);
    }

    /** Begins to write. */
    void start() {
        writing = scheduler.every("audit-queue", PERIOD, this::write);
    }

    /** Writes what waits, and ends it. */
    void stop() {
        writing.cancel();
        synchronized (this) {
            kinds.values().forEach(this::close);
            kinds.clear();
        }
        write();
    }

    /** Does what this entry tells of, and if it is refused, tells that. */
    public <T> T tellingRefusal(Entry wish, Supplier<T> act) {
        try {
            return act.get();
        } catch (ProblemException e) {
            refused(wish, e);
            throw e;
        }
    }

    /** Somebody was refused what this entry tells of; a server that cannot do it now is not a refusal. */
    public void refused(Entry wish, ProblemException refusal) {
        if (refusal.status() < 500) {
            refused(wish.refused(refusal.code()));
        }
    }

    private synchronized void refused(Entry entry) {
        refusals.inc();
        Entry told = entry;
        Count count = kinds.get(Kind.of(told));
        if (count == null && kinds.size() >= KINDS) {
            told = new Entry(OTHERS, entry.action(), Entry.Target.SERVER, Entry.Versions.NONE, entry.outcome(), 1);
            count = kinds.get(Kind.of(told));
        }
        if (count == null) {
            kinds.put(Kind.of(told), new Count(ticker.nanos()));
            add(told, clock.instant());
        } else {
            coalesced.inc();
            count.last = told;
            count.at = clock.instant();
            count.more++;
        }
    }

    /** Something was done that has no transaction in which to tell it. */
    public synchronized void done(Entry entry) {
        add(entry, clock.instant());
    }

    private void add(Entry entry, Instant at) {
        waiting.add(new Waiting(outlets.database().newId(), entry, at));
    }

    private void close(Count count) {
        if (count.more > 0) {
            add(count.last.times(count.more), count.at);
        }
    }

    private synchronized List<Waiting> take() {
        Iterator<Count> oldest = kinds.values().iterator();
        while (oldest.hasNext()) {
            Count count = oldest.next();
            if (ticker.nanos() - count.sinceNanos < WINDOW.toNanos()) {
                break;
            }
            close(count);
            oldest.remove();
        }
        List<Waiting> taken = waiting;
        waiting = new ArrayList<>();
        return taken;
    }

    /** Writes what waits: to the trail, with what the file holds of before, or else to the file. */
    void write() {
        synchronized (outlets) {
            List<Waiting> taken = take();
            PendingFile file = outlets.file();
            try {
                if (outlets.database().state().up()) {
                    int unreadable = file.takeOver(this::insert);
                    dropped.inc(unreadable);
                    insert(taken);
                    return;
                }
            } catch (Unavailable e) {
                LOG.log(Level.DEBUG, "Entries of the audit trail go to {0}: {1}", file, e.getMessage());
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "Entries of the audit trail go to " + file + " and are tried again", e);
            }
            dropped.inc(file.append(taken));
        }
    }

    private void insert(List<Waiting> entries) {
        for (int from = 0; from < entries.size(); from += BATCH) {
            outlets.store().insertMissing(entries.subList(from, Math.min(from + BATCH, entries.size())), clock);
        }
    }
}
