/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.diamondconfig.server.watch.Node.BAR;
import static org.diamondconfig.server.watch.Node.FOO;
import static org.diamondconfig.server.watch.Node.client;
import static org.diamondconfig.server.watch.Node.holding;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Trace.Step;
import org.diamondconfig.server.problem.TooMany;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.watch.Answer.Rendering;
import org.diamondconfig.server.watch.Answer.Reply;
import org.junit.jupiter.api.Test;

class HeldPollsTest {

    private static final String ID = "00000000000000000000000000000001";

    private final Node node = new Node();

    @Test
    void poll_isAnsweredAtOnceWhenSomethingDiffers() {
        node.served.put(FOO, 3, "new");

        RecordingAnswer answer = node.poll(holding(FOO, 2, "old"), holding(BAR, 0, null));

        assertThat(answer.written()).containsExactly("foo@3=new");
        assertThat(node.isEmpty()).isTrue();
    }

    @Test
    void poll_isHeldWhileNothingDiffers() {
        node.served.put(FOO, 3, "same");

        RecordingAnswer answer = node.poll(holding(FOO, 3, "same"), holding(BAR, 0, null));

        assertThat(answer.written()).isEmpty();
        assertThat(node.limits.held()).isEqualTo(1);
        assertThat(node.polls.watchedKeys()).isEqualTo(2);
    }

    @Test
    void poll_isWokenByAChangeOfOneOfItsKeys() {
        node.served.put(FOO, 3, "old");
        RecordingAnswer answer = node.poll(holding(FOO, 3, "old"), holding(BAR, 0, null));

        node.dumped(BAR, 1, "bar");

        assertThat(answer.written()).containsExactly("bar@1=bar");
        assertThat(node.isEmpty()).isTrue();
        assertThat(node.trace.of(BAR, 1)).singleElement().satisfies(mark -> {
            assertThat(mark.step()).isEqualTo(Step.ANSWER);
            assertThat(mark.detail()).isEqualTo("1 polls");
        });
    }

    @Test
    void poll_registersFirst_soThatAChangeWhileItComparesWakesIt() {
        RecordingAnswer[] answer = new RecordingAnswer[1];
        // The first look learns the type; the second compares, and sees nothing of what happens during it.
        node.served.duringLook(1, () -> node.dumped(FOO, 1, "foo"));

        answer[0] = node.poll(holding(FOO, 0, null));

        assertThat(answer[0].written()).containsExactly("foo@1=foo");
        assertThat(node.isEmpty()).isTrue();
    }

    @Test
    void poll_comparesSecond_soThatAChangeBeforeItIsSeen() {
        node.served.duringLook(0, () -> node.dumped(FOO, 1, "foo"));

        assertThat(node.poll(holding(FOO, 0, null)).written()).containsExactly("foo@1=foo");
    }

    @Test
    void poll_wakesOnceWhenTwoChangesRace() {
        RecordingAnswer answer = node.poll(holding(FOO, 0, null), holding(BAR, 0, null));
        node.served.duringLook(0, () -> node.dumped(BAR, 1, "bar"));

        node.dumped(FOO, 1, "foo");

        assertThat(answer.written()).containsExactly("foo@1=foo bar@1=bar");
        assertThat(node.isEmpty()).isTrue();
    }

    @Test
    void poll_isWokenByARemoval() {
        node.served.put(FOO, 3, "old");
        RecordingAnswer answer = node.poll(holding(FOO, 3, "old"));

        node.dumped(FOO, 4, null);

        assertThat(answer.written()).containsExactly("foo@4=-");
    }

    @Test
    void poll_isToldOfEverythingThatDiffersWhenItWakes() {
        RecordingAnswer answer = node.poll(holding(FOO, 0, null), holding(BAR, 0, null));
        node.served.put(BAR, 1, "bar");

        node.dumped(FOO, 1, "foo");

        assertThat(answer.written()).containsExactly("foo@1=foo bar@1=bar");
    }

    @Test
    void poll_isNotWokenByWhatDoesNotConcernIt() {
        RecordingAnswer answer = node.poll(holding(FOO, 0, null));

        node.dumped(BAR, 1, "bar");
        node.dumped(FOO, 1, null);

        assertThat(answer.written()).isEmpty();
    }

    @Test
    void poll_expiresByTheWheel() {
        RecordingAnswer answer = node.poll(holding(FOO, 0, null));

        node.scheduler.advance(Node.HOLD.minusMillis(1));
        assertThat(answer.written()).isEmpty();
        node.scheduler.advance(HeldPolls.TICK.plusMillis(1));

        assertThat(answer.written()).containsExactly("unchanged");
        assertThat(node.isEmpty()).isTrue();
    }

    @Test
    void poll_thatHasExpiredIsNotWoken() {
        RecordingAnswer answer = node.poll(holding(FOO, 0, null));
        node.scheduler.advance(Node.HOLD.plus(HeldPolls.TICK));

        node.dumped(FOO, 1, "late");

        assertThat(answer.written()).containsExactly("unchanged");
    }

    @Test
    void poll_withoutHoldIsAnsweredAtOnceAndCountsNowhere() {
        RecordingAnswer equal = node.poll(client(ID), "0", Duration.ZERO, holding(FOO, 0, null));
        node.served.put(FOO, 1, "foo");
        RecordingAnswer different = node.poll(client(ID), "0", Duration.ZERO, holding(FOO, 0, null));

        assertThat(equal.written()).containsExactly("unchanged");
        assertThat(different.written()).containsExactly("foo@1=foo");
        assertThat(node.isEmpty()).isTrue();
    }

    @Test
    void poll_supersededByNextOfSameClient() {
        RecordingAnswer forgotten = node.poll(client(ID), "0", holding(FOO, 0, null));

        RecordingAnswer next = node.poll(client(ID), "0", holding(FOO, 0, null));

        assertThat(forgotten.written()).containsExactly("unchanged");
        assertThat(node.limits.held()).isEqualTo(1);
        node.dumped(FOO, 1, "foo");
        assertThat(forgotten.written()).containsExactly("unchanged");
        assertThat(next.written()).containsExactly("foo@1=foo");
        assertThat(node.isEmpty()).isTrue();
    }

    @Test
    void poll_isNotSupersededByAnotherSlotOrSubjectOrByOneWithoutId() {
        List<RecordingAnswer> held = new ArrayList<>();
        held.add(node.poll(client(ID), "0", holding(FOO, 0, null)));
        held.add(node.poll(client(ID), "1", holding(FOO, 0, null)));
        held.add(node.poll(new Caller("eve", "127.0.0.1", ID, ""), "0", holding(FOO, 0, null)));
        held.add(node.poll(holding(FOO, 0, null)));
        held.add(node.poll(holding(FOO, 0, null)));

        assertThat(held).allSatisfy(answer -> assertThat(answer.written()).isEmpty());
        node.dumped(FOO, 1, "foo");
        assertThat(held).allSatisfy(answer -> assertThat(answer.written()).hasSize(1));
        assertThat(node.isEmpty()).isTrue();
    }

    @Test
    void poll_beyondTheCapsIsRefusedAndCountsNowhere() {
        Node small = new Node(Map.of(
                "diamond.watch.polls", "4", "diamond.watch.polls-address", "3", "diamond.watch.polls-client", "2"));
        small.poll(client(ID), "0", holding(FOO, 0, null));
        small.poll(client(ID), "1", holding(FOO, 0, null));

        assertThatThrownBy(() -> small.poll(client(ID), "2", holding(FOO, 0, null)))
                .isInstanceOf(TooMany.class)
                .hasMessageContaining("client id");
        small.poll(holding(FOO, 0, null));
        assertThatThrownBy(() -> small.poll(holding(FOO, 0, null)))
                .isInstanceOf(TooMany.class)
                .hasMessageContaining("address")
                .extracting(refusal -> ((TooMany) refusal).retryAfterSeconds().getAsInt())
                .isEqualTo(5);
        small.poll(new Caller("s", "10.0.0.1", "", ""), "", holding(FOO, 0, null));
        assertThatThrownBy(() -> small.poll(new Caller("s", "10.0.0.2", "", ""), "", holding(FOO, 0, null)))
                .isInstanceOf(TooMany.class)
                .hasMessageContaining("server");

        assertThat(small.limits.held()).isEqualTo(4);
        assertThat(small.polls.waiting()).isEqualTo(4);
    }

    @Test
    void poll_atTheCapMaySupersedeItsOwn() {
        Node small = new Node(Map.of("diamond.watch.polls", "1"));
        RecordingAnswer forgotten = small.poll(client(ID), "0", holding(FOO, 0, null));

        small.poll(client(ID), "0", holding(FOO, 0, null));

        assertThat(forgotten.written()).containsExactly("unchanged");
        assertThat(small.limits.held()).isEqualTo(1);
    }

    @Test
    void polls_ofClientsThatLeftAreGoneAfterTheirHold() {
        for (int i = 0; i < 1_000; i++) {
            node.poll(client(String.format("%032x", i)), "0", holding(FOO, 0, null), holding(BAR, 0, null));
        }

        node.scheduler.advance(Node.HOLD.plus(HeldPolls.TICK));

        assertThat(node.isEmpty()).isTrue();
    }

    @Test
    void stop_sendsTheWaitingElsewhereAndHoldsNobody() {
        RecordingAnswer held = node.poll(holding(FOO, 0, null));

        node.polls.stop();

        assertThat(held.written()).containsExactly("503 DRAINING");
        assertThatThrownBy(() -> node.poll(holding(FOO, 0, null)))
                .isInstanceOf(Unavailable.class)
                .extracting(
                        refusal -> ((Unavailable) refusal).retryAfterSeconds().getAsInt())
                .isEqualTo(0);
        assertThat(node.isEmpty()).isTrue();
    }

    @Test
    void drain_sendsTheWaitingElsewhere_tellsWhatChanged_andEnds() {
        RecordingAnswer held = node.poll(holding(FOO, 0, null));

        assertThat(node.polls.drain().begin()).isTrue();
        assertThat(node.polls.drain().begin()).isFalse();

        assertThat(held.written()).containsExactly("503 DRAINING");
        assertThatThrownBy(() -> node.poll(holding(FOO, 0, null)))
                .isInstanceOf(Unavailable.class)
                .hasFieldOrPropertyWithValue("code", "DRAINING");
        node.dumped(FOO, 1, "one");
        assertThat(node.poll(holding(FOO, 0, null)).written()).hasSize(1);
        assertThat(node.isEmpty()).isTrue();

        assertThat(node.polls.drain().end()).isTrue();
        assertThat(node.polls.drain().end()).isFalse();
        RecordingAnswer again = node.poll(holding(FOO, 1, "one"));
        assertThat(again.written()).isEmpty();
        node.scheduler.advance(Node.HOLD.plus(HeldPolls.TICK));
        assertThat(again.written()).containsExactly("unchanged");
    }

    @Test
    void poll_whileTheDumpLoadsIsRefused() {
        node.served.loading();

        assertThatThrownBy(() -> node.poll(holding(FOO, 0, null)))
                .isInstanceOf(Unavailable.class)
                .hasFieldOrPropertyWithValue("code", "DUMP_LOADING");
        assertThat(node.isEmpty()).isTrue();
    }

    @Test
    void poll_isToldNothingOfAKeyItMayNotRead() {
        node.served.put(FOO, 1, "secret");
        node.served.refuse(Caller.ANONYMOUS);
        RecordingAnswer never = node.poll(holding(FOO, 0, null));

        node.dumped(FOO, 2, "secret too");

        assertThat(never.written()).isEmpty();
    }

    @Test
    void poll_losesTheRightWhileItIsHeld() {
        RecordingAnswer answer = node.poll(holding(FOO, 0, null));
        node.served.refuse(Caller.ANONYMOUS);

        node.dumped(FOO, 1, "secret");

        assertThat(answer.written()).isEmpty();
    }

    @Test
    void polls_thatHearTheSameShareItsBytes() {
        RecordingAnswer one = node.poll(holding(FOO, 0, null));
        RecordingAnswer two = node.poll(holding(FOO, 0, null), holding(BAR, 0, null));

        node.dumped(FOO, 1, "foo");

        assertThat(one.body()).isSameAs(two.body());
    }

    @Test
    void polls_inThousandsAreAllWoken() {
        List<RecordingAnswer> held = new ArrayList<>();
        for (int i = 0; i < 3 * AnswerBatches.SIZE + 1; i++) {
            held.add(node.poll(holding(FOO, 0, null), holding(BAR, 0, null)));
        }

        node.dumped(FOO, 1, "foo");

        assertThat(held).allSatisfy(answer -> assertThat(answer.written()).containsExactly("foo@1=foo"));
        assertThat(node.trace.of(FOO, 1)).hasSize(4);
        assertThat(node.isEmpty()).isTrue();
    }

    @Test
    void poll_isAnsweredEvenWhenTheContainerHasNoThread() {
        Node full = new Node(Map.of(), new AnswerWriter() {
            @Override
            public void write(Runnable batch) {
                throw new IllegalStateException("no thread");
            }
        });
        RecordingAnswer answer = full.poll(holding(FOO, 0, null));

        full.dumped(FOO, 1, "foo");

        assertThat(answer.written()).containsExactly("foo@1=foo");
    }

    @Test
    void poll_isAnswered_thoughTheAnswerToAnotherRanOutOfMemory() {
        Answer exhausted = new Answer() {
            @Override
            public Rendering rendering() {
                throw new OutOfMemoryError("fails in this test");
            }

            @Override
            public void send(Reply reply) {
                throw new AssertionError();
            }

            @Override
            public void fail(RuntimeException problem) {
                throw new AssertionError();
            }
        };
        List<RecordingAnswer> answers = new ArrayList<>();
        answers.add(node.poll(holding(FOO, 0, null)));
        node.poll(exhausted, holding(FOO, 0, null));
        answers.add(node.poll(holding(FOO, 0, null)));

        node.scheduler.advance(Node.HOLD.plusSeconds(1));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.written()).containsExactly("unchanged"));
        assertThat(node.isEmpty()).isTrue();
    }

    @Test
    void polls_areCounted() {
        node.poll(holding(FOO, 0, null));
        node.poll(holding(BAR, 0, null));
        node.dumped(FOO, 1, "foo");

        assertThat(metric("diamond_polls_held")).isEqualTo(1);
        assertThat(metric("diamond_polls_answered")).isEqualTo(1);
    }

    private double metric(String name) {
        return node.metrics.scrape(name::equals).get(0).getDataPoints().stream()
                .mapToDouble(point -> point
                                instanceof
                                io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot gauge
                        ? gauge.getValue()
                        : ((io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot) point)
                                .getValue())
                .sum();
    }
}
