/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.audience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.diamondconfig.server.audience.Census.Seen;
import org.diamondconfig.server.audience.Propagation.Reach;
import org.diamondconfig.server.audience.Propagation.Step;
import org.diamondconfig.server.subscriber.Sighting;
import org.diamondconfig.server.subscriber.Sighting.Counts;
import org.diamondconfig.server.subscriber.Sighting.Holding;
import org.diamondconfig.server.subscriber.Sighting.Outcome;
import org.diamondconfig.server.subscriber.Sighting.Party;
import org.diamondconfig.server.subscriber.Sighting.Served;
import org.diamondconfig.server.subscriber.Subscribers.Known;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigKey.Prefix;
import org.diamondconfig.wire.Md5;
import org.diamondconfig.wire.Probe.Report;
import org.junit.jupiter.api.Test;

/** How far version 7 got, which was published a second ago and is served with the content "new". */
class PropagationTest {

    private static final ConfigKey KEY = ConfigKey.of("G", "foo");
    private static final Served SERVED = new Served(7, Md5.hex("new"));
    private static final long AGO = 1_000;

    private static Outcome outcome(long version, Report.State state, long millis, long ago) {
        return new Outcome(version, state, millis, ago, "", "", "");
    }

    private static Sighting client(long sinceMillis, long version, String text, boolean told, Outcome... outcome) {
        Party party = new Party("a".repeat(32), "shop", "1.0", "token:1", "10.0.0.7", List.of("zone=a"), Map.of());
        OptionalLong known = version < 0 ? OptionalLong.empty() : OptionalLong.of(version);
        Holding holding = new Holding(
                KEY,
                known,
                Md5.hex(text),
                Optional.of(outcome).filter(all -> all.length > 0).map(all -> all[0]),
                told);
        return new Sighting(party, true, sinceMillis, 0, new Counts(1, 0, 0, 0), List.of(holding), List.of());
    }

    private static Step step(Sighting client) {
        Census census = new Census(List.of(new Seen(client, "")), List.of(), false, AGO);
        return Propagation.steps(census, 7, SERVED).get(0);
    }

    @Test
    void reach_isWhatTheClientReports_elseWhatItHolds() {
        assertThat(step(client(5_000, 7, "new", false, outcome(7, Report.State.APPLIED, 3, 990)))
                        .reach())
                .isEqualTo(Reach.APPLIED);
        assertThat(step(client(5_000, 7, "new", false, outcome(7, Report.State.FAILED, 3, 990)))
                        .reach())
                .isEqualTo(Reach.FAILED);
        assertThat(step(client(5_000, 7, "new", false, outcome(6, Report.State.APPLIED, 3, 9_000)))
                        .reach())
                .isEqualTo(Reach.RECEIVED);
        assertThat(step(client(5_000, 6, "new", false, outcome(6, Report.State.APPLIED, 3, 9_000)))
                        .reach())
                .isEqualTo(Reach.APPLIED);
        assertThat(step(client(5_000, -1, "new", false)).reach()).isEqualTo(Reach.RECEIVED);
        assertThat(step(client(5_000, 6, "old", true)).reach()).isEqualTo(Reach.TOLD);
        assertThat(step(client(5_000, 6, "old", false)).reach()).isEqualTo(Reach.BEHIND);
        assertThat(step(client(5_000, 8, "newer", false)).reach()).isEqualTo(Reach.NEWER);
    }

    @Test
    void times_countFromTheCommit_andNotForWhoCameLater() {
        Outcome applied = outcome(7, Report.State.APPLIED, 3, 990);

        Step there = step(client(5_000, 7, "new", false, applied));
        assertThat(there.receivedMillis()).hasValue(10);
        assertThat(there.appliedMillis()).hasValue(13);
        assertThat(step(client(500, 7, "new", false, applied)).receivedMillis()).isEmpty();
    }

    @Test
    void clientThatNeverReports_isNoStragglerOnceItHasTheVersion() {
        assertThat(step(client(5_000, -1, "new", false)).isStraggler()).isFalse();
        assertThat(step(client(5_000, 7, "new", false, outcome(7, Report.State.RECEIVED, 0, 990)))
                        .isStraggler())
                .isTrue();
        assertThat(step(client(5_000, 6, "old", true)).isStraggler()).isTrue();
    }

    @Test
    void quantile_isTheLeastThatSoManyDoNotExceed() {
        long[] sorted = {1, 2, 3, 4};

        assertThat(Propagation.quantile(sorted, 50)).isEqualTo(2);
        assertThat(Propagation.quantile(sorted, 99)).isEqualTo(4);
        assertThat(Propagation.quantile(new long[] {9}, 50)).isEqualTo(9);
    }

    @Test
    void curve_tellsWhenEachPartHadIt_inTwentyPartsAtMost() {
        long[] hundred = LongStream.rangeClosed(1, 100).toArray();

        assertThat(Propagation.curve(new long[] {3, 5, 9})).containsExactly(3L, 5L, 9L);
        assertThat(Propagation.curve(hundred)).hasSize(20).startsWith(5L, 10L).endsWith(100L);
        assertThat(Propagation.curve(LongStream.rangeClosed(1, 21).toArray()))
                .hasSize(20)
                .startsWith(2L, 3L)
                .endsWith(21L);
    }

    @Test
    void answersOfNodes_comeBackAsTheyWere() {
        Sighting all = new Sighting(
                client(5, 7, "new", true, outcome(7, Report.State.FAILED, 3, 99))
                        .party(),
                false,
                5,
                6,
                new Counts(1, 2, 3, 4),
                client(5, 7, "new", true, outcome(7, Report.State.FAILED, 3, 99))
                        .holdings(),
                List.of(Prefix.of("G", "a/")));
        Known known = new Known(List.of(all), true, 77);

        assertThat(KnownCodec.decode(KnownCodec.encode(known))).isEqualTo(known);
    }
}
