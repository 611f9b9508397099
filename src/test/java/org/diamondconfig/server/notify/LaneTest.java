/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.diamondconfig.server.cluster.Member;
import org.diamondconfig.server.config.ConfigChanged;
import org.diamondconfig.server.edge.ManualScheduler;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;
import org.junit.jupiter.api.Test;

class LaneTest {

    private static final int CAPACITY = 250;
    private static final Epoch EPOCH = new Epoch(1, "00000000000000aa");

    private final ManualTicker ticker = new ManualTicker();
    private final ManualScheduler scheduler = new ManualScheduler(ticker);

    /** Messages to the peer, each with what becomes of it. */
    private final Deque<CompletableFuture<Integer>> underWay = new ArrayDeque<>();

    private final List<List<String>> messages = new ArrayList<>();
    private final Lane lane = lane("b", scheduler);

    private Lane lane(String host, ManualScheduler threads) {
        Lane.Post post = (peer, notices) -> {
            messages.add(notices.stream()
                    .map(notice -> notice.key().dataId() + "@" + notice.version())
                    .toList());
            CompletableFuture<Integer> message = new CompletableFuture<>();
            underWay.add(message);
            return message;
        };
        Member peer = new Member(
                "b".repeat(32), URI.create("http://" + host + ":1/x"), Member.State.READY, Optional.empty(), "");
        return new Lane(peer, new Means(post, threads, ticker, new Random(1), CAPACITY));
    }

    private static ConfigChanged change(String dataId, long version) {
        return ConfigChanged.of(ConfigKey.of("G", dataId), EPOCH, version);
    }

    private void offer(String dataId, long version) {
        lane.offer(change(dataId, version));
        scheduler.runDue();
    }

    private void answer(int status) {
        underWay.remove().complete(status);
        scheduler.runDue();
    }

    private void fail() {
        underWay.remove().completeExceptionally(new IOException("refused"));
        scheduler.runDue();
    }

    @Test
    void change_isToldAtOnce() {
        offer("a", 1);

        assertThat(messages).containsExactly(List.of("a@1"));
        answer(202);
        assertThat(lane.state().sent()).isEqualTo(1);
        assertThat(lane.state().lastSuccess()).contains(Duration.ZERO);
    }

    @Test
    void oneMessageIsUnderWay_whatComesMeanwhileIsCoalescedToTheHighestVersion() {
        offer("a", 1);
        offer("a", 2);
        offer("b", 7);
        offer("a", 4);
        offer("a", 3);
        assertThat(messages).hasSize(1);

        answer(202);

        assertThat(messages).containsExactly(List.of("a@1"), List.of("a@4", "b@7"));
    }

    @Test
    void changeOfAHigherGeneration_standsThoughItsVersionIsLower() {
        offer("x", 1);
        offer("a", 9);

        lane.offer(ConfigChanged.of(ConfigKey.of("G", "a"), new Epoch(2, EPOCH.storeId()), 3));
        lane.offer(change("a", 10));
        answer(202);

        assertThat(messages.get(1)).containsExactly("a@3");
    }

    @Test
    void manyChanges_travelInMessagesOfAHundred() {
        offer("first", 1);
        for (int i = 0; i < 150; i++) {
            offer("k" + i, 1);
        }

        answer(202);
        answer(202);

        assertThat(messages).extracting(List::size).containsExactly(1, 100, 50);
    }

    @Test
    void messageThatFails_isSentAgainAfterPausesThatDoubleUpToTenSeconds() {
        offer("a", 1);
        for (int i = 0; i < 12; i++) {
            fail();
            long before = messages.size();
            Duration longest = Duration.ofMillis(Math.min(10_000, 100L << i));
            scheduler.advance(longest.dividedBy(2).minusNanos(1));
            assertThat(messages).as("within half of pause " + i).hasSize((int) before);
            scheduler.advance(longest.dividedBy(2).plusNanos(2));
            assertThat(messages).as("after pause " + i).hasSize((int) before + 1);
        }

        answer(202);
        assertThat(lane.state().failed()).isEqualTo(12);
        assertThat(lane.state().sent()).isEqualTo(1);
        assertThat(lane.state().failure()).isEmpty();
    }

    @Test
    void messageThatFails_goesAheadOfWhatCameMeanwhile_atItsHighestVersion() {
        offer("a", 1);
        offer("b", 1);
        offer("a", 2);

        fail();
        scheduler.advance(Duration.ofSeconds(1));

        assertThat(messages.get(1)).containsExactly("a@2", "b@1");
        assertThat(lane.state().failure()).isEqualTo("IOException: refused");
    }

    @Test
    void busyPeer_isAskedAgain_aRefusalForGood_isNot() {
        offer("a", 1);
        answer(503);
        scheduler.advance(Duration.ofSeconds(1));
        assertThat(messages).hasSize(2);

        answer(413);
        scheduler.advance(Duration.ofMinutes(1));

        assertThat(messages).hasSize(2);
        assertThat(lane.state().dropped()).isEqualTo(1);
        assertThat(lane.state().failure()).isEqualTo("it answered 413");
    }

    @Test
    void queueThatIsFull_dropsNewKeysAndCountsThem_andStillTakesNewerVersions() {
        offer("under-way", 1);
        for (int i = 0; i < CAPACITY + 10; i++) {
            offer("k" + i, 1);
        }
        offer("k0", 2);

        assertThat(lane.state().queued()).isEqualTo(CAPACITY);
        assertThat(lane.state().dropped()).isEqualTo(10);
        answer(202);
        assertThat(messages.get(1).get(0)).isEqualTo("k0@2");
    }

    @Test
    void peerThatNeverAnswers_holdsUpNoOther() {
        lane.offer(change("a", 1));
        scheduler.runDue();
        Lane other = lane("c", scheduler);

        for (int i = 1; i <= 5; i++) {
            other.offer(change("a", i));
            lane.offer(change("a", i));
            scheduler.runDue();
            underWay.removeLast().complete(202);
        }

        assertThat(other.state().sent()).isEqualTo(5);
        assertThat(lane.state().sent()).isZero();
        assertThat(lane.state().queued()).isEqualTo(1);
    }

    @Test
    void laneThatIsClosed_sendsNothingMore() {
        offer("a", 1);
        offer("b", 1);

        lane.close();
        fail();
        offer("c", 1);
        scheduler.advance(Duration.ofMinutes(1));

        assertThat(messages).hasSize(1);
        assertThat(lane.state().dropped()).isEqualTo(2);
    }
}
