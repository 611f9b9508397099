/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.diamondconfig.server.subscriber.Sighting.Counts;
import org.diamondconfig.server.subscriber.Sighting.Holding;
import org.diamondconfig.server.subscriber.Sighting.Outcome;
import org.diamondconfig.server.subscriber.Sighting.Party;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Probe.Report;
import org.junit.jupiter.api.Test;

class SightingTest {

    private static final ConfigKey KEY = ConfigKey.of("G", "a");
    private static final Party CLIENT = new Party("id", "app", "", "", "10.0.0.1", List.of(), Map.of());

    private static Sighting of(Optional<Outcome> outcome) {
        Holding holding = new Holding(KEY, OptionalLong.of(8), "", outcome, false);
        return new Sighting(CLIENT, true, 5, 0, new Counts(1, 0, 0, 0), List.of(holding), List.of());
    }

    private static Optional<Outcome> failed(long version) {
        return Optional.of(new Outcome(version, Report.State.FAILED, 1, 2, "Listener", "no", ""));
    }

    private static Optional<Outcome> outcome(Sighting sighting) {
        return sighting.holdings().get(0).outcome();
    }

    /** Behind one address for all nodes a client tells what became of a change once, to whichever node it meets. */
    @Test
    void outcomes_areTakenFromTheNodeThatHeardTheNewer() {
        assertThat(outcome(of(Optional.empty()).withOutcomesOf(of(failed(8))))).isEqualTo(failed(8));
        assertThat(outcome(of(failed(7)).withOutcomesOf(of(failed(8))))).isEqualTo(failed(8));
        assertThat(outcome(of(failed(8)).withOutcomesOf(of(failed(7))))).isEqualTo(failed(8));
        assertThat(outcome(of(failed(8)).withOutcomesOf(of(Optional.empty())))).isEqualTo(failed(8));
    }
}
