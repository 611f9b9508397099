/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.util.Map;
import org.diamondconfig.server.edge.LogLines;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.problem.TooMany;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Kinds, subjects and addresses are counted apart, and whoever is one too many is told for how long. */
class RatesTest {

    private static final String HERE = "192.0.2.7";

    private final LogLines log = LogLines.of("diamond.rate");
    private final ManualTicker ticker = new ManualTicker();
    private final PrometheusRegistry metrics = new PrometheusRegistry();
    private final Rates rates = new Rates(
            Settings.of(Map.of("diamond.rate.reads", "5", "diamond.rate.polls", "0", "diamond.rate.writes", "2")),
            ticker,
            metrics);

    @AfterEach
    void listenNoMore() {
        log.close();
    }

    /** How often it goes well at once. */
    private static int often(Runnable count) {
        for (int times = 0; times < 100_000; times++) {
            try {
                count.run();
            } catch (TooMany e) {
                assertThat(e.code()).isEqualTo("TOO_MANY_REQUESTS");
                return times;
            }
        }
        return Integer.MAX_VALUE;
    }

    private double refused(String kind, String whose) {
        return metrics.scrape(name -> name.equals("diamond_requests_refused")).stream()
                .flatMap(metric -> metric.getDataPoints().stream())
                .filter(point -> point.getLabels().equals(Labels.of("kind", kind, "whose", whose)))
                .mapToDouble(point -> ((CounterDataPointSnapshot) point).getValue())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void twoSecondsWorth_mayComeAtOnce_ofEachKindAndWhose() {
        assertThat(often(() -> rates.countAddress(Kind.READS, HERE))).isEqualTo(10);
        assertThat(often(() -> rates.countAddress(Kind.WRITES, HERE))).isEqualTo(4);
        assertThat(often(() -> rates.countAddress(Kind.READS, "192.0.2.8"))).isEqualTo(10);
        assertThat(often(() -> rates.countSubject(Kind.READS, HERE))).isEqualTo(10);
        assertThat(often(() -> rates.countSubject(Kind.WRITES, "token:a"))).isEqualTo(4);
    }

    @Test
    void zero_isNoLimit_andWhatIsFreeHasNone() {
        assertThat(often(() -> rates.countAddress(Kind.POLLS, HERE))).isEqualTo(Integer.MAX_VALUE);
        assertThat(often(() -> rates.countSubject(Kind.POLLS, "token:a"))).isEqualTo(Integer.MAX_VALUE);
        assertThat(often(() -> rates.countAddress(Kind.FREE, HERE))).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void networkOfIpv6_countsAsOneAddress() {
        for (int i = 0; i < 4; i++) {
            rates.countAddress(Kind.WRITES, "2001:db8:1:2:0:0:0:" + i);
        }

        assertThat(often(() -> rates.countAddress(Kind.WRITES, "2001:db8:1:2:3:4:5:6")))
                .isZero();
        assertThat(often(() -> rates.countAddress(Kind.WRITES, "2001:db8:1:3:0:0:0:1")))
                .isEqualTo(4);
    }

    @Test
    void refusal_saysWhoseLimitItIs_whichOne_andForHowLong() {
        often(() -> rates.countAddress(Kind.WRITES, HERE));
        often(() -> rates.countSubject(Kind.READS, "token:a"));

        assertThatThrownBy(() -> rates.countAddress(Kind.WRITES, HERE))
                .isInstanceOfSatisfying(TooMany.class, e -> {
                    assertThat(e.status()).isEqualTo(429);
                    assertThat(e.retryAfterSeconds()).hasValue(1);
                    assertThat(e.getStackTrace())
                            .as("what a flood would pay for")
                            .isEmpty();
                })
                .hasMessage(
                        "More than 2 writes a second come from your address to this server. Try again in 1 s, and ask less"
                                + " often, or have diamond.rate.writes raised.");
        assertThatThrownBy(() -> rates.countSubject(Kind.READS, "token:a"))
                .hasMessageStartingWith("More than 5 reads a second come from your subject ");
    }

    @Test
    void whoWaitsAsLongAsHeWasTold_isServed() {
        often(() -> rates.countAddress(Kind.WRITES, HERE));
        ticker.advance(Duration.ofMillis(500).minusNanos(1));
        assertThat(often(() -> rates.countAddress(Kind.WRITES, HERE))).isZero();

        ticker.advance(Duration.ofMillis(500).plusNanos(1));

        assertThat(often(() -> rates.countAddress(Kind.WRITES, HERE))).isEqualTo(2);
    }

    @Test
    void refusals_areCountedByKindAndWhose_andLoggedOnceAMinute() {
        for (int i = 0; i < 3; i++) {
            often(() -> rates.countAddress(Kind.WRITES, HERE));
        }
        often(() -> rates.countSubject(Kind.WRITES, "token:a"));

        assertThat(refused("writes", "address")).isEqualTo(3);
        assertThat(refused("writes", "subject")).isEqualTo(1);
        assertThat(refused("polls", "subject")).isZero();
        assertThat(log.lines()).hasSize(2);
        assertThat(log.lines().get(0))
                .startsWith("WARNING The address 192.0.2.7 asks for more than 2 writes a second;");
        assertThat(log.lines().get(1)).startsWith("WARNING The subject token:a asks for more than 2 writes a second;");

        ticker.advance(Duration.ofMinutes(1).minusNanos(1));
        often(() -> rates.countAddress(Kind.WRITES, "192.0.2.8"));
        assertThat(log.lines()).hasSize(2);
        ticker.advance(Duration.ofNanos(1));
        often(() -> rates.countAddress(Kind.WRITES, "192.0.2.8"));
        assertThat(log.lines()).hasSize(3);
    }
}
