/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.config;

import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.edge.Trace;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.wire.ConfigKey;

/**
 * The facade of the configurations in the database: publish, remove, find, search. Thread-safe. A change that is known to be
 * committed, now or earlier under the same Idempotency-Key, is told as {@link ConfigChanged} before the call returns.
 */
@Component
public final class Configs {

    private static final Logger LOG = Logger.getLogger(Configs.class.getName());

    private static final int GROUP_ITEMS = 25;
    private static final int GROUP_CHARACTERS = 1 << 20;

    private final ConfigStore store;
    private final ConfigFeed feed;
    private final Event<ConfigChanged> changed;
    private final Trace trace;
    private final Change.Rules rules;
    private final Bounds bounds;

    /**
     * How much content a publish may bring, and how long a search may take. Immutable.
     *
     * @param content bytes
     * @param search all of its statements together
     */
    @Component
    public record Bounds(long content, Duration search, Ticker ticker) {

        @Inject
        public Bounds(Settings settings, Ticker ticker) {
            this(settings.bytes(Knob.CONTENT_MAX), settings.duration(Knob.SEARCH_TIMEOUT), ticker);
        }

        /**
         * How much of the time of a search that began then is left, at least a millisecond: a database takes 0 for no bound.
         *
         * @throws Unavailable SEARCH_TIMEOUT if nothing is
         */
        public Duration left(long startNanos) {
            Duration left = search.minusNanos(ticker.nanos() - startNanos);
            if (left.toMillis() <= 0) {
                throw tooLong(null);
            }
            return left;
        }

        /** That the time of a search is over. */
        public static Unavailable tooLong(Throwable cause) {
            return new Unavailable("SEARCH_TIMEOUT", "The search took too long; narrow it.", 1, cause);
        }

        /**
         * Asks the database for a search.
         *
         * @throws Unavailable SEARCH_TIMEOUT if that took too long
         */
        public static <T> T searched(Supplier<T> question) {
            try {
                return question.get();
            } catch (Unavailable e) {
                throw e.code().equals("STORE_SLOW") ? tooLong(e) : e;
            }
        }
    }

    @Inject
    public Configs(ConfigStore store, ConfigFeed feed, Bounds bounds, Event<ConfigChanged> changed, Trace trace) {
        this.store = store;
        this.feed = feed;
        this.changed = changed;
        this.trace = trace;
        this.bounds = bounds;
        rules = new Change.Rules(bounds.content());
    }

    /**
     * What became of one item of a batch: one of the two is there. Immutable.
     *
     * @param key the item
     * @param published the outcome, if it was applied
     * @param problem why not, if it was not
     */
    public record BatchResult(ConfigKey key, Optional<Published> published, Optional<ProblemException> problem) {

        static BatchResult of(Published published) {
            return new BatchResult(published.key(), Optional.of(published), Optional.empty());
        }

        static BatchResult of(ConfigKey key, ProblemException problem) {
            return new BatchResult(key, Optional.empty(), Optional.of(problem));
        }
    }

    /**
     * Gives a key new content; the same again writes nothing and answers the version that stands.
     *
     * @throws ProblemException if it is refused, or the database cannot take it now
     */
    public Published publish(Caller caller, Publication publication) {
        return applyOne(checked(new Change(Change.Act.PUBLISH, caller, publication)));
    }

    /**
     * Removes a key; it stays as a tombstone that goes on counting versions.
     *
     * @throws ProblemException if there is nothing to remove, or it is refused, or the database cannot take it now
     */
    public Published remove(
            Caller caller, ConfigKey key, Precondition precondition, String comment, Optional<String> idempotencyKey) {
        return applyOne(
                checked(new Change(Change.Act.REMOVE, caller, removal(key, precondition, comment, idempotencyKey))));
    }

    /** Makes an old state of a key the new one: content, type and details, or its absence. Counts as a rollback. */
    public Published restore(
            Caller caller, Config old, Precondition precondition, String comment, Optional<String> idempotencyKey) {
        Publication wish = removal(old.key(), precondition, comment, idempotencyKey);
        if (!old.present()) {
            return applyOne(checked(new Change(Change.Act.ROLLBACK_TO_NOTHING, caller, wish)));
        }
        Config.Details details = old.details();
        Publication whole = new Publication(
                old.key(),
                old.content(),
                Optional.of(old.type()),
                Optional.of(details.description()),
                Optional.of(details.tags()),
                Optional.of(details.appName()),
                precondition,
                true,
                comment,
                idempotencyKey);
        return applyOne(checked(new Change(Change.Act.ROLLBACK, caller, whole)));
    }

    private static Publication removal(
            ConfigKey key, Precondition precondition, String comment, Optional<String> idempotencyKey) {
        Publication nothing = Publication.of(key, "")
                .allowingEmpty()
                .withPrecondition(precondition)
                .withComment(comment);
        return idempotencyKey.map(nothing::withIdempotencyKey).orElse(nothing);
    }

    private Change checked(Change change) {
        try {
            rules.checked(change.wish());
            return change;
        } catch (ProblemException e) {
            store.refused(change, e);
            throw e;
        }
    }

    private Published applyOne(Change change) {
        ConfigStore.Outcome outcome = store.apply(List.of(change)).get(0);
        committed(outcome);
        BatchResult result = outcome.result();
        return result.published().orElseThrow(() -> result.problem().orElseThrow());
    }

    /**
     * Publishes many, each with an outcome of its own, in the order given. Some share a transaction; none spoils another. A
     * key may be named once.
     */
    public List<BatchResult> publishAll(Caller caller, List<Publication> publications) {
        return applyAll(caller, Change.Act.PUBLISH, publications);
    }

    /** Removes many, likewise, each on a condition of its own. */
    public List<BatchResult> removeAll(Caller caller, Map<ConfigKey, Precondition> keys, String comment) {
        return applyAll(
                caller,
                Change.Act.REMOVE,
                keys.entrySet().stream()
                        .map(one -> removal(one.getKey(), one.getValue(), comment, Optional.empty()))
                        .toList());
    }

    private List<BatchResult> applyAll(Caller caller, Change.Act act, List<Publication> publications) {
        Map<ConfigKey, BatchResult> results = new HashMap<>();
        Map<ConfigKey, Change> wanted = new LinkedHashMap<>();
        List<BatchResult> answers = new ArrayList<>();
        for (Publication publication : publications) {
            ConfigKey key = publication.key();
            if (wanted.containsKey(key) || results.containsKey(key)) {
                answers.add(BatchResult.of(
                        key, new BadRequest("DUPLICATE_KEY", "The batch names this key before; name it once.")));
                continue;
            }
            answers.add(null);
            try {
                wanted.put(key, checked(new Change(act, caller, publication)));
            } catch (ProblemException e) {
                results.put(key, BatchResult.of(key, e));
            }
        }
        groups(List.copyOf(wanted.values()))
                .forEach(group -> applyGroup(group).forEach(result -> results.put(result.key(), result)));
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i) == null) {
                answers.set(i, results.get(publications.get(i).key()));
            }
        }
        return List.copyOf(answers);
    }

    private static List<List<Change>> groups(List<Change> changes) {
        List<List<Change>> groups = new ArrayList<>();
        long characters = Long.MAX_VALUE / 2;
        for (Change change : changes) {
            characters += change.wish().content().length();
            if (characters > GROUP_CHARACTERS || groups.get(groups.size() - 1).size() == GROUP_ITEMS) {
                groups.add(new ArrayList<>());
                characters = change.wish().content().length();
            }
            groups.get(groups.size() - 1).add(change);
        }
        return groups;
    }

    private List<BatchResult> applyGroup(List<Change> group) {
        List<ConfigStore.Outcome> outcomes;
        try {
            outcomes = store.apply(group);
        } catch (Unavailable e) {
            if (e.code().equals("BUSY") && group.size() > 1) {
                return group.stream()
                        .map(change -> applyGroup(List.of(change)).get(0))
                        .toList();
            }
            return group.stream().map(change -> BatchResult.of(change.key(), e)).toList();
        }
        outcomes.forEach(this::committed);
        return outcomes.stream().map(ConfigStore.Outcome::result).toList();
    }

    private void committed(ConfigStore.Outcome outcome) {
        outcome.result()
                .published()
                .ifPresent(published -> tell(
                        new ConfigChanged(published.key(), published.epoch(), published.version(), outcome.content()),
                        published.changed()));
    }

    /**
     * Makes what somebody wrote into a row by hand a version of its own, so that every node and client is told of it.
     *
     * @param version the one that the row was left at
     * @return empty if it has another by now
     */
    public Optional<Published> recordByHand(ConfigKey key, long version) {
        Optional<Published> recorded = feed.recordByHand(key, version);
        recorded.ifPresent(published ->
                tell(ConfigChanged.of(published.key(), published.epoch(), published.version()), published.changed()));
        return recorded;
    }

    /** Tells what a merge of datums has committed. */
    public void merged(ConfigChanged change) {
        tell(change, true);
    }

    /** Tells what is committed. An observer that fails cannot undo it, so it must not make the publish fail. */
    private void tell(ConfigChanged change, boolean written) {
        trace.mark(Trace.Step.PERSIST, change.key(), change.version(), written ? "written" : "unchanged");
        try {
            changed.fire(change);
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    e,
                    () -> change.key() + " version " + change.version()
                            + " is committed, but telling it failed here; the sweep takes it up");
        }
    }

    /** What the database holds for this key, a tombstone included; empty when it was never published. */
    public Optional<Config> find(ConfigKey key) {
        return store.find(key);
    }

    /** The same, and whether it is merged from datums. */
    public Optional<Config.Standing> standing(ConfigKey key) {
        return store.standing(key);
    }

    /**
     * Lets a publication pass whose sizes and signs would be taken; nothing is changed, and nobody is told.
     *
     * @throws ProblemException if it would be refused whatever stands there
     */
    public void require(Publication publication) {
        rules.checked(publication);
    }

    /**
     * One page of the keys that match and may be seen, in the order of keys.
     *
     * @throws BadRequest if the cursor is none of ours
     * @throws Unavailable SEARCH_TIMEOUT if it took too long, which it may where little of much may be seen
     */
    public Search.Page search(Search search, Search.Sight sight) {
        long start = bounds.ticker().nanos();
        return Bounds.searched(
                () -> search.page(sight, (after, most) -> store.search(search, after, most, bounds.left(start))));
    }

    /** What a search would tell of these keys, as far as they are there: groups as they come first here, and in each the order of keys. */
    public List<Search.Hit> hits(List<ConfigKey> keys) {
        return store.hits(keys);
    }
}
