/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.aggregate;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.diamondconfig.server.audit.AuditStore;
import org.diamondconfig.server.audit.Entry;
import org.diamondconfig.server.config.ConfigChanged;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.problem.Conflict;
import org.diamondconfig.server.problem.NotFound;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.quota.Amount;
import org.diamondconfig.server.request.GroupCommit;
import org.diamondconfig.server.request.RequestStore;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.server.store.Lanes;
import org.diamondconfig.server.store.LostRace;
import org.diamondconfig.wire.ConfigKey;

/**
 * Changes datums: each change moves the count of its key and leaves a row in the history of datums, in one transaction.
 * Thread-safe.
 *
 * <p>Publishers of datums of one key wait for each other's commits, because each moves the count in place; so those of one node that
 * come meanwhile are committed together. Locks are taken in one order, datums before count before configuration. The
 * first datum of a key, or of one that was removed, is merged in its own transaction: that is what makes the key one of this
 * kind.
 */
@Component
class DatumStore {

    /** Of a change without content, with the request that waits for it. */
    private static final int WEIGHT = 8 << 10;

    private final DatumRowStore rows;
    private final MergeStore merges;
    private final RequestStore requests;
    private final AuditStore audit;
    private final DatumChange.Rules rules;
    private final GroupCommit<ConfigKey, DatumChange, Applied> together;

    @Inject
    DatumStore(
            GroupCommit.Means means,
            MergeStore merges,
            RequestStore requests,
            AuditStore audit,
            DatumChange.Rules rules) {
        this.merges = merges;
        this.requests = requests;
        this.audit = audit;
        this.rules = rules;
        rows = new DatumRowStore(means.database());
        together = new GroupCommit<>(means, new Together(means.database()));
    }

    /** What is committed together: datums that are published, each once. */
    private final class Together implements GroupCommit.Changes<DatumChange, Applied> {

        private final Database database;

        Together(Database database) {
            this.database = database;
        }

        @Override
        public List<Applied> commit(Lanes.Place place, List<DatumChange> changes) {
            return database.write(place, entities -> applyOnce(entities, changes));
        }

        @Override
        public boolean fits(List<DatumChange> before, DatumChange change) {
            return publishes(before.get(0))
                    && publishes(change)
                    && before.stream()
                            .noneMatch(other -> other.datumId().equals(change.datumId())
                                    || (other.idempotencyKey().isPresent()
                                            && other.idempotencyKey().equals(change.idempotencyKey())));
        }

        /** Its content above all, in memory and again in the statement. */
        @Override
        public long weight(DatumChange change) {
            return WEIGHT + 2L * change.content().length();
        }

        private static boolean publishes(DatumChange change) {
            return change.act() == DatumChange.Act.PUBLISH;
        }
    }

    /**
     * What became of a change.
     *
     * @param merged the version of the key that it made at once
     */
    record Applied(DatumPublished published, Optional<ConfigChanged> merged) {}

    /** What a change comes to: the version of the datum, how many more there are, and how much longer they are. */
    private record Step(DatumChange change, long version, int datums, long bytes) {

        boolean born() {
            return datums > 0;
        }
    }

    /**
     * Has one change applied: by the time this returns, unless others of its key are; then by somebody else.
     *
     * @return what becomes of it; it fails with a {@link ProblemException} as {@link #apply} does
     * @throws ProblemException if it is refused, or the database cannot take it now
     */
    CompletionStage<Applied> begin(DatumChange change) {
        return together.begin(change.key(), rules.checked(change));
    }

    /**
     * Applies one change, and waits for that.
     *
     * @throws ProblemException if it is refused, or the database cannot take it now
     */
    Applied apply(DatumChange change) {
        return together.run(change.key(), rules.checked(change));
    }

    /** Refuses who waits for a change of his key that is being committed, and from now on who would have to. */
    void sendAway() {
        together.stop();
    }

    /** How many changes wait for one of their key that is being committed. */
    int waiting() {
        return together.waiting();
    }

    private List<Applied> applyOnce(EntityManager entities, List<DatumChange> changes) {
        Map<String, Applied> outcomes = earlier(entities, changes);
        List<DatumChange> due = changes.stream()
                .filter(change -> !outcomes.containsKey(change.datumId()))
                .toList();
        if (!due.isEmpty()) {
            apply(entities, due).forEach(done -> outcomes.put(done.published().datumId(), done));
        }
        Map<RequestStore.Named, String> named = new HashMap<>();
        for (DatumChange change : due) {
            String outcome = outcomes.get(change.datumId()).published().encoded();
            named(change).ifPresent(request -> named.put(request, outcome));
        }
        requests.addAll(entities, named);
        return changes.stream().map(change -> outcomes.get(change.datumId())).toList();
    }

    /** What became of those that took effect before, by the ids of their datums. */
    private Map<String, Applied> earlier(EntityManager entities, List<DatumChange> changes) {
        Map<RequestStore.Named, DatumChange> named = new HashMap<>();
        changes.forEach(change -> named(change).ifPresent(request -> named.put(request, change)));
        Map<String, Applied> outcomes = new HashMap<>();
        requests.outcomes(entities, List.copyOf(named.keySet())).forEach((request, outcome) -> {
            DatumChange change = named.get(request);
            DatumPublished published = DatumPublished.decoded(change, outcome);
            outcomes.put(change.datumId(), new Applied(published, Optional.empty()));
        });
        return outcomes;
    }

    private static Optional<RequestStore.Named> named(DatumChange change) {
        return change.idempotencyKey()
                .map(name -> new RequestStore.Named(change.caller().subject(), name, change.fingerprint()));
    }

    private List<Applied> apply(EntityManager entities, List<DatumChange> changes) {
        DatumChange first = changes.get(0);
        DatumRowStore.Standing standing = look(entities, first.key());
        if (standing.present() && standing.whole()) {
            throw new Conflict(
                    "KIND_MISMATCH",
                    "This configuration is published as a whole; remove it before you publish datums.");
        }
        if (first.act() == DatumChange.Act.PUBLISH) {
            return publish(entities, changes, standing);
        }
        if (!standing.live()) {
            throw new NotFound("CONFIG_NOT_FOUND", "There is no configuration of that name.");
        }
        return first.act() == DatumChange.Act.REMOVE
                ? remove(entities, first, standing)
                : removeAll(entities, first, standing);
    }

    /** Looks at the key before a change of it. A test steps in between this and what follows. */
    DatumRowStore.Standing look(EntityManager entities, ConfigKey key) {
        return DatumRowStore.standing(entities, key);
    }

    private List<Applied> publish(EntityManager entities, List<DatumChange> changes, DatumRowStore.Standing standing) {
        Map<String, DatumRow> there = rows.of(entities, changes);
        List<Applied> outcomes = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        List<DatumRowStore.Birth> births = new ArrayList<>();
        List<DatumChange> inOrder = changes.stream()
                .sorted(Comparator.comparing(DatumChange::datumId))
                .toList();
        for (DatumChange change : inOrder) {
            DatumRow row = there.get(change.datumId());
            int bytes = change.content().getBytes(StandardCharsets.UTF_8).length;
            if (row == null) {
                long version = standing.dirty() + steps.size() + 1;
                births.add(new DatumRowStore.Birth(change, version, bytes));
                steps.add(new Step(change, version, 1, bytes));
            } else if (standing.live() && row.datum().content().equals(change.content())) {
                outcomes.add(unchanged(change, row.datum().version(), standing));
            } else {
                rows.update(entities, change, row, bytes);
                steps.add(new Step(change, row.datum().version() + 1, 0, (long) bytes - row.bytes()));
            }
        }
        if (!births.isEmpty()) {
            rows.insert(entities, births);
        }
        outcomes.addAll(steps.isEmpty() ? List.of() : counted(entities, steps, births, standing));
        return outcomes;
    }

    private List<Applied> remove(EntityManager entities, DatumChange change, DatumRowStore.Standing standing) {
        DatumRow row = rows.of(entities, List.of(change)).get(change.datumId());
        if (row == null) {
            throw new NotFound("DATUM_NOT_FOUND", "There is no datum of that name.");
        }
        rows.delete(entities, row);
        return counted(
                entities, List.of(new Step(change, row.datum().version() + 1, -1, -row.bytes())), List.of(), standing);
    }

    private List<Applied> removeAll(EntityManager entities, DatumChange change, DatumRowStore.Standing standing) {
        return rows.deleteAll(entities, change.key()) == 0
                ? List.of(unchanged(change, 0, standing))
                : counted(entities, List.of(new Step(change, 0, 0, 0)), List.of(), standing);
    }

    private static Applied unchanged(DatumChange change, long version, DatumRowStore.Standing standing) {
        return new Applied(
                new DatumPublished(change.key(), change.datumId(), version, standing.dirty(), false), Optional.empty());
    }

    /**
     * Moves the count by all of these, writes the history, and makes the key one of this kind if it is not.
     *
     * <p>The version of a datum that comes, or comes back, is where the count stands with it, which no version of it was above.
     * Others may have moved the count after the look and before it was in hand.
     */
    private List<Applied> counted(
            EntityManager entities,
            List<Step> steps,
            List<DatumRowStore.Birth> births,
            DatumRowStore.Standing standing) {
        ConfigKey key = steps.get(0).change().key();
        long counter = standing.counter().orElseGet(() -> rows.openCount(entities, key));
        count(entities, steps, counter, standing.live());
        if (!standing.live() || steps.get(0).change().act() == DatumChange.Act.REMOVE_ALL) {
            rows.countAnew(entities, key);
        }
        long dirty = rows.dirty(entities, counter) - steps.size();
        long moved = dirty - standing.dirty();
        if (moved != 0 && !births.isEmpty()) {
            rows.raise(entities, births, moved);
        }
        List<DatumPublished> published = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        for (Step step : steps) {
            long version = step.version() + (step.born() ? moved : 0);
            published.add(new DatumPublished(key, step.change().datumId(), version, ++dirty, true));
            entries.add(step.change().entry(step.born() ? 0 : version - 1, version));
        }
        rows.insertHistory(entities, steps.stream().map(Step::change).toList(), published);
        audit.recordAll(entities, entries);
        Optional<ConfigChanged> merged = standing.live() ? Optional.empty() : merges.mergeWithin(entities, key);
        List<Applied> outcomes = new ArrayList<>(published.stream()
                .map(each -> new Applied(each, Optional.empty()))
                .toList());
        outcomes.set(0, new Applied(published.get(0), merged));
        return outcomes;
    }

    /** What grows has to stay within the limits; what shrinks may always. */
    private void count(EntityManager entities, List<Step> steps, long counter, boolean live) {
        int datums = steps.stream().mapToInt(Step::datums).sum();
        long bytes = steps.stream().mapToLong(Step::bytes).sum();
        DatumRowStore.Tally tally = new DatumRowStore.Tally(counter, live, steps.size(), datums, bytes);
        DatumChange last = steps.get(steps.size() - 1).change();
        rules.requireRoom(last.key(), new Amount(live ? 0 : 1, bytes + (live ? 2L * datums : 0)));
        long maxDatums = tally.grows() ? rules.maxDatums() : Integer.MAX_VALUE;
        long maxBytes = tally.grows() ? rules.maxMerged() : Long.MAX_VALUE;
        if (!rows.count(entities, tally, last.caller(), maxDatums, maxBytes)) {
            throw refusal(entities, tally);
        }
    }

    private RuntimeException refusal(EntityManager entities, DatumRowStore.Tally tally) {
        DatumRowStore.Held held = rows.held(entities, tally.counter());
        long datums = held.datums() + tally.datums();
        long bytes = held.bytes() + tally.bytes() + 2 * (datums - 1);
        if (tally.datums() > 0 && datums > rules.maxDatums()) {
            return rules.tooMany();
        }
        return bytes > rules.maxMerged() ? rules.tooMuch() : new LostRace();
    }
}
