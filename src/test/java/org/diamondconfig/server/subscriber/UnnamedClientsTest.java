/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.ManualScheduler;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.edge.Trace;
import org.diamondconfig.server.http.ClientHeader;
import org.diamondconfig.server.subscriber.Subscribers.Waiting;
import org.diamondconfig.server.watch.HeldPolls.Ask;
import org.diamondconfig.server.watch.HeldPolls.Follower.Departure;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;
import org.diamondconfig.wire.Probe;
import org.junit.jupiter.api.Test;

/** What a node remembers of clients that send no id, as those of the original Diamond, and of polls that do not wait. */
class UnnamedClientsTest {

    private static final Duration HELD = Duration.ofSeconds(30);
    private static final ConfigKey A = key("a");
    private static final ConfigKey B = key("b");
    private static final ConfigKey C = key("c");

    private final ManualTicker ticker = new ManualTicker();
    private final Subscribers subscribers = new Subscribers(
            null,
            new Subscribers.Looks(null, new Access(), new Trace(ticker, Clock.systemUTC())),
            new ManualScheduler(ticker),
            ticker,
            new PrometheusRegistry());

    private static ConfigKey key(String dataId) {
        return ConfigKey.of("G", dataId);
    }

    private Departure poll(String id, Duration hold, Stream<ConfigKey> keys) {
        Caller caller = new Caller("token:1", "10.0.0.7", id, "shop");
        List<Probe.Item> items = keys.map(key -> new Probe.Item(key, OptionalLong.empty(), Md5.hex("x")))
                .toList();
        ClientHeader header = new ClientHeader(id, "shop", "3.6.8", "", Map.of());
        return subscribers.came(new Ask(caller, header, new Probe(Optional.empty(), items), hold, null, () -> true));
    }

    private Departure poll(ConfigKey... keys) {
        return poll("", HELD, Stream.of(keys));
    }

    private boolean isHeld(ConfigKey key) {
        return !subscribers.answer(Question.holders(key, 0)).sightings().isEmpty();
    }

    private List<List<ConfigKey>> waiting() {
        return subscribers.waiting(party -> true).stream()
                .map(Waiting::md5s)
                .map(md5s -> md5s.keySet().stream().sorted().toList())
                .toList();
    }

    private Optional<Boolean> isCut() {
        return Optional.of(subscribers.answer(Question.holders(A, 0)).cut());
    }

    @Test
    void twoOfOneAddress_keepTheirKeys() {
        poll(A, B);
        poll(C);

        assertThat(List.of(isHeld(A), isHeld(B), isHeld(C))).containsOnly(true);
        assertThat(waiting()).containsExactlyInAnyOrder(List.of(A, B), List.of(C));
    }

    @Test
    void twoOfOneAddress_keepTheirKeys_overAllTheirPolls() {
        Departure one = poll(A, B);
        Departure other = poll(C);
        for (int round = 0; round < 3; round++) {
            one.left(List.of());
            one = poll(A, B);
            other.left(List.of(C));
            assertThat(isHeld(C)).isTrue();
            one.left(List.of());
            other = poll(C);
            one = poll(A, B);
        }

        assertThat(waiting()).containsExactlyInAnyOrder(List.of(A, B), List.of(C));
        assertThat(subscribers.answer(Question.holders(A, 0)).sightings()).hasSize(1);
    }

    @Test
    void oneThatAsksForMore_orForLess_leavesNothingBehind() {
        poll(A, B).left(List.of());
        poll(B, C, A).left(List.of());
        assertThat(isHeld(C)).isTrue();

        poll(C).left(List.of());

        assertThat(isHeld(A)).isFalse();
        assertThat(isHeld(C)).isTrue();
    }

    @Test
    void oneThatAsksForOthers_isForgottenAsItWas_afterAWhile() {
        poll(A, B).left(List.of());
        poll(C);
        ticker.advance(Subscribers.KEEP.plusMillis(1));
        subscribers.sweep();

        assertThat(isHeld(A)).isFalse();
        assertThat(isHeld(C)).isTrue();
    }

    @Test
    void keyOfTwoOfOneAddress_isWaitedForTwice() {
        poll(A);
        poll(A, B);

        assertThat(subscribers.waiting(A))
                .hasSize(2)
                .allSatisfy(poll -> assertThat(poll.md5s()).containsExactly(Map.entry(A, Md5.hex("x"))));
        assertThat(subscribers.waiting(B)).hasSize(1);
        assertThat(subscribers.waiting(C)).isEmpty();
    }

    @Test
    void pollThatDoesNotWait_isForgottenAfterAMinute() {
        poll("", Duration.ZERO, Stream.of(A)).left(List.of());
        assertThat(waiting()).isEmpty();
        ticker.advance(Subscribers.KEEP_PASSING);
        subscribers.sweep();
        assertThat(isHeld(A)).isTrue();

        ticker.advance(Duration.ofMillis(1));
        subscribers.sweep();

        assertThat(isHeld(A)).isFalse();
        assertThat(subscribers.answer(Question.clients(Question.Among.ALL)).sightings())
                .isEmpty();
    }

    @Test
    void pollsThatDoNotWait_takeNoRoomFromThoseThatDo() {
        int each = 3_000;
        for (int poll = 0; poll <= Subscribers.MAX_PASSING / each; poll++) {
            int first = poll * each;
            String id = "%032x".formatted(poll);
            assertThat(isCut()).contains(false);
            poll(id, Duration.ZERO, IntStream.range(first, first + each).mapToObj(i -> key("k" + i)))
                    .left(List.of());
        }
        assertThat(isCut()).contains(true);
        assertThat(isHeld(key("k" + (Subscribers.MAX_PASSING + 1)))).isFalse();

        poll(A);

        assertThat(isHeld(A)).isTrue();
    }

    @Test
    void oneThatNamesOthersEachTime_isRememberedByItsLatest_andIsNotCut() {
        int each = 3_000;
        for (int poll = 0; poll < 20; poll++) {
            int first = poll * each;
            poll("", Duration.ZERO, IntStream.range(first, first + each).mapToObj(i -> key("k" + i)))
                    .left(List.of());
            ticker.advance(Duration.ofMillis(1));
        }

        assertThat(isHeld(key("k0"))).isFalse();
        assertThat(isHeld(key("k" + 19 * each))).isTrue();
        assertThat(isCut()).contains(false);
    }
}
