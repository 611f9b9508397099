/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.aggregate;

import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.diamondconfig.server.audit.AuditQueue;
import org.diamondconfig.server.audit.Entry;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.wire.ConfigKey;

/** The facade of the datums: change, list, history. Thread-safe. */
@Component
public final class Aggregates {

    private static final Logger LOG = System.getLogger(Aggregates.class.getName());
    private static final Duration RETENTION_PERIOD = Duration.ofHours(1);

    private final DatumStore store;
    private final DatumPageStore pages;
    private final Merges merges;
    private final Configs configs;
    private final AuditQueue refusals;
    private final Scheduler scheduler;
    private final Duration keep;
    private volatile Scheduler.Handle retention = () -> {};

    @Inject
    Aggregates(DatumStore store, DatumPageStore pages, Merges merges, Configs configs, Upkeep upkeep) {
        this.store = store;
        this.pages = pages;
        this.merges = merges;
        this.configs = configs;
        refusals = upkeep.refusals();
        scheduler = upkeep.scheduler();
        keep = upkeep.settings().duration(Knob.HISTORY_KEEP);
    }

    /** What is needed for what is done now and then, or off the way. */
    @Component
    record Upkeep(AuditQueue refusals, Scheduler scheduler, Settings settings) {

        @Inject
        Upkeep {}
    }

    /** Begins to merge what was left unmerged, here or by a node that is gone, and to let old history go. */
    public void start() {
        merges.start();
        retention = scheduler.every("datum-history-retention", RETENTION_PERIOD, this::retain);
    }

    /** Ends both. */
    public void stop() {
        retention.cancel();
        merges.stop();
    }

    /**
     * Sends those to another server who wait behind others that change their key, and from now on who would have to. What is being
     * changed is changed to its end.
     */
    public void sendAway() {
        store.sendAway();
    }

    /** How many changes wait behind others of their key. */
    public int waiting() {
        return store.waiting();
    }

    /**
     * Changes a datum, or removes all; the content of the key follows within the window. The same again writes nothing.
     *
     * @throws ProblemException if it is refused, or the database cannot take it now
     */
    public DatumPublished change(DatumChange change) {
        return done(refusals.tellingRefusal(change.entry(0, 0), () -> store.apply(change)));
    }

    /**
     * {@link #change}, whose caller's thread does not wait for others who change the same key.
     *
     * @return what becomes of it; it fails with a {@link ProblemException} if it is refused, or the database cannot take it
     * @throws ProblemException if that is known at once
     */
    public CompletionStage<DatumPublished> begin(DatumChange change) {
        Entry wish = change.entry(0, 0);
        return refusals.tellingRefusal(wish, () -> store.begin(change))
                .whenComplete((applied, failure) -> {
                    if (failure instanceof ProblemException refusal) {
                        refusals.refused(wish, refusal);
                    }
                })
                .thenApply(this::done);
    }

    private DatumPublished done(DatumStore.Applied applied) {
        DatumPublished published = applied.published();
        applied.merged().ifPresent(configs::merged);
        if (applied.merged().isEmpty() && published.changed()) {
            merges.ask(published.key());
        }
        return published;
    }

    /**
     * The datums of a key, whole.
     *
     * @param cursor of the page before
     * @param limit datums a page; a page of large ones holds fewer
     * @throws ProblemException if the key has none, or the cursor is none of ours
     */
    public Datum.Page list(ConfigKey key, Optional<String> cursor, int limit) {
        Datum.Page page = pages.datums(key, cursor.map(Aggregates::decoded).orElse(""), limit);
        return new Datum.Page(
                key, page.dirty(), page.merged(), page.datums(), page.next().map(Aggregates::encoded));
    }

    /** One datum of a key; empty if there is none of that id. */
    public Optional<Datum> find(ConfigKey key, String datumId) {
        return pages.datum(key, datumId);
    }

    /**
     * Who changed which datum of a key, newest first.
     *
     * @param cursor of the page before
     * @throws BadRequest if the cursor is none of ours
     */
    public Datum.Revision.Page history(ConfigKey key, Optional<String> cursor, int limit) {
        long below = cursor.map(Aggregates::number).orElse(Long.MAX_VALUE);
        List<Datum.Revision> found = pages.revisions(key, below, limit + 1);
        if (found.size() <= limit) {
            return new Datum.Revision.Page(found, Optional.empty());
        }
        List<Datum.Revision> page = found.subList(0, limit);
        return new Datum.Revision.Page(
                page, Optional.of(Long.toString(page.get(limit - 1).dirty())));
    }

    /** Lets go what is older than the settings keep, in small steps. */
    void retain() {
        try {
            boolean more;
            do {
                more = pages.forget(keep);
            } while (more);
        } catch (Unavailable e) {
            LOG.log(Level.INFO, "Old changes of datums are let go in an hour: {0}", e.getMessage());
        }
    }

    private static String encoded(String datumId) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(datumId.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw badCursor(e);
        }
    }

    private static long number(String cursor) {
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            throw badCursor(e);
        }
    }

    private static BadRequest badCursor(IllegalArgumentException reason) {
        LOG.log(Level.TRACE, "a cursor that is none of ours", reason);
        return new BadRequest("BAD_CURSOR", "cursor: pass on the one that the page before gave, or none.");
    }
}
