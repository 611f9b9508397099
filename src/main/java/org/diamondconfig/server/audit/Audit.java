/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.audit;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.Unavailable;

/** The facade of the audit trail: list it, verify it. Thread-safe. */
@Component
public final class Audit {

    private final AuditStore store;
    private final Sealer sealer;
    private final AuditQueue queue;
    private final Verifier verifier;

    @Inject
    Audit(AuditStore store, AuditQueue queue, Sealer sealer, Verifier verifier) {
        this.store = store;
        this.queue = queue;
        this.sealer = sealer;
        this.verifier = verifier;
    }

    /** Begins to write what waits, to seal what is new, and to let go what is old. */
    public void start() {
        queue.start();
        sealer.start();
    }

    /** Writes and seals once more, and ends it. */
    public void stop() {
        queue.stop();
        sealer.stop();
        sealer.turn();
    }

    /** A place in the trail: its entries are in the order of their times, and of their ids where those are the same. */
    public record Place(long atMicros, long id) {

        /**
         * The one that a cursor tells.
         *
         * @throws BadRequest if the cursor is none of ours
         */
        public static Place of(String cursor) {
            String[] parts = cursor.split("-", -1);
            try {
                if (parts.length == 2) {
                    return new Place(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
                }
            } catch (NumberFormatException e) {
                throw bad();
            }
            throw bad();
        }

        private static BadRequest bad() {
            return new BadRequest("BAD_CURSOR", "cursor: pass on the one that the page before gave, or none.");
        }

        String cursor() {
            return atMicros + "-" + id;
        }
    }

    /**
     * Which entries are meant; what is empty does not matter. Immutable.
     *
     * @param who the subject
     * @param outcome done, refused, or the code of a refusal
     * @param fromMicros not before this time, in microseconds since 1970
     * @param toMicros before this time
     * @param before only what is older than this place
     */
    public record Filter(
            Optional<String> namespace,
            Optional<String> group,
            Optional<String> dataId,
            Optional<String> who,
            Optional<String> action,
            Optional<String> outcome,
            Optional<Long> fromMicros,
            Optional<Long> toMicros,
            Optional<Place> before) {}

    /** Some entries, newest first, and the cursor of the next page if there is one. */
    public record Page(List<Entry.Written> entries, Optional<String> next) {}

    /**
     * One thing in the trail that is not as it was written. Immutable.
     *
     * @param code which kind
     * @param seal where in the chain; 0 = under none
     * @param entry which entry; 0 = none, or none that is still there
     * @param sentence for people
     */
    public record Fault(String code, long seal, long entry, String sentence) {}

    /**
     * What became of a look at the chain. Immutable.
     *
     * @param faults what is wrong, the first hundred
     * @param seals how many were looked at
     * @param entries how many are under them
     * @param last the last seal that was looked at
     * @param mac its mac
     * @param next from where to go on, if there is more behind
     */
    public record Verdict(List<Fault> faults, long seals, long entries, long last, String mac, OptionalLong next) {

        /** Whether all is as it was written, as far as was looked. */
        public boolean intact() {
            return faults.isEmpty();
        }
    }

    /**
     * Looks whether the trail is as it was written.
     *
     * @param after the seal to begin behind; 0 = from the old end
     * @throws Unavailable if the database cannot be used now
     */
    public Verdict verify(long after) {
        return verifier.verify(after);
    }

    /**
     * One page of the entries that match, newest first.
     *
     * @throws Unavailable if it took too long, or the database cannot be used now
     */
    public Page list(Filter filter, int limit) {
        List<Entry.Written> found = store.find(filter, limit + 1);
        if (found.size() <= limit) {
            return new Page(found, Optional.empty());
        }
        List<Entry.Written> page = found.subList(0, limit);
        Entry.Written last = page.get(limit - 1);
        return new Page(page, Optional.of(new Place(last.atMicros(), last.id()).cursor()));
    }
}
