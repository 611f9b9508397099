/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.diamond;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PollHeadersTest {

    private static final Duration LONGEST = Duration.ofSeconds(55);

    @ParameterizedTest
    @CsvSource({"30000, 29500", "10500, 10000", "10501, 10001", "0, 10000", "-5, 10000", "60000, 55000"})
    void poll_isAnsweredHalfASecondBeforeItsClientGivesUp_butNotBefore10s(long timeout, long hold) {
        PollHeaders headers = new PollHeaders(Optional.of(Duration.ofMillis(timeout)), true, null);

        assertThat(headers.hold(LONGEST)).isEqualTo(Duration.ofMillis(hold));
    }

    @Test
    void poll_thatDoesNotWait_isNotHeld() {
        assertThat(new PollHeaders(Optional.empty(), false, null).hold(LONGEST)).isZero();
        assertThat(new PollHeaders(Optional.of(LONGEST), false, null).hold(LONGEST))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "2.0.0, true", "2.0.3, true", "1.9.9, true", "2, true", "'', true", "x, true",
        "2.0.4, false", "2.0.5.4, false", "2.1, false", "2.0.10, false", "3.6.8, false", "3.6.8-SNAPSHOT, false"
    })
    void clientsAreOldBefore204(String version, boolean old) {
        assertThat(PollHeaders.isOld(version)).isEqualTo(old);
    }
}
