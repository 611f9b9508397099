/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.request;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.UnaryOperator;
import org.diamondconfig.server.edge.ManualScheduler;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.store.Lanes;
import org.diamondconfig.server.store.TestStore;

/**
 * A {@link GroupCommit} whose time and background are in the test's hands. The change "first" holds up its commit; what says "bad",
 * "down", "broken" or "memory" fails in that way; "alone" goes with nobody, and whether "odd" does nobody can tell; what ends in "!"
 * weighs a mebibyte, in "!!" more than all may, and all else a byte.
 */
final class Commits implements AutoCloseable {

    final GroupCommit<String, String, String> together;
    final ManualScheduler scheduler;
    private final List<List<String>> made = new CopyOnWriteArrayList<>();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final CountDownLatch firstIsAtIt = new CountDownLatch(1);
    private final TestStore store;

    Commits(Path folder, int pool) {
        Map<String, String> settings =
                Map.of("diamond.data", folder.toString(), "diamond.datasource.pool", Integer.toString(pool));
        ManualTicker ticker = new ManualTicker();
        scheduler = new ManualScheduler(ticker);
        store = TestStore.of(settings, UnaryOperator.identity()).started();
        together = new GroupCommit<>(new GroupCommit.Means(store.database(), scheduler, ticker), new Changes());
    }

    private final class Changes implements GroupCommit.Changes<String, String> {

        @Override
        public List<String> commit(Lanes.Place place, List<String> changes) {
            made.add(changes);
            if (changes.contains("first")) {
                firstIsAtIt.countDown();
                await(goOn);
            }
            if (changes.contains("bad")) {
                throw new BadRequest("BAD", "no");
            }
            if (changes.contains("down")) {
                throw new Unavailable("STORE_DOWN", "gone", 1);
            }
            if (changes.contains("broken")) {
                throw new IllegalStateException("a bug");
            }
            if (changes.contains("memory")) {
                throw new OutOfMemoryError("none left");
            }
            return changes.stream().map("done "::concat).toList();
        }

        @Override
        public boolean fits(List<String> before, String change) {
            if (change.equals("odd")) {
                throw new IllegalStateException("a bug");
            }
            return !change.equals("alone") && !before.contains("alone");
        }

        @Override
        public long weight(String change) {
            if (change.endsWith("!!")) {
                return 2 * GroupCommit.MOST_WAITING_WEIGHT;
            }
            return change.endsWith("!") ? 1 << 20 : 1;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The commits, in their order. */
    List<List<String>> made() {
        return made;
    }

    /** Begins the first change of the thing, on a thread of its own; it is being committed when this returns. */
    FutureTask<String> first() {
        FutureTask<String> first = onAThread("first");
        await(firstIsAtIt);
        return first;
    }

    /** A change whose thread waits for it; in line, if it has to be, when this returns. */
    FutureTask<String> onAThread(String change) {
        int before = together.waiting();
        FutureTask<String> task = new FutureTask<>(() -> together.run("thing", change));
        new Thread(task, change).start();
        while (!change.equals("first") && together.waiting() == before && !task.isDone()) {
            Thread.onSpinWait();
        }
        return task;
    }

    /** A change for which no thread waits. */
    CompletableFuture<String> begun(String change) {
        return together.begin("thing", change).toCompletableFuture();
    }

    /** The first and these, which wait behind it in this order. */
    List<CompletableFuture<String>> inLine(String... changes) {
        first();
        List<CompletableFuture<String>> all = new ArrayList<>();
        for (String change : changes) {
            all.add(begun(change));
        }
        return all;
    }

    /** How many more may write now. */
    int freePlaces() {
        Deque<Lanes.Place> taken = new ArrayDeque<>();
        try {
            while (true) {
                taken.add(store.database().enter());
            }
        } catch (Unavailable full) {
            return taken.size();
        } finally {
            taken.forEach(Lanes.Place::close);
        }
    }

    /** Lets the first go on, and no background work. */
    void firstGoesOn() {
        goOn.countDown();
    }

    /** Lets the first go on, and the background work until nobody waits. */
    void goOn() {
        firstGoesOn();
        while (together.changing() > 0) {
            scheduler.runDue();
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        goOn();
        store.close();
    }
}
