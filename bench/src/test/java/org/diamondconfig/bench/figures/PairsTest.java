/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairsTest {

    @Test
    void measure_alternatesWhoGoesFirst() {
        List<String> order = new ArrayList<>();

        Pairs.measure(3, () -> note(order, "ours"), () -> note(order, "theirs"));

        assertThat(order).containsExactly("ours", "theirs", "theirs", "ours", "ours", "theirs");
    }

    @Test
    void measure_keepsOursAndTheirsApartWhateverTheOrder() {
        Pairs pairs = Pairs.measure(4, () -> 6, () -> 3);

        assertThat(pairs.ours().median()).isEqualTo(6);
        assertThat(pairs.theirs().median()).isEqualTo(3);
        assertThat(pairs.ratios().median()).isEqualTo(2);
    }

    @Test
    void ratios_areTakenPairByPair_soThatADriftOfTheMachineCancels() {
        Pairs pairs = new Pairs();

        pairs.add(100, 200);
        pairs.add(10, 20);
        pairs.add(1, 2);

        assertThat(pairs.ratios().percentile(0)).isEqualTo(0.5);
        assertThat(pairs.ratios().percentile(100)).isEqualTo(0.5);
    }

    @Test
    void add_nothingToCompareWith_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Pairs().add(1, 0));
    }

    private static double note(List<String> order, String who) {
        order.add(who);
        return 1;
    }
}
