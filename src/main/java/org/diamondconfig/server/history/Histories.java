/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.history;

import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.diamondconfig.server.audit.AuditQueue;
import org.diamondconfig.server.audit.Entry;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.config.Precondition;
import org.diamondconfig.server.config.Published;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.NotFound;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.wire.ConfigKey;

/** The facade of the versions that keys have had. Thread-safe. */
@Component
public final class Histories {

    /** Most versions on a page. */
    public static final int MAX_LIMIT = 500;

    /** Versions on a page when the caller names no number. */
    public static final int DEFAULT_LIMIT = 50;

    private static final Logger LOG = Logger.getLogger(Histories.class.getName());
    private static final Duration RETENTION_PERIOD = Duration.ofHours(1);
    private static final int CHUNK = 200;

    private final HistoryStore store;
    private final Configs configs;
    private final AuditQueue refusals;
    private final Scheduler scheduler;
    private final Duration keep;
    private final int least;
    private volatile Scheduler.Handle retention = () -> {};

    @Inject
    Histories(HistoryStore store, Configs configs, AuditQueue refusals, Settings settings, Scheduler scheduler) {
        this.store = store;
        this.configs = configs;
        this.refusals = refusals;
        this.scheduler = scheduler;
        keep = settings.duration(Knob.HISTORY_KEEP);
        least = settings.count(Knob.HISTORY_LEAST);
    }

    /** Begins to let old versions go, once an hour. */
    public void start() {
        retention = scheduler.every("history-retention", RETENTION_PERIOD, this::retain);
    }

    /** Ends that. */
    public void stop() {
        retention.cancel();
    }

    /**
     * The versions of a key, newest first, without content.
     *
     * @param cursor of the page before
     * @param limit versions a page, brought into 1..500; 0 = 50
     * @throws BadRequest if the cursor is none of ours
     */
    public Revision.Page list(ConfigKey key, Optional<String> cursor, int limit) {
        int size = limit == 0 ? DEFAULT_LIMIT : Math.max(1, Math.min(MAX_LIMIT, limit));
        List<Revision> found =
                store.list(key, cursor.map(Histories::decodeCursor).orElse(Long.MAX_VALUE), size + 1);
        if (found.size() <= size) {
            return new Revision.Page(found, Optional.empty());
        }
        List<Revision> page = found.subList(0, size);
        return new Revision.Page(
                page, Optional.of(Long.toString(page.get(size - 1).config().version())));
    }

    private static long decodeCursor(String cursor) {
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            throw new BadRequest("BAD_CURSOR", "cursor: pass on the one that the page before gave, or none.");
        }
    }

    /** One version with its content; empty when there never was one, or its time is over. */
    public Optional<Revision> find(ConfigKey key, long version) {
        return store.find(key, version);
    }

    /** Of these versions those that are in the history, without content. */
    public List<Revision> find(List<Target> versions) {
        return versions.isEmpty() ? List.of() : store.find(versions);
    }

    /**
     * Makes an old version the new one; going back to a removal removes.
     *
     * @throws NotFound if there is no such version in history
     */
    public Published rollback(
            Caller caller, Target target, Precondition precondition, String comment, Optional<String> idempotencyKey) {
        Entry wish = Entry.of(caller, "rollback", Entry.Target.of(target.key()));
        Revision old = refusals.tellingRefusal(
                wish,
                () -> find(target.key(), target.version())
                        .orElseThrow(() ->
                                new NotFound("VERSION_NOT_FOUND", "There is no such version of it in the history.")));
        String reason = comment.isEmpty() ? "back to version " + target.version() : comment;
        return configs.restore(caller, old.config(), precondition, reason, idempotencyKey);
    }

    /** Lets go what is older than the settings keep, in small steps; never one of the newest versions of a key. Requests go too. */
    public void retain() {
        try {
            long after = 0;
            List<Long> ids;
            do {
                ids = store.outdated(after, keep.toSeconds(), least, CHUNK);
                if (!ids.isEmpty()) {
                    store.delete(ids);
                    after = ids.get(ids.size() - 1);
                }
            } while (ids.size() == CHUNK);
            boolean more;
            do {
                more = store.forgetRequests();
            } while (more);
        } catch (Unavailable e) {
            LOG.log(Level.INFO, "Old versions are let go in an hour: {0}", e.getMessage());
        }
    }

    /**
     * One version of one key; where to go back to, say. Immutable.
     *
     * @param key the key
     * @param version one it has had
     */
    public record Target(ConfigKey key, long version) {}
}
