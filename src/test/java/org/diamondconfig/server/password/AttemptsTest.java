/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.time.Duration;
import java.util.Map;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.problem.TooMany;
import org.junit.jupiter.api.Test;

/** Who fails waits, and nobody else does. */
class AttemptsTest {

    private static final String HERE = "192.0.2.7";
    private static final String ELSEWHERE = "198.51.100.7";

    private final ManualTicker ticker = new ManualTicker();
    private final PrometheusRegistry metrics = new PrometheusRegistry();
    private final Attempts attempts = new Attempts(ticker, Settings.of(Map.of()), metrics);

    private void fail(String user, String address) {
        attempts.begin(user, address);
        attempts.failed(user, true);
    }

    /** Seconds that somebody is told to wait; 0 = he may try. */
    private int wait(String user, String address) {
        try {
            attempts.begin(user, address);
            return 0;
        } catch (TooMany e) {
            assertThat(e.code()).isEqualTo("SIGN_IN_DELAYED");
            return e.retryAfterSeconds().orElseThrow();
        }
    }

    private double count(String metric) {
        return metrics.scrape(name -> name.equals(metric)).stream()
                .flatMap(snapshot -> snapshot.getDataPoints().stream())
                .mapToDouble(point -> ((CounterSnapshot.CounterDataPointSnapshot) point).getValue())
                .sum();
    }

    @Test
    void delays_doubleFromTheFifthFailureToAMinute() {
        for (int i = 0; i < 5; i++) {
            fail("alice", HERE);
        }

        for (int expected : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            assertThat(wait("alice", HERE)).isEqualTo(expected);
            ticker.advance(Duration.ofSeconds(expected).minusNanos(1));
            assertThat(wait("alice", HERE)).isEqualTo(1);
            ticker.advance(Duration.ofNanos(1));
            fail("alice", HERE);
        }
    }

    @Test
    void whoComesTooEarly_doesNotWaitLongerForIt() {
        for (int i = 0; i < 7; i++) {
            ticker.advance(Duration.ofSeconds(2));
            fail("alice", HERE);
        }

        for (int i = 0; i < 10; i++) {
            assertThat(wait("alice", HERE)).isEqualTo(4);
        }
    }

    @Test
    void nobodyIsLockedOutByAnother() {
        for (int i = 0; i < 30; i++) {
            ticker.advance(Duration.ofMinutes(1));
            fail("alice", HERE);
        }
        assertThat(wait("alice", "192.0.2.250")).as("same network").isEqualTo(60);

        assertThat(wait("alice", ELSEWHERE)).isZero();
        assertThat(wait("bob", "192.0.2.250")).isZero();
    }

    @Test
    void success_forgivesWhatFailed() {
        for (int i = 0; i < 4; i++) {
            fail("alice", HERE);
        }
        attempts.begin("alice", HERE);
        attempts.succeeded("alice", HERE);

        for (int i = 0; i < 5; i++) {
            assertThat(wait("alice", HERE)).isZero();
        }
    }

    @Test
    void attemptsAtOnce_countBeforeAnyOfThemHasFailed() {
        for (int i = 0; i < 5; i++) {
            attempts.begin("alice", HERE);
        }

        assertThat(wait("alice", HERE)).isEqualTo(1);
    }

    @Test
    void attemptThatCameToNothing_doesNotCount() {
        for (int i = 0; i < 10; i++) {
            attempts.begin("alice", HERE);
            attempts.withdrawn("alice", HERE);
        }

        assertThat(wait("alice", HERE)).isZero();
    }

    @Test
    void failures_areForgottenInAQuarterOfAnHour() {
        for (int i = 0; i < 5; i++) {
            fail("alice", HERE);
        }
        ticker.advance(Duration.ofMinutes(16));

        for (int i = 0; i < 5; i++) {
            assertThat(wait("alice", HERE)).isZero();
        }
    }

    @Test
    void address_hasThirtyAttemptsAMinute_whoeverItNames() {
        for (int i = 0; i < 30; i++) {
            attempts.begin("user" + i, HERE);
        }

        assertThat(wait("another", HERE)).isEqualTo(2);
        assertThat(wait("another", "192.0.2.8")).as("its neighbour").isZero();
        ticker.advance(Duration.ofSeconds(2));
        assertThat(wait("another", HERE)).isZero();
    }

    @Test
    void networkOfIpv6_countsAsOneAddress() {
        for (int i = 0; i < 30; i++) {
            attempts.begin("user" + i, "2001:db8:1:2::" + i);
        }

        assertThat(wait("another", "2001:db8:1:2:3:4:5:6")).isEqualTo(2);
        assertThat(wait("another", "2001:db8:1:3::1")).isZero();
        assertThat(wait("another", "fe80::1%eth0")).isZero();
    }

    @Test
    void hundredFailuresFromManyNetworks_raiseOneAlarmAndStopNobody() {
        for (int i = 0; i < 250; i++) {
            ticker.advance(Duration.ofSeconds(1));
            fail("alice", "10.0." + i + ".1");
        }

        assertThat(count("diamond_sign_in_alarms")).isEqualTo(1);
        assertThat(count("diamond_sign_in_failures")).isEqualTo(250);
        assertThat(wait("alice", HERE)).isZero();
    }

    @Test
    void addressesWithoutEnd_takeNoMemoryWithoutEnd() {
        assertThatCode(() -> {
                    for (int i = 0; i < 30_000; i++) {
                        attempts.begin("user" + i, "10." + (i >> 16) + "." + ((i >> 8) & 255) + "." + (i & 255));
                    }
                })
                .doesNotThrowAnyException();
        assertThat(attempts.entries()).isLessThanOrEqualTo(20_000);
    }

    @Test
    void addressThatIsNone_isTakenAsItIs() {
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 6; i++) {
                        attempts.begin("alice", "unknown");
                    }
                })
                .isInstanceOf(TooMany.class);
    }
}
