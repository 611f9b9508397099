/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SampleTest {

    @Test
    void median_ofOddCount_isTheMiddleValue() {
        assertThat(Sample.of(9, 1, 5).median()).isEqualTo(5);
    }

    @Test
    void median_ofEvenCount_liesBetweenTheTwoMiddleValues() {
        assertThat(Sample.of(4, 1, 3, 2).median()).isEqualTo(2.5);
    }

    @Test
    void percentile_interpolatesBetweenNeighbours() {
        Sample sample = Sample.of(0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100);

        assertThat(sample.percentile(10)).isEqualTo(10, within(1e-9));
        assertThat(sample.percentile(95)).isEqualTo(95, within(1e-9));
        assertThat(sample.percentile(0)).isEqualTo(0);
        assertThat(sample.percentile(100)).isEqualTo(100);
    }

    @Test
    void percentile_ofOneValue_isThatValue() {
        Sample one = Sample.of(7);

        assertThat(one.percentile(10)).isEqualTo(7);
        assertThat(one.percentile(90)).isEqualTo(7);
        assertThat(one.greatest()).isEqualTo(7);
    }

    @Test
    void micros_takesOnlyWhatWasCounted() {
        Sample sample = Sample.micros(new long[] {2_000, 1_000, 99_000}, 2);

        assertThat(sample.size()).isEqualTo(2);
        assertThat(sample.greatest()).isEqualTo(2);
    }

    @Test
    void of_nothing_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(Sample::of).withMessageContaining("nothing was measured");
        assertThatIllegalArgumentException().isThrownBy(() -> Sample.of(1, Double.NaN));
    }

    @Test
    void of_doesNotKeepTheCallersArray() {
        double[] values = {3, 1, 2};
        Sample sample = Sample.of(values);

        values[0] = 100;

        assertThat(values).containsExactly(100, 1, 2);
        assertThat(sample.greatest()).isEqualTo(3);
    }
}
