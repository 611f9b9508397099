/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.search;

import java.lang.ref.SoftReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.search.LabelStore.Labelled;
import org.diamondconfig.wire.ConfigKey;

/**
 * The labels of a namespace, or of the whole store, as they were read last, and the keys that have changed since, which alone are read
 * anew while they are few. Thread-safe, but for {@link #step}, which one thread at a time takes: all are read slice by slice, a step for
 * each, and what a step that failed leaves is gone on with by the next.
 */
final class LabelReading {

    /** More are not read one by one. */
    static final int MOST_CHANGED = 500;

    /** Where much changes, all are read no sooner again than after this, or after what it took. */
    static final Duration REST = Duration.ofSeconds(2);

    /** All are read anew after this in any case: what somebody wrote into a row by hand is told by nobody. */
    static final Duration MOST_AGE = Duration.ofMinutes(1);

    /** But no sooner than after so many times what it took. */
    private static final int SPARING = 30;

    /**
     * What it is read by.
     *
     * @param most of more rows none is kept
     */
    record Means(LabelStore store, Dump dump, Configs.Bounds bounds, int most) {}

    /**
     * What is at hand.
     *
     * @param isLevel whether it is as it stands, as far as this node was told
     */
    record Known(Map<ConfigKey, Labelled> rows, boolean isLevel) {}

    private final Optional<String> namespace;
    private final Means means;

    /** What changed since it was read, at most {@link #MOST_CHANGED}. Guarded by this. */
    private final Set<ConfigKey> changed = new HashSet<>();

    /** Whether what has changed is being read. Guarded by this. */
    private boolean catchingUp;

    /** Whether more has changed. Guarded by this. */
    private boolean flooded;

    /** Whether more had changed, so that all are being read anew. Guarded by this. */
    private boolean behind;

    /** All, as they were read last. Guarded by this. */
    private SoftReference<Map<ConfigKey, Labelled>> rows = new SoftReference<>(null);

    /** When the first of them was read. Guarded by this. */
    private long readAt;

    /** How long it took until the last was. Guarded by this. */
    private Duration took = Duration.ZERO;

    /** All, while they are being read; null: they are not. Guarded by this. */
    private LabelPass pass;

    /** Until then nothing is read, since there is too much of it; null: there is not. Guarded by this. */
    private Long hopelessUntil;

    /** What those who wait are going to have; null: nobody waits. Guarded by this. */
    private CompletableFuture<Known> coming;

    /** Of those who asked before that, whose answer is what is being caught up with. */
    private CompletableFuture<Known> asked;

    LabelReading(Optional<String> namespace, Means means) {
        this.namespace = namespace;
        this.means = means;
    }

    /** This key of the namespace has another version. */
    synchronized void change(ConfigKey key) {
        if (changed.size() < MOST_CHANGED) {
            changed.add(key);
        } else {
            flooded |= !changed.contains(key);
        }
    }

    /** How many are kept. */
    synchronized int size() {
        Map<ConfigKey, Labelled> known = rows.get();
        return (known == null ? 0 : known.size()) + (pass == null ? 0 : pass.size());
    }

    /** What is kept. */
    synchronized Optional<Known> known() {
        return Optional.ofNullable(rows.get()).map(known -> new Known(known, isLevel()));
    }

    /** Whether all that changes is known, but for a few keys, which are read at the next step. */
    synchronized boolean isFollowing() {
        return rows.get() != null && !flooded && !behind;
    }

    private boolean isLevel() {
        return !flooded && !behind && !catchingUp && changed.isEmpty();
    }

    /** Whether anything is to be read, and may be now. */
    synchronized boolean isDue() {
        return catchingUp || isPassDue() || (!flooded && !changed.isEmpty());
    }

    private boolean isPassDue() {
        if (isHopeless()) {
            return false;
        }
        if (pass != null || rows.get() == null || behind) {
            return true;
        }
        Duration age = since(readAt);
        return flooded ? age.compareTo(took.plus(longer(REST, took))) >= 0 : age.compareTo(mostAge()) >= 0;
    }

    private boolean isHopeless() {
        return hopelessUntil != null && hopelessUntil - now() > 0;
    }

    private Duration mostAge() {
        return longer(MOST_AGE, took.multipliedBy(SPARING));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private Duration since(long nanos) {
        return Duration.ofNanos(now() - nanos);
    }

    private long now() {
        return means.bounds.ticker().nanos();
    }

    /**
     * What those have who ask now, after the next steps: all that changes before this is in it, or it is not level.
     *
     * @throws ProblemException SEARCH_TIMEOUT if there was too much lately
     */
    synchronized CompletableFuture<Known> ask() {
        if (isHopeless()) {
            throw Configs.Bounds.tooLong(null);
        }
        coming = coming == null ? new CompletableFuture<>() : coming;
        return coming;
    }

    /**
     * Reads what is due: what has changed, and a slice of all. If it fails, those who wait are told so.
     *
     * @return whether there is a next step
     */
    boolean step() {
        try {
            catchUp();
            readOn();
            return settle();
        } catch (ProblemException e) {
            fail(e);
            return false;
        } catch (RuntimeException | Error e) {
            fail(e);
            throw e;
        }
    }

    /** Reads what has changed. Whoever asks while it does so comes with the next. */
    private void catchUp() {
        List<ConfigKey> few;
        Map<ConfigKey, Labelled> known;
        synchronized (this) {
            known = rows.get();
            if (known == null || flooded || behind || changed.isEmpty()) {
                return;
            }
            few = List.copyOf(changed);
            changed.clear();
            catchingUp = true;
            asked = coming;
            coming = null;
        }
        try {
            Map<ConfigKey, Labelled> now = new HashMap<>();
            means.store.each(few, now(), one -> now.put(one.key(), one));
            few.forEach(key -> take(known, key, now.get(key)));
            endCatchingUp(List.of());
            takenAsked().forEach(one -> one.complete(new Known(known, true)));
        } catch (RuntimeException | Error e) {
            endCatchingUp(few);
            throw e;
        }
    }

    private synchronized void endCatchingUp(List<ConfigKey> unread) {
        unread.forEach(this::change);
        catchingUp = false;
    }

    /** A pass may have been by the row before it changed. */
    private void take(Map<ConfigKey, Labelled> known, ConfigKey key, Labelled now) {
        known.compute(key, (same, before) -> now);
        LabelPass under = passUnderWay();
        if (under != null) {
            under.take(key, now);
        }
    }

    private synchronized LabelPass passUnderWay() {
        return pass;
    }

    private void readOn() {
        LabelPass now = passThatIsDue();
        if (now == null) {
            return;
        }
        Optional<Map<ConfigKey, Labelled>> all = now.readOn(means, namespace, now());
        if (now.size() > means.most) {
            giveUp();
        }
        all.ifPresent(read -> end(now, read));
    }

    private synchronized LabelPass passThatIsDue() {
        if (!isPassDue()) {
            return null;
        }
        if (pass == null || pass.isLost() || now() - pass.lastAt() >= MOST_AGE.toNanos()) {
            begin();
        }
        return pass;
    }

    private void begin() {
        if (flooded) {
            changed.clear();
            flooded = false;
            behind = true;
        }
        if (behind && since(readAt).compareTo(mostAge()) >= 0) {
            rows = new SoftReference<>(null);
        }
        pass = new LabelPass(now());
    }

    private synchronized void end(LabelPass ended, Map<ConfigKey, Labelled> read) {
        rows = new SoftReference<>(read);
        readAt = ended.beganAt();
        took = since(readAt);
        behind = false;
        pass = null;
    }

    private synchronized void giveUp() {
        pass = null;
        rows = new SoftReference<>(null);
        hopelessUntil = now() + mostAge().toNanos();
        throw Configs.Bounds.tooLong(null);
    }

    /** Lets go those who wait, if there is what they wait for. @return whether there is a next step */
    private synchronized boolean settle() {
        Map<ConfigKey, Labelled> known = rows.get();
        boolean stands = isLevel() || (pass == null && flooded);
        if (coming != null && known != null && stands) {
            coming.complete(new Known(known, isLevel()));
            coming = null;
        }
        return pass != null || coming != null;
    }

    /** Tells all at once: if some heard of it earlier, who of them asks again would hear of the same. */
    private void fail(Throwable failure) {
        List<CompletableFuture<Known>> all = new ArrayList<>();
        synchronized (this) {
            all.addAll(takenAsked());
            all.addAll(Optional.ofNullable(coming).stream().toList());
            coming = null;
        }
        all.forEach(one -> one.completeExceptionally(failure));
    }

    private synchronized List<CompletableFuture<Known>> takenAsked() {
        List<CompletableFuture<Known>> taken =
                Optional.ofNullable(asked).stream().toList();
        asked = null;
        return taken;
    }
}
