/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.server.watch.Node.FOO;
import static org.diamondconfig.server.watch.Node.holding;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.http.ClientHeader;
import org.diamondconfig.server.watch.HeldPoll.End;
import org.diamondconfig.server.watch.HeldPolls.Ask;
import org.diamondconfig.wire.Probe;
import org.junit.jupiter.api.Test;

class TimeWheelTest {

    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** Tickers begin anywhere, also just before the largest number. */
    private static final long START = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();

    private final TimeWheel wheel = new TimeWheel(TICK, LONGEST, START);

    @Test
    void poll_isDueWithinATickOfItsDeadline_andNeverBefore() {
        for (int millis = 1; millis <= LONGEST.toMillis(); millis += 777) {
            TimeWheel fresh = new TimeWheel(TICK, LONGEST, START);
            HeldPoll poll = poll(0, millis);
            fresh.add(poll);

            assertThat(fresh.turn(at(millis - 1))).as("%d ms, before", millis).isEmpty();
            assertThat(fresh.turn(at(millis + 100))).as("%d ms, after", millis).containsExactly(poll);
            assertThat(fresh.all()).isEmpty();
        }
    }

    @Test
    void wheel_turnsOverManyTimes() {
        long now = 0;
        for (int round = 0; round < 1_000; round++) {
            HeldPoll poll = poll(now, 59_950);
            wheel.add(poll);

            assertThat(wheel.turn(at(now + 59_900))).isEmpty();
            now += 60_050;
            assertThat(wheel.turn(at(now))).containsExactly(poll);
        }
    }

    @Test
    void longestHold_isNotTakenForAShortOne() {
        HeldPoll longest = poll(0, LONGEST.toMillis());
        wheel.add(longest);

        for (int now = 0; now < LONGEST.toMillis(); now += 100) {
            assertThat(wheel.turn(at(now))).isEmpty();
        }
        assertThat(wheel.turn(at(LONGEST.toMillis()))).containsExactly(longest);
    }

    @Test
    void turn_thatComesLate_findsAllThatWereDueMeanwhile() {
        List<HeldPoll> polls = new ArrayList<>();
        for (int millis = 50; millis <= LONGEST.toMillis(); millis += 500) {
            polls.add(poll(0, millis));
        }
        polls.forEach(wheel::add);

        assertThat(wheel.turn(at(Duration.ofDays(1).toMillis()))).containsExactlyInAnyOrderElementsOf(polls);
        assertThat(wheel.all()).isEmpty();
    }

    @Test
    void longestHold_thatBeginsWhileATurnIsLate_isNotDueAtThatTurn() {
        HeldPoll longest = poll(1_000, LONGEST.toMillis());
        wheel.add(longest);

        assertThat(wheel.turn(at(1_000))).isEmpty();
        assertThat(wheel.turn(at(1_000 + LONGEST.toMillis()))).containsExactly(longest);
    }

    @Test
    void poll_thatIsAddedAfterALateTurn_isDueInItsOwnTime() {
        long pause = Duration.ofDays(1).toMillis();
        wheel.turn(at(pause));
        HeldPoll poll = poll(pause, 30_000);
        wheel.add(poll);

        assertThat(wheel.turn(at(pause + 29_999))).isEmpty();
        assertThat(wheel.turn(at(pause + 30_100))).containsExactly(poll);
    }

    @Test
    void poll_whoseDeadlineHasPassedBeforeItIsAdded_isDueAtTheNextTurn() {
        wheel.turn(at(10_000));
        HeldPoll late = poll(0, 5_000);
        wheel.add(late);

        assertThat(wheel.turn(at(10_100))).containsExactly(late);
    }

    @Test
    void turn_thatDoesNotMoveOn_findsNobody() {
        HeldPoll poll = poll(0, 1_000);
        wheel.add(poll);
        assertThat(wheel.turn(at(1_000))).containsExactly(poll);

        assertThat(wheel.turn(at(1_000))).isEmpty();
        assertThat(wheel.turn(at(500))).isEmpty();
    }

    @Test
    void poll_thatIsRemoved_isForgottenAtOnce() {
        HeldPoll gone = poll(0, 1_000);
        HeldPoll stays = poll(0, 1_000);
        wheel.add(gone);
        wheel.add(stays);

        wheel.remove(gone);
        wheel.remove(gone);

        assertThat(wheel.all()).containsExactly(stays);
        assertThat(wheel.turn(at(1_000))).containsExactly(stays);
    }

    @Test
    void poll_thatIsRemovedWhileItsTurnIsDealtWith_harmsNobody() {
        HeldPoll first = poll(0, 1_000);
        HeldPoll second = poll(0, 1_000);
        wheel.add(first);
        wheel.add(second);
        List<HeldPoll> due = wheel.turn(at(1_000));
        HeldPoll sameBucket = poll(0, 1_000 + ringMillis());

        wheel.add(sameBucket);
        due.forEach(wheel::remove);

        assertThat(due).containsExactlyInAnyOrder(first, second);
        assertThat(wheel.all()).containsExactly(sameBucket);
    }

    @Test
    void poll_thatIsSettledBeforeItIsAdded_isNotHeld() {
        HeldPoll settled = poll(0, 1_000);
        settled.settle(End.WAKE);

        wheel.add(settled);

        assertThat(wheel.all()).isEmpty();
        assertThat(wheel.turn(at(2_000))).isEmpty();
    }

    /** A deadline that is so much later has the same bucket. */
    private static long ringMillis() {
        return LONGEST.plus(TICK).plus(TICK).toMillis();
    }

    private static HeldPoll poll(long nowMillis, long holdMillis) {
        Probe probe = new Probe(Optional.of(FakeServed.EPOCH), List.of(holding(FOO, 0, null)));
        Ask ask = new Ask(
                Caller.SYSTEM,
                ClientHeader.NONE,
                probe,
                Duration.ofMillis(holdMillis),
                new RecordingAnswer(),
                () -> true);
        return new HeldPoll(ask, new PollIndex(), new FakeServed(), at(nowMillis));
    }

    private static long at(long millis) {
        return START + Duration.ofMillis(millis).toNanos();
    }
}
