/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.search;

import java.lang.ref.SoftReference;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.dump.Lookup;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.search.LabelStore.Labelled;
import org.diamondconfig.wire.ConfigKey;

/**
 * The labels of a namespace, or of the whole store, as they were read last, and the keys that have changed since, which alone are read
 * anew while they are few. Thread-safe. One reads at a time, and whoever comes meanwhile gets the same.
 */
final class LabelReading {

    /** More are not read one by one. */
    static final int MOST_CHANGED = 100;

    /** Of more none is read: nobody gets through so many in the time of a search. */
    static final int MOST_ROWS = 500_000;

    /** Where much changes, all are read no sooner again than after this. */
    static final Duration REST = Duration.ofSeconds(2);

    /** And after this in any case: what somebody wrote into a row by hand is told by nobody. */
    static final Duration MOST_AGE = Duration.ofMinutes(1);

    /** What it is read by. */
    record Means(LabelStore store, Dump dump, Configs.Bounds bounds) {}

    private final Optional<String> namespace;
    private final Means means;

    /** What changed since the rows began to be read; one more than {@link #MOST_CHANGED} for any number beyond. Guarded by this. */
    private final Set<ConfigKey> changed = new HashSet<>();

    /** Guarded by this. */
    private SoftReference<Map<ConfigKey, Labelled>> rows = new SoftReference<>(null);

    /** When all of them began to be read. Guarded by this. */
    private long readAt;

    /** What the one that reads is going to have; null: nobody reads. Guarded by this. */
    private CompletableFuture<Map<ConfigKey, Labelled>> coming;

    LabelReading(Optional<String> namespace, Means means) {
        this.namespace = namespace;
        this.means = means;
    }

    /** This key of the namespace has another version. */
    synchronized void change(ConfigKey key) {
        if (changed.size() <= MOST_CHANGED) {
            changed.add(key);
        }
    }

    /** How many are kept. */
    synchronized int size() {
        Map<ConfigKey, Labelled> known = rows.get();
        return known == null ? 0 : known.size();
    }

    /** What is kept, if it is as it stands now, and nobody is about to read changes; where much changes, as it stood not long ago. */
    synchronized Optional<Map<ConfigKey, Labelled>> atHand() {
        boolean stands = changed.isEmpty() ? isYoungerThan(MOST_AGE) : !areFewChanged() && isYoungerThan(REST);
        return stands && coming == null ? Optional.ofNullable(rows.get()) : Optional.empty();
    }

    private boolean areFewChanged() {
        return changed.size() <= MOST_CHANGED;
    }

    private boolean isYoungerThan(Duration age) {
        return means.bounds.ticker().nanos() - readAt < age.toNanos();
    }

    /**
     * Reads what is there now, or waits for whoever does.
     *
     * @param start of the search that it is read for
     * @throws ProblemException SEARCH_TIMEOUT if its time is over, or that of the one that it waits for
     */
    Map<ConfigKey, Labelled> read(long start) {
        CompletableFuture<Map<ConfigKey, Labelled>> mine = new CompletableFuture<>();
        CompletableFuture<Map<ConfigKey, Labelled>> first = coming(mine);
        if (first == mine) {
            return lead(mine, start);
        }
        await(first, start);
        // What was begun before may lack what has changed since; what is begun from now on does not.
        return atHand().orElseGet(() -> {
            CompletableFuture<Map<ConfigKey, Labelled>> second = coming(mine);
            return second == mine ? lead(mine, start) : await(second, start);
        });
    }

    private synchronized CompletableFuture<Map<ConfigKey, Labelled>> coming(
            CompletableFuture<Map<ConfigKey, Labelled>> mine) {
        coming = coming == null ? mine : coming;
        return coming;
    }

    private <T> T await(CompletableFuture<T> other, long start) {
        Duration left = means.bounds.left(start);
        try {
            return other.get(left.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw Configs.Bounds.tooLong(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Configs.Bounds.tooLong(e);
        }
    }

    private Map<ConfigKey, Labelled> lead(CompletableFuture<Map<ConfigKey, Labelled>> mine, long start) {
        try {
            Map<ConfigKey, Labelled> read = renewed(start);
            end(new SoftReference<>(read));
            mine.complete(read);
            return read;
        } catch (RuntimeException | Error e) {
            end(new SoftReference<>(null));
            mine.completeExceptionally(e);
            throw e;
        }
    }

    private synchronized void end(SoftReference<Map<ConfigKey, Labelled>> read) {
        rows = read;
        coming = null;
    }

    private Map<ConfigKey, Labelled> renewed(long start) {
        Map<ConfigKey, Labelled> known;
        List<ConfigKey> few;
        synchronized (this) {
            known = areFewChanged() && isYoungerThan(MOST_AGE) ? rows.get() : null;
            few = List.copyOf(changed);
            changed.clear();
            if (known == null) {
                readAt = means.bounds.ticker().nanos();
            }
        }
        return known == null ? all(start) : changed(known, few, start);
    }

    private Map<ConfigKey, Labelled> all(long start) {
        Map<ConfigKey, Labelled> all = new ConcurrentHashMap<>();
        Map<Object, Object> values = new HashMap<>();
        means.store.each(namespace, start, one -> {
            if (all.size() == MOST_ROWS) {
                throw Configs.Bounds.tooLong(null);
            }
            Labelled lean = lean(one, values);
            all.put(lean.key(), lean);
        });
        return all;
    }

    /** The same, of objects that there are already. */
    private Labelled lean(Labelled one, Map<Object, Object> values) {
        ConfigKey key = means.dump.find(one.key(), Caller.SYSTEM) instanceof Lookup.Found found
                ? found.entry().key()
                : one.key();
        return new Labelled(key, one.type(), known(values, one.tags()), known(values, one.app()));
    }

    @SuppressWarnings("unchecked") // What equals one of these is of its type.
    private static <T> T known(Map<Object, Object> values, T value) {
        return (T) values.computeIfAbsent(value, itself -> itself);
    }

    private Map<ConfigKey, Labelled> changed(Map<ConfigKey, Labelled> known, List<ConfigKey> few, long start) {
        Map<ConfigKey, Labelled> now = new HashMap<>();
        means.store.each(few, start, one -> now.put(one.key(), one));
        few.forEach(key -> known.compute(key, (same, before) -> now.get(same)));
        return known;
    }
}
