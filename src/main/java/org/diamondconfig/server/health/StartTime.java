/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.health;

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.inject.Inject;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Ticker;

/** How long our part of the start took: from the first thing the server does to the moment it serves. Thread-safe. */
@Component
final class StartTime {

    private final Ticker ticker;
    private final Gauge seconds;

    @Inject
    StartTime(Ticker ticker, PrometheusRegistry metrics) {
        this.ticker = ticker;
        seconds = Gauge.builder()
                .name("diamond_start_seconds")
                .help("How long the server's own part of its start took.")
                .register(metrics);
    }

    /** Runs the start. */
    void of(Runnable start) {
        long began = ticker.nanos();
        start.run();
        seconds.set((ticker.nanos() - began) / 1e9);
    }
}
