/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.diamondconfig.server.edge.LogLines;
import org.diamondconfig.server.edge.ManualScheduler;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.quota.Amount;
import org.diamondconfig.server.quota.Counts;
import org.diamondconfig.server.quota.Quota;
import org.diamondconfig.server.quota.Quotas;
import org.diamondconfig.server.quota.Scope;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The word in the log when a quota is nearly used up. */
class QuotaWatchTest {

    private static final Scope PUBLIC = Scope.ofNamespace("");
    private static final ConfigKey KEY = ConfigKey.of("carts", "a");

    private final LogLines log = LogLines.of("diamond.quota");
    private final Counts counts = new Counts();
    private final Quotas quotas = new Quotas(counts, Settings.of(Map.of()), new PrometheusRegistry());
    private final ManualScheduler scheduler = new ManualScheduler(new ManualTicker());
    private final QuotaWatch watch = new QuotaWatch(quotas, scheduler);

    @BeforeEach
    void start() {
        quotas.set(PUBLIC, Optional.of(new Quota(0, 100)));
        watch.start();
    }

    @AfterEach
    void stop() {
        log.close();
    }

    /** The namespace holds so much, and it is looked at. */
    private List<String> at(long bytes) {
        counts.move(KEY, new Amount(1, bytes));
        log.lines().clear();
        scheduler.advance(Duration.ofSeconds(10));
        counts.move(KEY, new Amount(-1, -bytes));
        return List.copyOf(log.lines());
    }

    @Test
    void warning_isGivenOnceAt90Percent_andAgainOnlyAfterItWasBelow80() {
        assertThat(at(89)).isEmpty();
        assertThat(at(90))
                .containsExactly("WARNING The namespace public has used 90 % of its quota: 1 keys, 90 bytes of 100;"
                        + " at 100 % what would grow is refused");
        assertThat(at(100)).isEmpty();
        assertThat(at(80)).isEmpty();
        assertThat(at(95)).isEmpty();
        assertThat(at(79)).isEmpty();
        assertThat(at(95)).hasSize(1);
    }

    @Test
    void quotaThatWentAndCame_isWarnedOfAnew() {
        assertThat(at(90)).hasSize(1);
        quotas.set(PUBLIC, Optional.empty());
        assertThat(at(90)).isEmpty();
        quotas.set(PUBLIC, Optional.of(new Quota(1, 0)));

        assertThat(at(90)).hasSize(1);
    }

    @Test
    void stoppedWatch_looksNoMore() {
        watch.stop();

        assertThat(at(100)).isEmpty();
    }
}
