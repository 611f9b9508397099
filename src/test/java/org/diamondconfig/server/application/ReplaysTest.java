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
        assertThat(replays.isFirst("cart", "a")).isTrue();
        ticker.advance(MEMORY);
        assertThat(replays.isFirst("cart", "b")).isTrue();
        assertThat(replays.isFirst("cart", "a")).isFalse();

        ticker.advance(Duration.ofNanos(1));

        assertThat(replays.isFirst("cart", "a")).isTrue();
        assertThat(replays.isFirst("cart", "b")).isFalse();
    }

    @Test
    void moreThanCanBeRemembered_isRefused_toThisApplicationAlone_untilSomeIsForgotten() {
        for (int i = 0; i < Replays.MOST; i++) {
            replays.isFirst("cart", "a" + i);
        }

        assertThatExceptionOfType(TooMany.class).isThrownBy(() -> replays.isFirst("cart", "b"));
        assertThat(replays.isFirst("cart", "a0")).isFalse();
        assertThat(replays.isFirst("shop", "a0")).isTrue();

        ticker.advance(MEMORY.plusNanos(1));
        assertThat(replays.isFirst("cart", "b")).isTrue();
    }
}
