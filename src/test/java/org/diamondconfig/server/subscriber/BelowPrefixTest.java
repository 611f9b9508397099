/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
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
import org.diamondconfig.wire.ConfigKey.Prefix;
import org.diamondconfig.wire.Md5;
import org.diamondconfig.wire.Probe;
import org.diamondconfig.wire.Probe.Report;
import org.junit.jupiter.api.Test;

/** What a node remembers of keys that a client asks for by a prefix alone. */
class BelowPrefixTest {

    private static final ConfigKey FLAG = ConfigKey.of("G", "flags/new-cart");
    private static final ConfigKey OTHER = ConfigKey.of("G", "other");
    private static final Prefix FLAGS = Prefix.of("G", "flags/");
    private static final String A = "a".repeat(32);

    private final ManualTicker ticker = new ManualTicker();
    private final Subscribers subscribers = OneNode.at(ticker);

    private static Report report(ConfigKey key, long version, Report.State state) {
        return new Report(key, version, state, 3, 0, "", "", "script ended, status 0");
    }

    private Departure poll(String subject, List<Prefix> prefixes, List<Report> reports, Probe.Item... items) {
        Caller caller = new Caller(subject, "10.0.0.7", A, "diamond-agent");
        ClientHeader header = new ClientHeader(A, "diamond-agent", "1.0", "0", Map.of());
        List<Probe.Branch> branches =
                prefixes.stream().map(prefix -> new Probe.Branch(prefix, "")).toList();
        Probe probe = new Probe(Optional.empty(), List.of(items), branches, reports);
        return subscribers.came(new Ask(caller, header, probe, Duration.ofSeconds(30), null, () -> true));
    }

    private List<Holding> held(ConfigKey key) {
        return subscribers.answer(Question.holders(key, 0)).sightings().stream()
                .flatMap(sighting -> sighting.holdings().stream())
                .toList();
    }

    @Test
    void reportedKey_isHeldAtItsVersion() {
        poll("token:1", List.of(FLAGS), List.of(report(FLAG, 7, Report.State.APPLIED)));

        Holding holding = held(FLAG).get(0);
        assertThat(holding.version()).hasValue(7);
        assertThat(holding.outcome().orElseThrow().followed()).isEqualTo("script ended, status 0");
        assertThat(holding.state(new Served(7, Md5.hex("on")))).isEqualTo(State.CURRENT);
        assertThat(holding.state(new Served(8, Md5.hex("off")))).isEqualTo(State.BEHIND);
        assertThat(holding.state(new Served(8, Md5.NOTHING))).isEqualTo(State.BEHIND);

        poll("token:1", List.of(FLAGS), List.of(report(FLAG, 8, Report.State.FAILED)));
        assertThat(held(FLAG).get(0).state(new Served(8, Md5.NOTHING))).isEqualTo(State.FAILED);
    }

    @Test
    void whatItDoesNotAskFor_isNotTaken() {
        poll("token:1", List.of(FLAGS), List.of(report(OTHER, 7, Report.State.APPLIED)));
        assertThat(held(OTHER)).isEmpty();
        poll("stranger", List.of(FLAGS), List.of(report(FLAG, 7, Report.State.APPLIED)));
        assertThat(held(FLAG)).isEmpty();
    }

    @Test
    void prefixThatIsLetGo_takesItsKeysAlong() {
        poll("token:1", List.of(FLAGS), List.of(report(FLAG, 7, Report.State.APPLIED)));
        poll("token:1", List.of(), List.of(), new Probe.Item(OTHER, OptionalLong.of(1), Md5.hex("x")));

        assertThat(held(FLAG)).isEmpty();
        subscribers.sweep();
        poll("token:1", List.of(FLAGS), List.of());
        assertThat(held(FLAG)).isEmpty();
    }

    @Test
    void keyThatIsAskedForItself_isAsItsPollSays() {
        Probe.Item item = new Probe.Item(FLAG, OptionalLong.of(8), Md5.hex("off"));
        poll("token:1", List.of(FLAGS), List.of(report(FLAG, 7, Report.State.APPLIED)));
        poll("token:1", List.of(FLAGS), List.of(report(FLAG, 8, Report.State.APPLIED)), item);

        assertThat(held(FLAG).get(0).md5()).isEqualTo(Md5.hex("off"));
    }

    @Test
    void whatIsRemembered_isBounded() {
        for (int from = 0; from < Reports.MAX_BELOW + 1_000; from += Probe.MAX_REPORTS) {
            List<Report> reports = new ArrayList<>();
            for (int i = from; i < from + Probe.MAX_REPORTS; i++) {
                reports.add(report(ConfigKey.of("G", "flags/" + i), 1, Report.State.APPLIED));
            }
            poll("token:1", List.of(FLAGS), reports).left(List.of());
        }

        assertThat(held(ConfigKey.of("G", "flags/" + (Reports.MAX_BELOW - 1)))).hasSize(1);
        assertThat(held(ConfigKey.of("G", "flags/" + Reports.MAX_BELOW))).isEmpty();
        poll("token:1", List.of(FLAGS), List.of(report(ConfigKey.of("G", "flags/0"), 2, Report.State.APPLIED)));
        assertThat(held(ConfigKey.of("G", "flags/0")).get(0).version()).hasValue(2);
    }
}
