/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.search;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.dump.ConfigDumped;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.search.LabelReading.Known;
import org.diamondconfig.server.search.LabelStore.Labelled;
import org.diamondconfig.wire.ConfigKey;

/**
 * The labels that viewers count and that are told with contents: read in the background, once for all who ask meanwhile, and kept for those who ask
 * later, of the whole store or of a namespace. Thread-safe. The database is asked one question at a time, in turns for each reading, and
 * none that nobody has asked for. How much is kept is bounded, and memory that runs short takes it first.
 */
@Component
final class Labels {

    /** So many wait at once until labels are read, each on a thread of the container. */
    static final int MOST_WAITING = 8;

    /** Most that is kept; what was asked for last is kept longest. */
    private static final int MOST_READINGS = 16;

    /** Of one namespace, or of the whole store. */
    private static final int MOST_ROWS = 500_000;

    /** Whoever waits has the rest of the time of his search for what he does with them. */
    private static final int SHARE = 3;

    private static final int AGAIN_SECONDS = 2;

    private final LabelReading.Means means;
    private final Scheduler scheduler;
    private final Duration patience;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);

    /** By namespace; the whole store's under none. Guarded by itself. */
    private final Map<Optional<String>, LabelReading> readings = new LinkedHashMap<>(MOST_READINGS, 0.75f, true);

    /** Those that have a next step, in their turns. Guarded by itself. */
    private final Set<LabelReading> turns = new LinkedHashSet<>();

    /** Whether somebody is going to take the next step. Guarded by {@link #turns}. */
    private boolean reading;

    @Inject
    Labels(LabelStore store, Dump dump, Configs.Bounds bounds, Scheduler scheduler) {
        this(
                new LabelReading.Means(store, dump, bounds, MOST_ROWS),
                scheduler,
                bounds.search().dividedBy(SHARE));
    }

    /** The same for those who wait so long. */
    Labels(LabelReading.Means means, Scheduler scheduler, Duration patience) {
        this.means = means;
        this.scheduler = scheduler;
        this.patience = patience;
    }

    /**
     * All there are, in no order.
     *
     * @param trouble why they are not as they stand now, but as they stood not long ago
     */
    record Told(Collection<Labelled> all, Optional<ProblemException> trouble) {

        private static Told of(Known known) {
            return new Told(known.rows().values(), known.isLevel() ? Optional.empty() : Optional.of(loading()));
        }

        private static Told without(LabelReading one, ProblemException trouble) {
            return one.known()
                    .map(known -> new Told(known.rows().values(), Optional.of(trouble)))
                    .orElseThrow(() -> trouble);
        }
    }

    /** That they are being read. */
    static Unavailable loading() {
        return new Unavailable("LABELS_LOADING", "Tags and applications are being counted. Ask again.", AGAIN_SECONDS);
    }

    void onDumped(@Observes ConfigDumped change) {
        ConfigKey key = change.key();
        if (!key.namespace().equals(Access.RESERVED)) {
            synchronized (readings) {
                readings.forEach((namespace, reading) -> {
                    if (isOf(namespace, key)) {
                        reading.change(key);
                    }
                });
            }
        }
    }

    private static boolean isOf(Optional<String> namespace, ConfigKey key) {
        return namespace.isEmpty() || namespace.get().equals(key.namespace());
    }

    /**
     * Hands over those of these keys of a namespace, or of any, of which there are few.
     *
     * @param start of the search that they are read for
     * @throws Unavailable SEARCH_TIMEOUT if its time is over
     */
    void each(Optional<String> namespace, List<ConfigKey> keys, long start, Consumer<Labelled> sink) {
        level(namespace)
                .ifPresentOrElse(
                        rows -> keys.stream()
                                .map(rows::get)
                                .filter(Objects::nonNull)
                                .forEach(sink),
                        () -> means.store().each(keys, start, sink));
    }

    /** What is known to be as it stands now, of this namespace or of all. */
    Optional<Map<ConfigKey, Labelled>> level(Optional<String> namespace) {
        return Stream.of(Optional.<String>empty(), namespace)
                .flatMap(one -> existing(one).stream())
                .filter(one -> !one.isDue())
                .flatMap(one -> one.known().stream())
                .filter(Known::isLevel)
                .map(Known::rows)
                .findFirst();
    }

    /**
     * The same for who goes through many, and will ask again: what is not known is read meanwhile. What is known and not in it is plain.
     */
    Optional<Map<ConfigKey, Labelled>> levelSoon(Optional<String> namespace) {
        try {
            LabelReading one = following(namespace);
            if (one.isDue()) {
                want(one);
            }
            return level(namespace);
        } finally {
            tidy();
        }
    }

    /**
     * All there are of a namespace, or of any, and perhaps others. It is waited for a while until they are read, unless too many wait.
     *
     * @throws ProblemException LABELS_LOADING until they are, or what the database refuses
     */
    Told all(Optional<String> namespace) {
        try {
            return told(following(namespace));
        } finally {
            tidy();
        }
    }

    private LabelReading following(Optional<String> namespace) {
        return existing(Optional.empty()).filter(LabelReading::isFollowing).orElseGet(() -> reading(namespace));
    }

    private Optional<LabelReading> existing(Optional<String> namespace) {
        synchronized (readings) {
            return Optional.ofNullable(readings.get(namespace));
        }
    }

    private LabelReading reading(Optional<String> namespace) {
        synchronized (readings) {
            return readings.computeIfAbsent(namespace, one -> new LabelReading(one, means));
        }
    }

    private Told told(LabelReading one) {
        boolean due = one.isDue();
        Optional<Known> now = one.known().filter(known -> known.isLevel() || !due);
        if (now.isEmpty()) {
            return awaited(one);
        }
        if (due) {
            want(one);
        }
        return Told.of(now.get());
    }

    private Told awaited(LabelReading one) {
        CompletableFuture<Known> coming = one.ask();
        want(one);
        boolean waits = waiting.tryAcquire();
        try {
            return Told.of(coming.get(waits ? patience.toNanos() : 0, TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProblemException refusal) {
                return Told.without(one, refusal);
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            return Told.without(one, loading());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Told.without(one, loading());
        } finally {
            if (waits) {
                waiting.release();
            }
        }
    }

    /** Sees to it that its next step is taken. */
    private void want(LabelReading one) {
        synchronized (turns) {
            turns.add(one);
            if (reading) {
                return;
            }
            reading = true;
        }
        next();
    }

    /** Where the server stops, nobody takes it, and the reading rests. */
    private void next() {
        boolean taken = false;
        try {
            taken = scheduler.soon("labels", this::step);
        } finally {
            if (!taken) {
                rest();
            }
        }
    }

    private void rest() {
        synchronized (turns) {
            reading = false;
        }
    }

    private void step() {
        Optional<LabelReading> first = first();
        boolean more = false;
        try {
            more = first.isPresent() && first.get().step();
        } finally {
            if (more) {
                add(first.get());
            }
            tidy();
            if (isGoingOn()) {
                next();
            }
        }
    }

    private Optional<LabelReading> first() {
        synchronized (turns) {
            Optional<LabelReading> first = turns.stream().findFirst();
            first.ifPresent(turns::remove);
            return first;
        }
    }

    private void add(LabelReading one) {
        synchronized (turns) {
            turns.add(one);
        }
    }

    private boolean isGoingOn() {
        synchronized (turns) {
            reading = !turns.isEmpty();
            return reading;
        }
    }

    /** One that is being read anew is there twice. */
    private void tidy() {
        synchronized (readings) {
            int rows = readings.values().stream().mapToInt(LabelReading::size).sum();
            Iterator<LabelReading> oldest = readings.values().iterator();
            while (oldest.hasNext() && (readings.size() > MOST_READINGS || rows > 2 * means.most())) {
                LabelReading gone = oldest.next();
                rows -= gone.size();
                oldest.remove();
                forget(gone);
            }
        }
    }

    private void forget(LabelReading gone) {
        synchronized (turns) {
            turns.remove(gone);
        }
    }
}
