/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.server.watch.Node.client;
import static org.diamondconfig.server.watch.Node.holding;

import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.http.ClientHeader;
import org.diamondconfig.server.watch.HeldPolls.Ask;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigKey.Prefix;
import org.diamondconfig.wire.Probe;
import org.diamondconfig.wire.Probe.Branch;
import org.junit.jupiter.api.Test;

/** Polls of prefixes keep the rules that polls of keys do. */
class PrefixPollTest {

    private static final Prefix ALL = Prefix.of("G", "");
    private static final Prefix SHOP = Prefix.of("G", "shop/");
    private static final ConfigKey PRICES = ConfigKey.of("G", "shop/tea/prices");
    private static final ConfigKey OTHER = ConfigKey.of("G", "shopping");

    private final Node node = new Node();

    @Test
    void poll_ofAPrefixNotKnownYet_isAnsweredAtOnce_beItEmpty() {
        RecordingAnswer answer = node.poll(client(""), new Branch(SHOP, ""));

        assertThat(answer.written()).containsExactly("shop/*");
        assertThat(node.isEmpty()).isTrue();
    }

    @Test
    void poll_isWoken_whenAKeyBelowComes_changes_andGoes() {
        RecordingAnswer come = node.pollBelow(SHOP);
        node.dumped(PRICES, 1, "1");
        RecordingAnswer changed = node.pollBelow(SHOP);
        node.dumped(PRICES, 2, "2");
        RecordingAnswer gone = node.pollBelow(SHOP);
        node.dumped(PRICES, 3, null);

        assertThat(List.of(come, changed, gone))
                .allSatisfy(answer -> assertThat(answer.written()).containsExactly("shop/*"));
        assertThat(node.isEmpty()).isTrue();
    }

    @Test
    void poll_isNotWoken_byAKeyThatOnlyBeginsAlike_norByOneOfAnotherGroup() {
        RecordingAnswer answer = node.pollBelow(SHOP);

        node.dumped(OTHER, 1, "x");
        node.dumped(ConfigKey.of("H", "shop/tea/prices"), 1, "x");
        node.dumped(ConfigKey.of("n", "G", "shop/tea/prices"), 1, "x");

        assertThat(answer.written()).isEmpty();
        assertThat(node.limits.held()).isEqualTo(1);
    }

    @Test
    void pollsOfAllPrefixesAboveAKey_areWoken_andThatOfTheKeyItself() {
        RecordingAnswer all = node.pollBelow(ALL);
        RecordingAnswer tea = node.pollBelow(Prefix.of("G", "shop/tea/"));
        RecordingAnswer both = node.pollBelow(ALL, SHOP);
        RecordingAnswer key = node.poll(holding(PRICES, 0, null));

        node.dumped(PRICES, 1, "1");

        assertThat(all.written()).containsExactly("*");
        assertThat(tea.written()).containsExactly("shop/tea/*");
        assertThat(both.written()).containsExactly("* shop/*");
        assertThat(key.written()).containsExactly("shop/tea/prices@1=1");
        assertThat(node.isEmpty()).isTrue();
    }

    @Test
    void whatIsBelowAPrefix_isLookedUpOnceForEachSubject_atEachChange() {
        Caller other = new Caller("token:1", "127.0.0.1", "", "");
        List<RecordingAnswer> theirs = List.of(node.pollBelow(SHOP), node.pollBelow(SHOP), node.pollBelow(SHOP));
        RecordingAnswer its = node.poll(other, node.served.digest(SHOP, other));
        int before = node.served.looksBelow();

        node.dumped(PRICES, 1, "1");

        assertThat(node.served.looksBelow()).isEqualTo(before + 2);
        assertThat(theirs).allSatisfy(answer -> assertThat(answer.written()).containsExactly("shop/*"));
        assertThat(its.written()).containsExactly("shop/*");

        RecordingAnswer next = node.pollBelow(SHOP);
        node.dumped(PRICES, 2, "2");
        assertThat(next.written()).containsExactly("shop/*");
    }

    @Test
    void poll_ofAKeyAndThePrefixAboveIt_isAnsweredOnce_withBoth() {
        RecordingAnswer answer = new RecordingAnswer();
        Branch known = node.served.digest(SHOP, client(""));
        Probe probe = new Probe(Optional.of(FakeServed.EPOCH), List.of(holding(PRICES, 0, null)), List.of(known));
        node.polls.hold(new Ask(client(""), ClientHeader.NONE.inSlot("0"), probe, Node.HOLD, answer, () -> true));

        node.dumped(PRICES, 1, "1");

        assertThat(answer.written()).containsExactly("shop/tea/prices@1=1 shop/*");
    }

    @Test
    void poll_registersFirst_soThatAChangeWhileItComparesWakesIt() {
        node.served.duringLook(0, () -> node.dumped(PRICES, 1, "1"));

        assertThat(node.pollBelow(SHOP).written()).containsExactly("shop/*");
        assertThat(node.isEmpty()).isTrue();
    }

    @Test
    void poll_ofSomebodyWhoMayNotRead_isNeitherAnsweredNorWoken() {
        node.served.refuse(client("").subject());
        RecordingAnswer answer = node.pollBelow(SHOP);

        node.dumped(PRICES, 1, "1");

        assertThat(answer.written()).isEmpty();
    }

    @Test
    void poll_thatKnowsAllThereIs_expires() {
        node.dumped(PRICES, 1, "1");
        RecordingAnswer answer = node.pollBelow(SHOP);

        node.scheduler.advance(Node.HOLD.plus(HeldPolls.TICK));

        assertThat(answer.written()).containsExactly("unchanged");
        assertThat(node.isEmpty()).isTrue();
    }
}
