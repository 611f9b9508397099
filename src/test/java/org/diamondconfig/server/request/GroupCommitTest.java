/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.Unavailable;
import org.junit.jupiter.api.Test;

/** Who commits with whom, and whose fault is whose. */
class GroupCommitTest extends CommitsKit {

    @Test
    void changeThatComesAlone_isCommittedAlone_whenItsCallReturns() {
        assertThat(commits.together.run("thing", "a")).isEqualTo("done a");
        assertThat(commits.begun("b")).isCompletedWithValue("done b");

        assertThat(commits.made()).containsExactly(List.of("a"), List.of("b"));
        assertThat(commits.together.changing()).isZero();
    }

    @Test
    void changesThatComeMeanwhile_areCommittedTogether_inTheirOrder() throws Exception {
        FutureTask<String> first = commits.first();
        FutureTask<String> b = commits.onAThread("b");
        CompletableFuture<String> c = commits.begun("c");
        FutureTask<String> d = commits.onAThread("d");

        commits.goOn();

        assertThat(first.get()).isEqualTo("done first");
        assertThat(b.get()).isEqualTo("done b");
        assertThat(c).isCompletedWithValue("done c");
        assertThat(d.get()).isEqualTo("done d");
        assertThat(commits.made()).containsExactly(List.of("first"), List.of("b", "c", "d"));
        assertThat(commits.together.waiting()).isZero();
    }

    @Test
    void changeOfAnotherThing_waitsForNobody() {
        commits.inLine("b");

        assertThat(commits.together.run("other thing", "b")).isEqualTo("done b");
    }

    @Test
    void changeThatFitsWithNobody_isCommittedInItsTurn() {
        List<CompletableFuture<String>> all = commits.inLine("b", "alone", "c");

        commits.goOn();

        assertThat(all).allSatisfy(each -> assertThat(each.join()).startsWith("done"));
        assertThat(commits.made()).containsExactly(List.of("first"), List.of("b"), List.of("alone"), List.of("c"));
    }

    @Test
    void refusalOfOne_isNobodyElses() throws Exception {
        FutureTask<String> first = commits.first();
        CompletableFuture<String> b = commits.begun("b");
        FutureTask<String> bad = commits.onAThread("bad");
        CompletableFuture<String> c = commits.begun("c");

        commits.goOn();

        assertThat(first.get()).isEqualTo("done first");
        assertThat(b).isCompletedWithValue("done b");
        assertThatThrownBy(bad::get).hasCauseInstanceOf(BadRequest.class);
        assertThat(c).isCompletedWithValue("done c");
    }

    @Test
    void storeThatTakesNothing_isTriedOnceForAll() {
        List<CompletableFuture<String>> all = commits.inLine("b", "down", "c");

        commits.goOn();

        assertThat(all).allSatisfy(each -> assertThatThrownBy(each::join).hasCauseInstanceOf(Unavailable.class));
        assertThat(commits.made()).hasSize(2);
    }

    @Test
    void failureThatNobodyExpected_isTold_andNobodyElses() {
        List<CompletableFuture<String>> all = commits.inLine("broken", "b");

        commits.goOn();

        assertThatThrownBy(all.get(0)::join)
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("a bug");
        assertThat(all.get(1)).isCompletedWithValue("done b");
        assertThat(commits.together.run("thing", "c")).isEqualTo("done c");
    }

    @Test
    void failureThatNobodyExpected_besideARefusal_isNobodyElses() {
        List<CompletableFuture<String>> all = commits.inLine("b", "bad", "broken", "c");

        commits.goOn();

        assertThat(all.get(0)).isCompletedWithValue("done b");
        assertThatThrownBy(all.get(1)::join).hasCauseInstanceOf(BadRequest.class);
        assertThatThrownBy(all.get(2)::join).hasRootCauseMessage("a bug");
        assertThat(all.get(3)).isCompletedWithValue("done c");
    }

    @Test
    void changesThatAreHeavy_areCommittedInSeveralTransactions() {
        commits.inLine("a!", "b!", "c!", "d");

        commits.goOn();

        assertThat(commits.made()).containsExactly(List.of("first"), List.of("a!", "b!"), List.of("c!", "d"));
    }

    /** Whoever is told may do the next thing at once; those who wait are not to wait for that. */
    @Test
    void whoWaits_isCommittedWhileOthersAreTold() {
        CompletableFuture<String> b = commits.inLine("b", "alone").get(0);
        b.thenRun(() -> {
            commits.scheduler.runDue();
            assertThat(commits.made()).contains(List.of("alone"));
        });

        commits.goOn();

        assertThat(b).isCompletedWithValue("done b");
    }
}
