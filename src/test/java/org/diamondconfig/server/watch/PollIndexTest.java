/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.server.watch.Node.BAR;
import static org.diamondconfig.server.watch.Node.FOO;
import static org.diamondconfig.server.watch.Node.holding;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.http.ClientHeader;
import org.diamondconfig.server.watch.HeldPoll.End;
import org.diamondconfig.server.watch.HeldPolls.Ask;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Probe;
import org.junit.jupiter.api.Test;

class PollIndexTest {

    private final PollIndex index = new PollIndex();

    @Test
    void watching_namesThePollsOfTheKeyOnly() {
        HeldPoll foo = entered(FOO);
        HeldPoll both = entered(BAR, FOO);

        assertThat(index.watching(FOO)).containsExactlyInAnyOrder(foo, both);
        assertThat(index.watching(BAR)).containsExactly(both);
        assertThat(index.watching(ConfigKey.of("G", "none"))).isEmpty();
        assertThat(index.keys()).isEqualTo(2);
    }

    @Test
    void remove_leavesTheOthersWhereTheyCanBeFound() {
        HeldPoll first = entered(FOO, BAR);
        HeldPoll middle = entered(BAR, FOO);
        HeldPoll last = entered(FOO);

        index.remove(first);
        assertThat(index.watching(FOO)).containsExactlyInAnyOrder(middle, last);
        index.remove(last);
        assertThat(index.watching(FOO)).containsExactly(middle);
        index.remove(middle);
        assertThat(index.keys()).isZero();
    }

    @Test
    void remove_ofOneWhoIsNotThere_doesNothing() {
        HeldPoll foo = entered(FOO);

        index.remove(poll(FOO, BAR));
        index.remove(foo);
        index.remove(foo);

        assertThat(index.keys()).isZero();
    }

    @Test
    void add_doesNotEnterWhoIsSettled() {
        HeldPoll poll = poll(FOO, BAR);
        poll.settle(End.WAKE);

        index.add(poll);

        assertThat(index.keys()).isZero();
    }

    @Test
    void poll_mayNameAKeyTwice() {
        HeldPoll twice = entered(FOO, FOO);
        HeldPoll other = entered(FOO);

        assertThat(index.watching(FOO)).containsExactlyInAnyOrder(twice, twice, other);
        index.remove(twice);
        assertThat(index.watching(FOO)).containsExactly(other);
    }

    @Test
    void intern_givesTheInstanceThatIsWatched() {
        entered(FOO);

        assertThat(index.intern(ConfigKey.of("G", "foo"))).isSameAs(FOO);
        ConfigKey unknown = ConfigKey.of("G", "unknown");
        assertThat(index.intern(unknown)).isSameAs(unknown);
    }

    @Test
    void rows_holdWhoCameAndDidNotLeave_inAnyOrder() {
        Random random = new Random(7);
        List<HeldPoll> there = new ArrayList<>();
        for (int step = 0; step < 5_000; step++) {
            // First more come than leave, then the other way round.
            if (there.isEmpty() || random.nextInt(100) < (step < 2_500 ? 70 : 30)) {
                there.add(entered(FOO, BAR));
            } else {
                index.remove(there.remove(random.nextInt(there.size())));
            }
        }

        assertThat(index.watching(FOO)).containsExactlyInAnyOrderElementsOf(there);
        assertThat(index.watching(BAR)).containsExactlyInAnyOrderElementsOf(there);
        there.forEach(index::remove);
        assertThat(index.keys()).isZero();
    }

    private HeldPoll entered(ConfigKey... keys) {
        HeldPoll poll = poll(keys);
        index.add(poll);
        return poll;
    }

    private HeldPoll poll(ConfigKey... keys) {
        List<Probe.Item> items = new ArrayList<>();
        for (ConfigKey key : keys) {
            items.add(holding(key, 0, null));
        }
        Probe probe = new Probe(Optional.of(FakeServed.EPOCH), items);
        Ask ask = new Ask(
                Caller.SYSTEM, ClientHeader.NONE, probe, Duration.ofSeconds(30), new RecordingAnswer(), () -> true);
        return new HeldPoll(ask, index, new FakeServed(), 0);
    }
}
