/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.request;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.store.Lanes;

/**
 * Changes of one thing that wait while one of it is being committed, in the order in which they came. Together they have one place
 * among those who write. Not thread-safe; guarded by its {@link GroupCommit}.
 *
 * @param <K> what is changed
 * @param <C> a change of it
 * @param <R> what became of a change
 */
final class Line<K, C, R> {

    private final K thing;
    private final Lanes.Place place;
    private final Room own;
    private final Room all;
    private final Deque<Waiting<C, R>> waiting = new ArrayDeque<>();

    /** Those of the waiting that keep a thread. */
    private int threads;

    private boolean watched;
    private Turn<C, R> turn = new Turn<>(List.of());

    /**
     * An empty one.
     *
     * @param own room for changes that wait in it
     * @param all room for those and all others
     */
    Line(K thing, Lanes.Place place, Room own, Room all) {
        this.thing = thing;
        this.place = place;
        this.own = own;
        this.all = all;
    }

    /**
     * A change, and who is told what became of it: by the thread that commits or refuses it, after its outcome is known.
     *
     * @param <C> a change
     * @param <R> what became of it
     */
    static final class Waiting<C, R> {

        private final C change;
        private final long weight;
        private final long since;
        private final CompletableFuture<R> told = new CompletableFuture<>();
        private R outcome;
        private boolean known;
        private RuntimeException failure;

        Waiting(C change, long weight, long since) {
            this.change = change;
            this.weight = weight;
            this.since = since;
        }

        C change() {
            return change;
        }

        CompletableFuture<R> told() {
            return told;
        }

        void became(R what) {
            outcome = what;
            known = true;
        }

        void failed(Throwable why) {
            failure = why instanceof ProblemException problem
                    ? problem
                    : new IllegalStateException("the changes that this one was committed with failed", why);
        }

        void tell() {
            if (failure != null) {
                told.completeExceptionally(failure);
            } else if (known) {
                told.complete(outcome);
            } else {
                told.completeExceptionally(new IllegalStateException("it is not known what became of this change"));
            }
        }
    }

    /**
     * Changes whose turn it is: whoever is the first to begin with them commits them, or refuses them. Thread-safe.
     *
     * @param <C> a change
     * @param <R> what became of it
     */
    static final class Turn<C, R> {

        private final List<Waiting<C, R>> group;
        private final AtomicBoolean begun = new AtomicBoolean();

        Turn(List<Waiting<C, R>> group) {
            this.group = group;
        }

        List<Waiting<C, R>> group() {
            return group;
        }

        /** @return whether nobody had begun */
        boolean begin() {
            return begun.compareAndSet(false, true);
        }
    }

    K thing() {
        return thing;
    }

    Lanes.Place place() {
        return place;
    }

    boolean hasRoomFor(Waiting<C, R> change) {
        return own.isFor(change.weight) && all.isFor(change.weight);
    }

    void add(Waiting<C, R> change) {
        waiting.add(change);
        own.add(change.weight);
        all.add(change.weight);
    }

    /** Of the places half may be kept by threads that wait for one thing. */
    boolean hasRoomForThread() {
        return threads < place.outOf() / 2;
    }

    void countThread(int more) {
        threads += more;
    }

    /** Whether somebody comes to look for those who waited too long. */
    boolean isWatched() {
        return watched;
    }

    void watched(boolean now) {
        watched = now;
    }

    /** When the first of those who wait came. */
    OptionalLong since() {
        return waiting.isEmpty() ? OptionalLong.empty() : OptionalLong.of(waiting.peek().since);
    }

    /** Whose turn it is, or was last. */
    Turn<C, R> turn() {
        return turn;
    }

    /** Takes those that are committed next: the first, and behind it all that fit, until one does not; none if this throws. */
    Turn<C, R> takeNext(GroupCommit.Changes<C, R> changes) {
        List<Waiting<C, R>> group = new ArrayList<>();
        List<C> before = new ArrayList<>();
        Room together = new Room(GroupCommit.MOST, GroupCommit.MOST_WEIGHT);
        for (Waiting<C, R> next : waiting) {
            if (!group.isEmpty() && !(together.isFor(next.weight) && changes.fits(before, next.change))) {
                break;
            }
            group.add(next);
            before.add(next.change);
            together.add(next.weight);
        }
        Turn<C, R> next = new Turn<>(group);
        for (int i = 0; i < group.size(); i++) {
            take();
        }
        turn = next;
        return next;
    }

    List<Waiting<C, R>> takeAll() {
        List<Waiting<C, R>> all = new ArrayList<>(waiting.size());
        while (!waiting.isEmpty()) {
            all.add(take());
        }
        return all;
    }

    /** Takes those that came at this moment or before it. */
    List<Waiting<C, R>> takeUntil(long moment) {
        List<Waiting<C, R>> late = new ArrayList<>();
        while (!waiting.isEmpty() && waiting.peek().since - moment <= 0) {
            late.add(take());
        }
        return late;
    }

    private Waiting<C, R> take() {
        Waiting<C, R> next = waiting.remove();
        own.remove(next.weight);
        all.remove(next.weight);
        return next;
    }
}
