/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TickerTest {

    @Test
    @Timeout(30)
    void work_countsWhatAThreadHadOfTheProcessors_andNoWaiting() {
        Ticker work = Ticker.ofWork();
        Ticker system = Ticker.system();
        long begun = system.nanos();
        long workBegun = work.nanos();

        while (system.nanos() - begun < Duration.ofMillis(300).toNanos()) {
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
        }
        assertThat(work.nanos() - workBegun)
                .isBetween(0L, Duration.ofMillis(150).toNanos());

        while (work.nanos() - workBegun < Duration.ofMillis(200).toNanos()) {
            Thread.onSpinWait();
        }
        assertThat(system.nanos() - begun)
                .isGreaterThanOrEqualTo(Duration.ofMillis(350).toNanos());
    }
}
