/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.Test;

class TraceTest {

    private static final ConfigKey KEY = ConfigKey.of("G", "app.yaml");

    private final ManualTicker ticker = new ManualTicker();
    private final Trace trace = new Trace(ticker, () -> Instant.EPOCH);

    @Test
    void marksOfAChange_areToldOldestFirstWithTheTimeBetween() {
        trace.mark(Trace.Step.PERSIST, KEY, 7, "");
        ticker.advance(Duration.ofMillis(3));
        trace.mark(Trace.Step.DUMP, KEY, 7, "");

        assertThat(trace.of(KEY, 7)).extracting(Trace.Mark::step).containsExactly(Trace.Step.PERSIST, Trace.Step.DUMP);
        assertThat(trace.of(KEY, 7).get(1).nanos() - trace.of(KEY, 7).get(0).nanos())
                .isEqualTo(3_000_000);
    }

    @Test
    void otherKeysAndVersions_areLeftOut() {
        trace.mark(Trace.Step.PERSIST, KEY, 6, "");
        trace.mark(Trace.Step.PERSIST, ConfigKey.of("G", "App.yaml"), 7, "");

        assertThat(trace.of(KEY, 7)).isEmpty();
    }

    @Test
    void oldestMark_isForgottenWhenTheMemoryIsFull() {
        trace.mark(Trace.Step.PERSIST, KEY, 1, "");
        for (int i = 0; i < Trace.CAPACITY; i++) {
            trace.mark(Trace.Step.PERSIST, KEY, 2, "");
        }

        assertThat(trace.of(KEY, 1)).isEmpty();
        assertThat(trace.of(KEY, 2)).hasSize(Trace.CAPACITY);
    }
}
