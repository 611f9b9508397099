/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import java.time.Duration;
import org.diamondconfig.server.edge.ManualTicker;
import org.junit.jupiter.api.Test;

class StartTimeTest {

    private final ManualTicker ticker = new ManualTicker();
    private final PrometheusRegistry metrics = new PrometheusRegistry();
    private final StartTime time = new StartTime(ticker, metrics);

    private double seconds() {
        GaugeSnapshot gauge = (GaugeSnapshot)
                metrics.scrape(name -> name.equals("diamond_start_seconds")).get(0);
        return gauge.getDataPoints().get(0).getValue();
    }

    @Test
    void startTakes_whatPassedWhileItRan() {
        ticker.advance(Duration.ofSeconds(9));

        time.of(() -> ticker.advance(Duration.ofMillis(1_500)));

        assertThat(seconds()).isEqualTo(1.5);
    }

    @Test
    void beforeTheStart_itIsNought() {
        assertThat(seconds()).isZero();
    }
}
