/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a thing that everybody changes at once takes from those who change others: little, and never all. */
class HotThingTest extends CommitsKit {

    private List<CompletableFuture<String>> behindTheFirst(int changes) {
        return commits.inLine(IntStream.range(0, changes).mapToObj(i -> "c" + i).toArray(String[]::new));
    }

    @Test
    void hundredsThatWaitForOneThing_leaveThePlacesToOthers_andAreCommittedInFewTransactions() {
        List<CompletableFuture<String>> all = behindTheFirst(300);

        assertThat(commits.freePlaces()).isEqualTo(PLACES - 1);
        assertThat(commits.together.run("other thing", "a")).isEqualTo("done a");

        commits.goOn();
        assertThat(all).allSatisfy(each -> assertThat(each.join()).startsWith("done c"));
        assertThat(commits.made().stream().filter(group -> group.get(0).startsWith("c")))
                .hasSize(3);
    }

    @Test
    void threadsThatWaitForOneThing_keepHalfOfThePlaces_andLeaveTheRest() throws Exception {
        commits.first();
        List<FutureTask<String>> waiting = new ArrayList<>();
        for (int i = 0; i < PLACES / 2; i++) {
            waiting.add(commits.onAThread("c" + i));
        }

        assertRefused("STORE_BUSY", () -> commits.together.run("thing", "one more"));
        assertThat(commits.freePlaces()).isEqualTo(PLACES / 2 - 1);
        assertThat(commits.together.run("other thing", "a")).isEqualTo("done a");
        assertThat(commits.begun("no thread")).isNotDone();

        commits.goOn();
        for (FutureTask<String> each : waiting) {
            assertThat(each.get()).startsWith("done c");
        }
        assertThat(commits.freePlaces()).isEqualTo(PLACES);
    }

    @Test
    void ofAllThatMayWait_oneThingHasHalf() {
        behindTheFirst(GroupCommit.MOST_WAITING / 2);

        assertRefused("STORE_BUSY", () -> commits.begun("one more"));
    }

    @Test
    void ofAllThatThoseMayWeigh_oneThingHasHalf() {
        commits.inLine(IntStream.range(0, 16).mapToObj(i -> i + "!").toArray(String[]::new));

        assertRefused("STORE_BUSY", () -> commits.begun("a light one"));
        commits.goOn();
        assertThat(commits.begun("a light one")).isCompletedWithValue("done a light one");
    }

    @Test
    void changeThatIsHeavierThanAllThatMayWait_waitsAlone() {
        List<CompletableFuture<String>> heavy = commits.inLine("b!!");

        assertRefused("STORE_BUSY", () -> commits.begun("a light one"));
        commits.goOn();
        assertThat(heavy.get(0)).isCompletedWithValue("done b!!");
    }

    @Test
    void changeThatWaitsTooLong_isRefused_andNeverCommitted() throws Exception {
        FutureTask<String> first = commits.first();
        CompletableFuture<String> early = commits.begun("early");
        commits.scheduler.advance(Duration.ofMillis(1_500));
        CompletableFuture<String> late = commits.begun("late");

        commits.scheduler.advance(Duration.ofMillis(499));
        assertThat(early).isNotDone();
        commits.scheduler.advance(Duration.ofMillis(1));
        assertRefused("STORE_BUSY", early::join);
        commits.scheduler.advance(Duration.ofMillis(1_499));
        assertThat(late).isNotDone();
        commits.scheduler.advance(Duration.ofMillis(1));
        assertRefused("STORE_BUSY", late::join);

        commits.goOn();
        assertThat(first.get()).isEqualTo("done first");
        assertThat(commits.made()).containsExactly(List.of("first"));
    }

    /** The first is led on, all others are refused, and the thing is changed as before. */
    private void assertOver(List<CompletableFuture<String>> waiting) {
        commits.goOn();

        assertThat(waiting).allSatisfy(each -> assertRefused("STORE_BUSY", each::join));
        assertThat(commits.together.waiting()).isZero();
        assertThat(commits.freePlaces()).isEqualTo(PLACES);
        assertThat(commits.together.run("thing", "next")).isEqualTo("done next");
        commits.scheduler.runDue();
        assertThat(commits.made()).containsExactly(List.of("first"), List.of("next"));
    }

    @Test
    void lineThatNoThreadCanBeHadFor_isOver_andTheNextChangeIsTaken() throws Exception {
        FutureTask<String> first = commits.first();
        List<CompletableFuture<String>> waiting =
                Stream.of("b", "alone", "c").map(commits::begun).toList();
        commits.scheduler.failOnce(new OutOfMemoryError("unable to create native thread"));
        commits.firstGoesOn();

        assertThat(first.get()).isEqualTo("done first");
        assertOver(waiting);
    }

    @Test
    void changeThatIsMade_isToldSo_whenThoseBehindItCannotBeCommitted() throws Exception {
        FutureTask<String> first = commits.first();
        CompletableFuture<String> second = commits.begun("b");
        commits.scheduler.failOnce(new OutOfMemoryError("unable to create native thread"));

        commits.firstGoesOn();

        assertThat(first.get()).isEqualTo("done first");
        assertRefused("STORE_BUSY", second::join);
    }

    @Test
    void lineWhoseNextCannotBeTold_isOver_andTheNextChangeIsTaken() {
        assertOver(commits.inLine("b", "odd", "c"));
    }

    @Test
    void commitThatRunsOutOfMemory_isTold_andTheNextChangeIsTaken() {
        List<CompletableFuture<String>> all = commits.inLine("memory", "alone");

        commits.goOn();

        assertThatThrownBy(all.get(0)::join).hasRootCauseInstanceOf(OutOfMemoryError.class);
        assertThat(all.get(1)).isCompletedWithValue("done alone");
        assertThat(commits.together.run("thing", "next")).isEqualTo("done next");
        assertThat(commits.freePlaces()).isEqualTo(PLACES);
    }
}
