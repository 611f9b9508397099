/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.request;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.server.store.Lanes;

/**
 * Commits changes of one thing together that come while a change of it is being committed: all of them wait for its lock and for
 * the disk once. Who comes alone waits for nobody. Thread-safe; each caller blocks until its own change has its outcome.
 *
 * <p>Databases do the same to their log (group commit), but not for transactions that lock the same row.
 *
 * @param <K> what is changed
 * @param <C> a change of it
 * @param <R> what became of a change
 */
public final class GroupCommit<K, C, R> {

    /** How changes are committed. */
    public interface Changes<C, R> {

        /**
         * Commits all of these in one transaction, or none.
         *
         * @return what became of each, in their order
         * @throws ProblemException if one is refused or the database cannot take them
         */
        List<R> commit(Lanes.Place place, List<C> changes);

        /** Whether a change can be committed with these, which come before it. */
        boolean fits(List<C> before, C change);
    }

    /** Most changes in one transaction. */
    private static final int MOST = 32;

    private final Database database;
    private final Changes<C, R> changes;

    /** The things that are being changed, and who waits for his turn. Guarded by this. */
    private final Map<K, Deque<Waiting<C, R>>> lines = new HashMap<>();

    public GroupCommit(Database database, Changes<C, R> changes) {
        this.database = database;
        this.changes = changes;
    }

    /** A change and what became of it; or whom its thread is to commit for, itself the first. */
    private static final class Waiting<C, R> {

        private final C change;
        private final CountDownLatch turn = new CountDownLatch(1);
        private Supplier<R> outcome = () -> null;
        private List<Waiting<C, R>> group = List.of();

        Waiting(C change) {
            this.change = change;
        }

        void settle(Supplier<R> became) {
            outcome = became;
            turn.countDown();
        }

        void lead(List<Waiting<C, R>> all) {
            group = all;
            turn.countDown();
        }
    }

    /**
     * Commits a change.
     *
     * @throws ProblemException if it is refused, or the database cannot take it now
     */
    public R run(K thing, C change) {
        Waiting<C, R> mine = new Waiting<>(change);
        try (Lanes.Place place = database.enter()) {
            if (isFirst(thing, mine)) {
                mine.group = List.of(mine);
            } else {
                awaitTurn(thing, mine, place);
            }
            if (!mine.group.isEmpty()) {
                try {
                    commit(place, mine.group);
                } finally {
                    passOn(thing);
                }
            }
        }
        return mine.outcome.get();
    }

    /** How many wait for their turn. */
    public synchronized int waiting() {
        return lines.values().stream().mapToInt(Deque::size).sum();
    }

    private synchronized boolean isFirst(K thing, Waiting<C, R> mine) {
        Deque<Waiting<C, R>> line = lines.get(thing);
        if (line == null) {
            lines.put(thing, new ArrayDeque<>());
            return true;
        }
        line.add(mine);
        return false;
    }

    /** Waits as long as for a permit; once it is being committed, until that has an end, which the database sees to. */
    private void awaitTurn(K thing, Waiting<C, R> mine, Lanes.Place place) {
        boolean interrupted = false;
        try {
            if (mine.turn.await(place.patience().toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (leave(thing, mine)) {
            restore(interrupted);
            throw place.vain();
        }
        while (true) {
            try {
                mine.turn.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        restore(interrupted);
    }

    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean leave(K thing, Waiting<C, R> mine) {
        Deque<Waiting<C, R>> line = lines.get(thing);
        return line != null && line.remove(mine);
    }

    /** The next in line commits for all that fit, in the order in which they came; who does not fit keeps his place. */
    private synchronized void passOn(K thing) {
        Deque<Waiting<C, R>> line = lines.get(thing);
        if (line.isEmpty()) {
            lines.remove(thing);
            return;
        }
        List<Waiting<C, R>> group = new ArrayList<>();
        List<C> before = new ArrayList<>();
        for (Waiting<C, R> each : line) {
            if (before.size() == MOST || !(before.isEmpty() || changes.fits(before, each.change))) {
                break;
            }
            group.add(each);
            before.add(each.change);
        }
        group.forEach(line::remove);
        group.get(0).lead(group);
    }

    /** If one of several is refused, each is tried on its own, so that nobody is refused for another's fault. */
    private void commit(Lanes.Place place, List<Waiting<C, R>> group) {
        try {
            List<R> all = changes.commit(
                    place, group.stream().map(each -> each.change).toList());
            for (int i = 0; i < group.size(); i++) {
                R result = all.get(i);
                group.get(i).settle(() -> result);
            }
        } catch (RuntimeException e) {
            if (group.size() == 1 || e instanceof Unavailable) {
                fail(group, e);
            } else {
                group.forEach(each -> commit(place, List.of(each)));
            }
        } catch (Error e) {
            // Told to each and thrown to none: those behind it in the line above are still to be tried.
            fail(group, e);
        }
    }

    private static <C, R> void fail(List<Waiting<C, R>> group, Throwable failure) {
        for (Waiting<C, R> each : group) {
            each.settle(() -> {
                throw failure instanceof ProblemException problem
                        ? problem
                        : new IllegalStateException("the changes that this one was committed with failed", failure);
            });
        }
    }
}
