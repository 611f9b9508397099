/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.problem.TooMany;
import org.junit.jupiter.api.Test;

class ReplaysTest {

    private static final Duration MEMORY = Duration.ofMinutes(2);

    private final ManualTicker ticker = new ManualTicker();
    private final Replays replays = new Replays(MEMORY, ticker);

    @Test
    void whatWasShown_isKnown_asLongAsItIsRemembered() {
        assertThat(replays.isFirst("a")).isTrue();
        ticker.advance(MEMORY);
        assertThat(replays.isFirst("b")).isTrue();
        assertThat(replays.isFirst("a")).isFalse();

        ticker.advance(Duration.ofNanos(1));

        assertThat(replays.isFirst("a")).isTrue();
        assertThat(replays.isFirst("b")).isFalse();
    }

    @Test
    void moreThanCanBeRemembered_isRefused_untilSomeIsForgotten() {
        for (int i = 0; i < Replays.MOST; i++) {
            replays.isFirst("a" + i);
        }

        assertThatExceptionOfType(TooMany.class).isThrownBy(() -> replays.isFirst("b"));
        assertThat(replays.isFirst("a0")).isFalse();

        ticker.advance(MEMORY.plusNanos(1));
        assertThat(replays.isFirst("b")).isTrue();
    }
}
