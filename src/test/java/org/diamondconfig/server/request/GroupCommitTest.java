/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.store.Lanes;
import org.diamondconfig.server.store.TestStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who commits with whom, and whose fault is whose. */
class GroupCommitTest {

    @TempDir
    Path folder;

    private final List<List<String>> commits = new CopyOnWriteArrayList<>();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final CountDownLatch firstIsAtIt = new CountDownLatch(1);
    private TestStore store;
    private GroupCommit<String, String, String> together;

    /** The first change holds up its commit; what says "bad", "down" or "broken" fails in that way; "alone" goes with nobody. */
    private final class Changes implements GroupCommit.Changes<String, String> {

        @Override
        public List<String> commit(Lanes.Place place, List<String> changes) {
            commits.add(changes);
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
            return changes.stream().map("done "::concat).toList();
        }

        @Override
        public boolean fits(List<String> before, String change) {
            return !change.equals("alone") && !before.contains("alone");
        }
    }

    @BeforeEach
    void start() {
        start("2s", "32");
    }

    private void start(String wait, String pool) {
        Map<String, String> settings = Map.of(
                "diamond.data", folder.resolve(pool + wait).toString(),
                "diamond.datasource.wait", wait,
                "diamond.datasource.pool", pool);
        store = TestStore.of(settings, UnaryOperator.identity()).started();
        together = new GroupCommit<>(store.database(), new Changes());
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        store.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private FutureTask<String> begun(String change) {
        FutureTask<String> task = new FutureTask<>(() -> together.run("thing", change));
        new Thread(task, change).start();
        return task;
    }

    /** Begins the first, and the others one after another once it is being committed; they wait in this order. */
    private List<FutureTask<String>> inLine(String... others) {
        List<FutureTask<String>> all = new ArrayList<>();
        all.add(begun("first"));
        await(firstIsAtIt);
        for (String other : others) {
            int before = together.waiting();
            all.add(begun(other));
            while (together.waiting() == before) {
                Thread.onSpinWait();
            }
        }
        return all;
    }

    private static Throwable failure(FutureTask<String> task) {
        try {
            throw new AssertionError("it went well: " + task.get());
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void changeThatComesAlone_isCommittedAlone() {
        assertThat(together.run("thing", "a")).isEqualTo("done a");
        assertThat(together.run("thing", "b")).isEqualTo("done b");

        assertThat(commits).containsExactly(List.of("a"), List.of("b"));
    }

    @Test
    void changesThatComeMeanwhile_areCommittedTogether_inTheirOrder() throws Exception {
        List<FutureTask<String>> all = inLine("b", "c", "d");

        goOn.countDown();

        assertThat(all.get(3).get()).isEqualTo("done d");
        assertThat(all.get(0).get()).isEqualTo("done first");
        assertThat(commits).containsExactly(List.of("first"), List.of("b", "c", "d"));
        assertThat(together.waiting()).isZero();
    }

    @Test
    void changeOfAnotherThing_waitsForNobody() throws Exception {
        inLine();

        assertThat(together.run("other thing", "b")).isEqualTo("done b");
    }

    @Test
    void changeThatFitsWithNobody_isCommittedInItsTurn() throws Exception {
        List<FutureTask<String>> all = inLine("b", "alone", "c");

        goOn.countDown();

        for (FutureTask<String> each : all) {
            assertThat(each.get()).startsWith("done");
        }
        assertThat(commits).containsExactly(List.of("first"), List.of("b"), List.of("alone"), List.of("c"));
    }

    @Test
    void refusalOfOne_isNobodyElses() throws Exception {
        List<FutureTask<String>> all = inLine("b", "bad", "c");

        goOn.countDown();

        assertThat(all.get(1).get()).isEqualTo("done b");
        assertThat(failure(all.get(2))).isInstanceOf(BadRequest.class);
        assertThat(all.get(3).get()).isEqualTo("done c");
    }

    @Test
    void storeThatTakesNothing_isTriedOnceForAll() {
        List<FutureTask<String>> all = inLine("b", "down", "c");

        goOn.countDown();

        assertThat(failure(all.get(1))).isInstanceOf(Unavailable.class);
        assertThat(failure(all.get(3))).isInstanceOf(Unavailable.class);
        assertThat(commits).hasSize(2);
    }

    @Test
    void failureThatNobodyExpected_isTold_andNobodyElses() throws Exception {
        List<FutureTask<String>> all = inLine("broken", "b");

        goOn.countDown();

        assertThat(failure(all.get(1))).isInstanceOf(IllegalStateException.class);
        assertThat(all.get(2).get()).isEqualTo("done b");
        assertThat(together.run("thing", "c")).isEqualTo("done c");
    }

    @Test
    void failureThatNobodyExpected_besideARefusal_isNobodyElses() throws Exception {
        List<FutureTask<String>> all = inLine("b", "bad", "broken", "c");

        goOn.countDown();

        assertThat(all.get(1).get()).isEqualTo("done b");
        assertThat(failure(all.get(2))).isInstanceOf(BadRequest.class);
        assertThat(failure(all.get(3))).hasRootCauseMessage("a bug");
        assertThat(all.get(4).get(10, TimeUnit.SECONDS)).isEqualTo("done c");
    }

    @Test
    void changeThatWaitedTooLong_isRefused_andNeverCommitted() throws Exception {
        store.close();
        start("250ms", "32");
        FutureTask<String> first = begun("first");
        await(firstIsAtIt);

        assertThat(failure(begun("b")))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo("STORE_BUSY"));

        goOn.countDown();
        assertThat(first.get()).isEqualTo("done first");
        assertThat(together.run("thing", "c")).isEqualTo("done c");
        assertThat(commits).containsExactly(List.of("first"), List.of("c"));
    }

    @Test
    void changesBeyondThePlacesOfWriters_areRefusedAtOnce() {
        store.close();
        start("2s", "4");
        inLine("b");

        assertThatThrownBy(() -> together.run("thing", "c"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo("STORE_BUSY"));
        assertThat(commits).containsExactly(List.of("first"));
    }
}
