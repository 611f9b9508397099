/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Map;
import java.util.Optional;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.problem.Forbidden;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.junit.jupiter.api.Test;

/** What fits into a quota, and what is told of it. */
class QuotasTest {

    private static final ConfigKey A = ConfigKey.of("shop", "carts", "a");
    private static final ConfigKey B = ConfigKey.of("shop", "carts", "b");
    private static final ConfigKey ELSEWHERE = ConfigKey.of("shop", "users", "a");
    private static final Scope SHOP = Scope.ofNamespace("shop");
    private static final Scope CARTS = new Scope("shop", "carts");

    private final PrometheusRegistry metrics = new PrometheusRegistry();
    private final Counts counts = new Counts();
    private final Quotas quotas = new Quotas(counts, Settings.of(Map.of()), metrics);

    private void set(Scope scope, long keys, long bytes) {
        quotas.set(scope, Optional.of(new Quota(keys, bytes)));
    }

    private void require(ConfigKey key, long keys, long bytes) {
        quotas.growth().require(key, () -> new Amount(keys, bytes));
    }

    private void assertRefused(ConfigKey key, long keys, long bytes, String sentence) {
        assertThatExceptionOfType(Forbidden.class)
                .isThrownBy(() -> require(key, keys, bytes))
                .withMessageContaining(sentence)
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("QUOTA_EXCEEDED"));
    }

    private double metric(String name) {
        MetricSnapshot metric =
                metrics.scrape(name::equals).stream().findFirst().orElseThrow();
        return metric instanceof CounterSnapshot counter
                ? counter.getDataPoints().get(0).getValue()
                : ((GaugeSnapshot) metric).getDataPoints().get(0).getValue();
    }

    @Test
    void whatIsHeld_isCountedForNamespaceAndGroup_andForgottenWithTheLastKey() {
        counts.move(A, new Amount(1, 10));
        counts.move(B, new Amount(1, 5));
        counts.move(ELSEWHERE, new Amount(1, 1));
        counts.move(B, new Amount(-1, -5));

        assertThat(counts.of(SHOP)).isEqualTo(new Amount(2, 11));
        assertThat(counts.of(CARTS)).isEqualTo(new Amount(1, 10));
        counts.move(A, new Amount(-1, -10));
        assertThat(counts.scopes()).containsExactlyInAnyOrder(SHOP, new Scope("shop", "users"));
    }

    @Test
    void whatTheServerKeepsForItself_isNeitherCountedNorLimited() {
        ConfigKey own = new ConfigKey(Access.RESERVED, "user", "ann");
        Quotas everywhere =
                new Quotas(counts, Settings.of(Map.of("diamond.quota.keys", "1")), new PrometheusRegistry());

        counts.move(own, new Amount(1, 10));

        assertThat(counts.of(Scope.ofNamespace(Access.RESERVED))).isEqualTo(Amount.NONE);
        assertThatCode(() -> everywhere.growth().require(own, () -> new Amount(5, 5)))
                .doesNotThrowAnyException();
        assertThat(everywhere.of(Scope.ofNamespace(Access.RESERVED))).isEqualTo(Quota.NONE);
    }

    @Test
    void fullNamespace_refusesAKeyMore_andSaysWhatToDo() {
        set(SHOP, 1, 0);
        require(A, 1, 10);
        counts.move(A, new Amount(1, 10));

        assertRefused(B, 1, 0, "The namespace shop may hold 1 keys and holds 1, so that 1 more would be too many");
        assertThat(metric("diamond_quota_refusals")).isEqualTo(1);
        assertThatCode(() -> require(A, 0, 1_000_000)).doesNotThrowAnyException();
    }

    @Test
    void fullGroup_refusesWhatMakesItLonger_andItsNeighbourDoesNot() {
        set(CARTS, 0, 12);
        counts.move(A, new Amount(1, 10));

        assertRefused(A, 0, 3, "The group carts of namespace shop may hold 12 bytes and holds 10");
        require(A, 0, 2);
        require(ELSEWHERE, 1, 3);
    }

    @Test
    void whatShrinks_orStays_orGoes_alwaysPasses() {
        set(SHOP, 1, 5);
        counts.move(A, new Amount(1, 10));
        counts.move(B, new Amount(1, 10));

        assertThatCode(() -> {
                    require(A, 0, -1);
                    require(A, 0, 0);
                    require(A, -1, -10);
                })
                .doesNotThrowAnyException();
    }

    @Test
    void oneTransaction_isJudgedAsAWhole_andAnotherAnew() {
        set(SHOP, 2, 0);
        Growth growth = quotas.growth();
        growth.require(A, () -> new Amount(1, 1));
        growth.require(B, () -> new Amount(1, 1));

        assertThatExceptionOfType(Forbidden.class)
                .isThrownBy(() -> growth.require(ELSEWHERE, () -> new Amount(1, 1)))
                .withMessageContaining("holds 2");
        growth.require(A, () -> new Amount(-1, -1));
        growth.require(ELSEWHERE, () -> new Amount(1, 1));
        require(A, 2, 0);
    }

    @Test
    void whatOneScopeRefuses_isCountedInNone() {
        set(SHOP, 2, 0);
        set(CARTS, 1, 0);
        Growth growth = quotas.growth();
        growth.require(A, () -> new Amount(1, 1));
        assertThatExceptionOfType(Forbidden.class)
                .isThrownBy(() -> growth.require(B, () -> new Amount(1, 1)))
                .withMessageContaining("group carts");

        growth.require(ELSEWHERE, () -> new Amount(1, 1));
    }

    @Test
    void withoutAQuota_nobodyAsksHowLargeAnythingIs() {
        quotas.growth().require(A, () -> {
            throw new AssertionError("measured for nothing");
        });
    }

    @Test
    void settings_holdForNamespacesWithoutAQuotaOfTheirOwn() {
        Quotas byDefault = new Quotas(
                counts,
                Settings.of(Map.of("diamond.quota.keys", "3", "diamond.quota.bytes", "1KiB")),
                new PrometheusRegistry());

        assertThat(byDefault.of(SHOP)).isEqualTo(new Quota(3, 1024));
        assertThat(byDefault.of(CARTS)).isEqualTo(Quota.NONE);
        byDefault.set(SHOP, Optional.of(Quota.NONE));
        assertThat(byDefault.of(SHOP)).isEqualTo(Quota.NONE);
        byDefault.set(SHOP, Optional.empty());
        assertThat(byDefault.of(SHOP)).isEqualTo(new Quota(3, 1024));
    }

    @Test
    void fullScopes_areTold() {
        set(SHOP, 2, 0);
        set(CARTS, 0, 1000);
        counts.move(A, new Amount(1, 999));
        assertThat(metric("diamond_quota_full")).isZero();

        counts.move(B, new Amount(1, 1));

        assertThat(metric("diamond_quota_full")).isEqualTo(2);
        assertThat(quotas.of(CARTS).percent(new Amount(7, 999))).isEqualTo(99);
        assertThat(quotas.of(CARTS).percent(new Amount(7, 2000))).isEqualTo(200);
    }

    @Test
    void largestNumbers_doNotOverflow() {
        set(SHOP, Long.MAX_VALUE, Long.MAX_VALUE);
        counts.move(A, new Amount(1, Long.MAX_VALUE - 1));

        assertRefused(B, 1, 2, "bytes");
        require(B, 1, 1);
    }

    @Test
    void groups_areListedInOrder_thoseThatHoldAndThoseThatMay() {
        counts.move(A, new Amount(1, 1));
        counts.move(ConfigKey.of("shop2", "x", "a"), new Amount(1, 1));
        set(new Scope("shop", "empty"), 5, 0);
        set(CARTS, 5, 0);

        assertThat(quotas.groupsAfter(SHOP, 9)).containsExactly(CARTS, new Scope("shop", "empty"));
        assertThat(quotas.groupsAfter(SHOP, 1)).containsExactly(CARTS);
        assertThat(quotas.groupsAfter(CARTS, 9)).containsExactly(new Scope("shop", "empty"));
    }

    private static Quota read(String json) {
        return Quota.read(JsonObject.of(Json.parse(json), "quota"));
    }

    @Test
    void quota_isReadAsWritten_andNothingElseIsOne() {
        assertThat(read("{\"keys\":7}")).isEqualTo(new Quota(7, 0));
        assertThat(read("{\"keys\":null,\"bytes\":9,\"more\":1}")).isEqualTo(new Quota(0, 9));
        for (String bad : new String[] {
            "{}",
            "{\"key\":7}",
            "{\"keys\":-1}",
            "{\"bytes\":1.5}",
            "{\"bytes\":1e400}",
            "{\"keys\":\"7\"}",
            "{\"keys\":[7]}"
        }) {
            assertThatIllegalArgumentException().as(bad).isThrownBy(() -> read(bad));
        }
    }
}
