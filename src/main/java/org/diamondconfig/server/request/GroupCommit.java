/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.request;

import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.request.Line.Turn;
import org.diamondconfig.server.request.Line.Waiting;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.server.store.Lanes;

/**
 * Commits changes of one thing together that come while a change of it is being committed: all of them wait for its lock and for
 * the disk once. Who comes alone waits for nobody. Thread-safe.
 *
 * <p>Databases do the same to their log (group commit), but not for transactions that lock the same row.
 *
 * <p>A thing has one place among those who write, whoever changes it, and is changed by one thread at a time: that of its first change,
 * then one of the background. Those who wait keep no thread, unless they have to, and then a place each; how many wait is bounded, and so
 * is what one thing has of these bounds. So one thing that everybody changes takes nothing from the others.
 *
 * @param <K> what is changed
 * @param <C> a change of it
 * @param <R> what became of a change
 */
public final class GroupCommit<K, C, R> {

    private static final Logger LOG = System.getLogger(GroupCommit.class.getName());

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

        /** How much of the memory a change takes, about, in bytes. */
        long weight(C change);
    }

    /** What changes are committed with. */
    @Component
    public record Means(Database database, Scheduler scheduler, Ticker ticker) {

        @Inject
        public Means {}
    }

    /** Most changes in one transaction. */
    static final int MOST = 100;

    /** Most that those of one transaction weigh, unless it is one alone. */
    static final long MOST_WEIGHT = 2L << 20;

    /** Most that wait for their turn, and most that they weigh. Half of either may be of one thing. */
    static final int MOST_WAITING = 1_000;

    static final long MOST_WAITING_WEIGHT = 32L << 20;

    private final Means means;
    private final Changes<C, R> changes;

    /** The things that are being changed, and what waits for its turn. Guarded by this. */
    private final Map<K, Line<K, C, R>> lines = new HashMap<>();

    /** Guarded by this. */
    private final Room room = new Room(MOST_WAITING, MOST_WAITING_WEIGHT);

    private volatile boolean stopped;

    public GroupCommit(Means means, Changes<C, R> changes) {
        this.means = means;
        this.changes = changes;
    }

    /**
     * Has a change committed. Unless another change of the thing is being committed, it is committed when this returns; else it waits,
     * as long as for a permit, and keeps no thread.
     *
     * @return what becomes of it; it fails with a {@link ProblemException} if it is refused, or the database cannot take it
     * @throws ProblemException if the database cannot take it now, or too many wait
     */
    public CompletionStage<R> begin(K thing, C change) {
        Waiting<C, R> mine = waiting(change);
        joined(thing, mine).ifPresent(line -> leadFirst(line, mine));
        return mine.told();
    }

    /**
     * Commits a change; its thread waits for that.
     *
     * @throws ProblemException if it is refused, or the database cannot take it now
     */
    public R run(K thing, C change) {
        Waiting<C, R> mine = waiting(change);
        Optional<Seat<K, C, R>> seat = seated(thing, mine);
        try {
            return mine.told().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        } finally {
            seat.ifPresent(this::leave);
        }
    }

    /**
     * Refuses who waits, and from now on who would have to; who does not is committed as before. A container that stops may have taken
     * the task that was to commit those who wait, and never run it.
     */
    public void stop() {
        List<Line<K, C, R>> all;
        synchronized (this) {
            stopped = true;
            all = List.copyOf(lines.values());
        }
        all.forEach(this::sendAway);
    }

    private void sendAway(Line<K, C, R> line) {
        Turn<C, R> turn;
        List<Waiting<C, R>> rest;
        synchronized (this) {
            turn = line.turn();
            rest = line.takeAll();
        }
        if (!turn.group().isEmpty() && turn.begin()) {
            end(line, turn.group());
        }
        refuse(line, rest);
    }

    /** How many wait for their turn. */
    public synchronized int waiting() {
        return room.changes();
    }

    /** How many things are being changed. */
    public synchronized int changing() {
        return lines.size();
    }

    private Waiting<C, R> waiting(C change) {
        return new Waiting<>(change, changes.weight(change), means.ticker().nanos());
    }

    /** Joins those who change a thing; with the line if there was none, which the caller then leads. */
    private synchronized Optional<Line<K, C, R>> joined(K thing, Waiting<C, R> mine) {
        Line<K, C, R> line = lines.get(thing);
        if (line == null) {
            Room half = new Room(MOST_WAITING / 2, MOST_WAITING_WEIGHT / 2);
            Line<K, C, R> fresh = new Line<>(thing, means.database().enter(), half, room);
            lines.put(thing, fresh);
            return Optional.of(fresh);
        }
        if (stopped || !line.hasRoomFor(mine)) {
            throw vain(line);
        }
        line.add(mine);
        if (!line.isWatched()) {
            watch(line, line.place().patience());
        }
        return Optional.empty();
    }

    /** The place of a thread that waits in a line. */
    private record Seat<K, C, R>(Line<K, C, R> line, Lanes.Place place) {}

    /** Joins them with this thread, which leads if there was no line. */
    private Optional<Seat<K, C, R>> seated(K thing, Waiting<C, R> mine) {
        Optional<Line<K, C, R>> own;
        Optional<Seat<K, C, R>> seat;
        synchronized (this) {
            seat = Optional.ofNullable(lines.get(thing)).map(this::seat);
            try {
                own = joined(thing, mine);
            } catch (RuntimeException e) {
                seat.ifPresent(this::leave);
                throw e;
            }
        }
        own.ifPresent(line -> leadFirst(line, mine));
        return seat;
    }

    private Seat<K, C, R> seat(Line<K, C, R> line) {
        if (!line.hasRoomForThread()) {
            throw line.place().vain();
        }
        Seat<K, C, R> seat = new Seat<>(line, means.database().enter());
        line.countThread(1);
        return seat;
    }

    private synchronized void leave(Seat<K, C, R> seat) {
        seat.line().countThread(-1);
        seat.place().close();
    }

    private void watch(Line<K, C, R> line, Duration time) {
        line.watched(true);
        means.scheduler().after("end of the patience of changes", time, () -> refuseLate(line));
    }

    /** Refuses those who waited too long, and comes again when the next of them will have. */
    private void refuseLate(Line<K, C, R> line) {
        Duration patience = line.place().patience();
        List<Waiting<C, R>> late;
        synchronized (this) {
            long now = means.ticker().nanos();
            late = line.takeUntil(now - patience.toNanos());
            line.watched(false);
            line.since().ifPresent(since -> watch(line, patience.minusNanos(now - since)));
        }
        refuse(line, late);
    }

    private void refuse(Line<K, C, R> line, List<Waiting<C, R>> group) {
        group.forEach(each -> each.failed(vain(line)));
        group.forEach(Waiting::tell);
    }

    /** What is told to who waits in vain. */
    private Unavailable vain(Line<K, C, R> line) {
        return stopped
                ? new Unavailable("DRAINING", "This server stops; nothing was changed. Ask another one, at once.", 0)
                : line.place().vain();
    }

    /** What goes wrong for those behind it is not told to who knows what became of his change. */
    private void leadFirst(Line<K, C, R> line, Waiting<C, R> mine) {
        try {
            lead(line, List.of(mine));
        } catch (RuntimeException | Error e) {
            if (!mine.told().isDone()) {
                throw e;
            }
            LOG.log(Level.ERROR, "those who waited behind a change could not be committed", e);
        }
    }

    /** Commits these, has another thread commit those who wait, and only then tells these what became of them. */
    private void lead(Line<K, C, R> line, List<Waiting<C, R>> group) {
        try {
            commit(line.place(), group);
        } finally {
            try {
                passOn(line);
            } finally {
                group.forEach(Waiting::tell);
            }
        }
    }

    /** Whatever goes wrong here, be it for want of memory: a line that nobody leads must not stay. */
    private void passOn(Line<K, C, R> line) {
        Turn<C, R> turn = new Turn<>(List.of());
        try {
            for (turn = next(line); !turn.group().isEmpty(); turn = next(line)) {
                if (isHandedOver(line, turn)) {
                    return;
                }
                if (turn.begin()) {
                    refuse(line, turn.group());
                }
            }
        } catch (RuntimeException | Error e) {
            if (turn.begin()) {
                end(line, turn.group());
            }
            throw e;
        }
    }

    /** An executor that gets no thread for a task may throw and yet run it later: it leads only who was not refused by then. */
    private boolean isHandedOver(Line<K, C, R> line, Turn<C, R> turn) {
        return !stopped
                && means.scheduler().soon("changes committed together", () -> {
                    if (turn.begin()) {
                        lead(line, turn.group());
                    }
                });
    }

    /** Refuses these and all who wait behind them; the next change of the thing begins a line of its own. */
    private void end(Line<K, C, R> line, List<Waiting<C, R>> group) {
        List<Waiting<C, R>> rest;
        synchronized (this) {
            if (lines.remove(line.thing(), line)) {
                line.place().close();
            }
            rest = line.takeAll();
        }
        refuse(line, group);
        refuse(line, rest);
    }

    /** Who is next in a line; with nobody left it is over. */
    private synchronized Turn<C, R> next(Line<K, C, R> line) {
        Turn<C, R> turn = line.takeNext(changes);
        if (turn.group().isEmpty() && lines.remove(line.thing(), line)) {
            line.place().close();
        }
        return turn;
    }

    /** If one of several is refused, either half is tried on its own, so that nobody is refused for another's fault. */
    private void commit(Lanes.Place place, List<Waiting<C, R>> group) {
        try {
            List<R> all =
                    changes.commit(place, group.stream().map(Waiting::change).toList());
            for (int i = 0; i < group.size(); i++) {
                group.get(i).became(all.get(i));
            }
        } catch (RuntimeException e) {
            if (group.size() == 1 || e instanceof Unavailable) {
                group.forEach(each -> each.failed(e));
            } else {
                int half = group.size() / 2;
                commit(place, group.subList(0, half));
                commit(place, group.subList(half, group.size()));
            }
        } catch (Error e) {
            // Told to each and thrown to none: those behind it in the line are still to be tried.
            group.forEach(each -> each.failed(e));
        }
    }
}
