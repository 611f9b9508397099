/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.http.ClientHeader;
import org.diamondconfig.server.subscriber.Sighting.Holding;
import org.diamondconfig.server.subscriber.Sighting.Served;
import org.diamondconfig.server.subscriber.Sighting.State;
import org.diamondconfig.server.watch.HeldPolls.Ask;
import org.diamondconfig.server.watch.HeldPolls.Follower.Departure;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;
import org.diamondconfig.wire.Probe;
import org.diamondconfig.wire.Probe.Report;
import org.junit.jupiter.api.Test;

/** What a node remembers of those who poll at it. */
class SubscribersTest {

    private static final ConfigKey FOO = ConfigKey.of("G", "foo");
    private static final ConfigKey BAR = ConfigKey.of("G", "bar");
    private static final String A = "a".repeat(32);

    private final ManualTicker ticker = new ManualTicker();
    private final Subscribers subscribers = OneNode.at(ticker);

    private static Probe.Item holding(ConfigKey key, long version, String text) {
        return new Probe.Item(key, OptionalLong.of(version), Md5.hex(text));
    }

    private Departure poll(String subject, String id, String slot, List<Report> reports, Probe.Item... items) {
        Caller caller = new Caller(subject, "10.0.0.7", id, "shop");
        ClientHeader header = new ClientHeader(id, "shop", "1.0", slot, Map.of("zone", "a"));
        Probe probe = new Probe(Optional.empty(), Arrays.asList(items), List.of(), reports);
        return subscribers.came(new Ask(caller, header, probe, Duration.ofSeconds(30), null, () -> true));
    }

    private Departure poll(String id, Probe.Item... items) {
        return poll("token:1", id, "0", List.of(), items);
    }

    private List<Sighting> holders(ConfigKey key) {
        return subscribers.answer(Question.holders(key, 0)).sightings();
    }

    private Holding only(ConfigKey key) {
        assertThat(holders(key)).hasSize(1);
        return holders(key).get(0).holdings().get(0);
    }

    @Test
    void poll_tellsWhoHoldsWhat() {
        poll(A, holding(FOO, 3, "x"), holding(BAR, 1, "y"));

        Sighting seen = holders(FOO).get(0);
        assertThat(seen.party().handle()).isEqualTo(A);
        assertThat(seen.party().labels()).containsExactly("zone=a");
        assertThat(seen.polling()).isTrue();
        assertThat(only(FOO).version()).hasValue(3);
        assertThat(only(FOO).md5()).isEqualTo(Md5.hex("x"));
        assertThat(only(BAR).md5()).isEqualTo(Md5.hex("y"));
    }

    @Test
    void twoProcessesOfOneHost_areTwo_andOldClientsOfOneHostAreOne() {
        poll(A, holding(FOO, 3, "x"));
        poll("b".repeat(32), holding(FOO, 3, "x"));
        poll("", holding(FOO, 3, "x"));
        poll("", holding(FOO, 3, "x"));

        assertThat(holders(FOO))
                .extracting(seen -> seen.party().handle())
                .containsExactlyInAnyOrder(A, "b".repeat(32), "10.0.0.7/shop");
    }

    /** There is no dump here to look any key up in. */
    @Test
    void keysOfClients_areGoneThroughForThosePeopleLookAtAlone() {
        poll(A, holding(FOO, 3, "x"));
        poll("b".repeat(32), holding(FOO, 3, "x"), holding(BAR, 1, "y"));
        String last = "shop\n10.0.0.7\n" + "b".repeat(32) + "\ntoken:1";

        Question none = Question.clients(Question.Among.ALL, new Question.Counted(last, 50));

        assertThat(subscribers.answer(none).sightings())
                .extracting(seen -> seen.counts().keys())
                .containsExactly(1, 2);
    }

    @Test
    void slotsOfAClient_areItsKeysTogether_andANewPollReplacesItsSlotsKeys() {
        poll("token:1", A, "0", List.of(), holding(FOO, 3, "x"));
        poll("token:1", A, "1", List.of(), holding(BAR, 1, "y"));
        assertThat(holders(FOO)).hasSize(1);
        assertThat(holders(BAR)).hasSize(1);

        poll("token:1", A, "1", List.of(), holding(FOO, 4, "z"));

        assertThat(holders(BAR)).isEmpty();
        assertThat(holders(FOO)).hasSize(1);
    }

    @Test
    void pollThatLeaves_saysWhatTheClientWasTold_untilItComesBack() {
        Departure departure = poll(A, holding(FOO, 3, "x"));

        departure.left(List.of(FOO));
        assertThat(only(FOO).told()).isTrue();
        assertThat(holders(FOO).get(0).polling()).isFalse();

        poll(A, holding(FOO, 4, "z"));
        assertThat(only(FOO).told()).isFalse();
        assertThat(only(FOO).version()).hasValue(4);
    }

    @Test
    void clientThatIsGone_isRememberedForAWhile() {
        poll(A, holding(FOO, 3, "x")).left(List.of());
        ticker.advance(Subscribers.KEEP);
        subscribers.sweep();
        assertThat(holders(FOO))
                .singleElement()
                .satisfies(seen -> assertThat(seen.seenMillis()).isEqualTo(Subscribers.KEEP.toMillis()));

        ticker.advance(Duration.ofMillis(1));
        subscribers.sweep();

        assertThat(holders(FOO)).isEmpty();
    }

    @Test
    void clientThatPolls_isNotForgotten() {
        poll(A, holding(FOO, 3, "x"));
        ticker.advance(Subscribers.KEEP.multipliedBy(2));
        subscribers.sweep();

        assertThat(holders(FOO)).hasSize(1);
    }

    @Test
    void whoMayNotReadAKey_holdsNothingOfIt() {
        poll("stranger", A, "0", List.of(), holding(FOO, 3, "x"));

        assertThat(holders(FOO)).isEmpty();
    }

    @Test
    void reports_areKeptForWhatIsHeld_andGrowOlder() {
        Report failed =
                new Report(FOO, 3, Report.State.FAILED, 12, 40, "Prices", "no number", "script ended, status 3");
        Report foreign = new Report(BAR, 3, Report.State.FAILED, 12, 40, "Prices", "no number", "");
        poll("token:1", A, "0", List.of(failed, foreign), holding(FOO, 3, "x"));
        ticker.advance(Duration.ofMillis(60));

        assertThat(only(FOO).outcome()).get().satisfies(outcome -> {
            assertThat(outcome.agoMillis()).isEqualTo(100);
            assertThat(outcome.reason()).isEqualTo("no number");
            assertThat(outcome.followed()).isEqualTo("script ended, status 3");
        });
        assertThat(only(FOO).state(new Served(3, Md5.hex("x")))).isEqualTo(State.FAILED);
        assertThat(only(FOO).state(new Served(4, Md5.hex("z")))).isEqualTo(State.BEHIND);
        poll("token:1", A, "0", List.of(), holding(BAR, 3, "x"));
        assertThat(only(BAR).outcome()).isEmpty();
    }

    @Test
    void counters_areThoseOfTheNewestPollThatHasSome() {
        count(Map.of("readers", 3L));
        count(Map.of("readers", 5L));
        count(Map.of());

        assertThat(holders(FOO).get(0).party().counters()).isEqualTo(Map.of("readers", 5L));
    }

    private void count(Map<String, Long> counters) {
        Caller caller = new Caller("token:1", "10.0.0.7", A, "shop");
        ClientHeader header = new ClientHeader(A, "shop", "1.0", "0", Map.of());
        Probe probe = new Probe(Optional.empty(), List.of(holding(FOO, 3, "x")), List.of(), List.of(), counters);
        subscribers
                .came(new Ask(caller, header, probe, Duration.ofSeconds(30), null, () -> true))
                .left(List.of());
    }

    @Test
    void clientWithMoreThanItMayHave_isCut_andTheAnswerSaysSo() {
        for (int slot = 0; slot <= Client.MAX_SLOTS; slot++) {
            poll("token:1", A, "s" + slot, List.of(), holding(ConfigKey.of("G", "k" + slot), 1, "x"));
        }

        assertThat(holders(ConfigKey.of("G", "k" + Client.MAX_SLOTS))).isEmpty();
        assertThat(subscribers.answer(Question.holders(FOO, 0)).cut()).isTrue();
    }

    @Test
    void moreClientsThanAreRemembered_pushOutThoseWhoAreGone_andElseAreCut() {
        ticker.advance(Duration.ofMinutes(1));
        poll("token:1", "f".repeat(32), "0", List.of(), holding(BAR, 1, "x")).left(List.of());
        for (int i = 1; i < Subscribers.MAX_CLIENTS; i++) {
            poll("token:" + i, A, "0", List.of(), holding(FOO, 1, "x"));
        }
        poll("token:new", A, "0", List.of(), holding(BAR, 1, "x"));
        assertThat(holders(BAR)).extracting(seen -> seen.party().subject()).containsExactly("token:new");

        poll("token:newer", A, "0", List.of(), holding(BAR, 1, "x"));

        assertThat(holders(BAR)).hasSize(1);
        assertThat(subscribers.answer(Question.holders(BAR, 0)).cut()).isTrue();
    }
}
