/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.edge;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.InstantSource;

/** Makes the server's parts that are not our own classes, or are read from outside. */
@Component
class Assembly {

    /** The container's default one. */
    @Resource
    private ManagedScheduledExecutorService threads;

    @Produces
    @Singleton
    Settings settings() {
        return Settings.fromEnvironment();
    }

    @Produces
    @Singleton
    Ticker ticker() {
        return Ticker.system();
    }

    @Produces
    @Singleton
    InstantSource clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Scheduler scheduler() {
        return Scheduler.on(threads);
    }

    @Produces
    @Singleton
    PrometheusRegistry metrics() {
        return new PrometheusRegistry();
    }
}
