/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RightsTest {

    private static final ConfigKey CART = ConfigKey.of("shop", "web", "cart/limits");
    private static final ConfigKey OPEN_TO_ALL = ConfigKey.of("", "web", "cart/limits");

    private static Grant grant(Grant.Effect effect, String can, String namespace, String group, String dataId) {
        return new Grant(effect, List.of(can), namespace, group, dataId);
    }

    private static Grant allow(String can, String namespace, String group, String dataId) {
        return grant(Grant.Effect.ALLOW, can, namespace, group, dataId);
    }

    private static Grant deny(String can, String namespace, String group, String dataId) {
        return grant(Grant.Effect.DENY, can, namespace, group, dataId);
    }

    private static Rights rights(Grant... grants) {
        return Rights.of(List.of(grants));
    }

    @ParameterizedTest
    @EnumSource
    void nothingGranted_allowsNothing(Action action) {
        assertThat(Rights.NONE.allow(action, CART)).isFalse();
        assertThat(Rights.NONE.allowNamespace(action, "shop")).isFalse();
        assertThat(Rights.NONE.allowServer(action)).isFalse();
    }

    @Test
    void grant_allowsItsActionsOnTheKeysItNames_andNoOthers() {
        Rights rights = rights(allow("publisher", "shop", "web", "cart/*"));

        assertThat(rights.allow(Action.PUBLISH, CART)).isTrue();
        assertThat(rights.allow(Action.READ, CART)).isTrue();
        assertThat(rights.allow(Action.GRANT, CART)).isFalse();
        assertThat(rights.allow(Action.READ, ConfigKey.of("shop", "web", "cart")))
                .isFalse();
        assertThat(rights.allow(Action.READ, ConfigKey.of("shop", "app", "cart/limits")))
                .isFalse();
        assertThat(rights.allow(Action.READ, ConfigKey.of("shop2", "web", "cart/limits")))
                .isFalse();
        assertThat(rights.allow(Action.READ, ConfigKey.of("Shop", "web", "cart/limits")))
                .isFalse();
        assertThat(rights.allow(Action.READ, OPEN_TO_ALL)).isFalse();
    }

    @Test
    void star_matchesThePublicNamespaceToo_andPublicMatchesItAlone() {
        assertThat(rights(allow("read", "*", "*", "*")).allow(Action.READ, OPEN_TO_ALL))
                .isTrue();
        assertThat(rights(allow("read", "public", "*", "*")).allow(Action.READ, OPEN_TO_ALL))
                .isTrue();
        assertThat(rights(allow("read", "public", "*", "*")).allow(Action.READ, CART))
                .isFalse();
    }

    @Test
    void allows_addUp_andADenyWinsOverEachWhereverItStands() {
        Rights rights = rights(
                deny("publish", "shop", "*", "*/limits"),
                allow("read", "shop", "*", "*"),
                allow("admin", "*", "*", "*"));

        assertThat(rights.allow(Action.READ, CART)).isTrue();
        assertThat(rights.allow(Action.PUBLISH, CART)).isFalse();
        assertThat(rights.allow(Action.PUBLISH, ConfigKey.of("shop", "web", "cart/sizes")))
                .isTrue();
    }

    @Test
    void namespaceAsAWhole_needsAGrantOfTheWhole_butToRead() {
        Rights part = rights(allow("owner", "shop", "web", "*"));
        Rights whole = rights(allow("owner", "shop", "*", "*"));

        assertThat(part.allowNamespace(Action.READ, "shop")).isTrue();
        assertThat(part.allowNamespace(Action.ADMINISTER, "shop")).isFalse();
        assertThat(whole.allowNamespace(Action.ADMINISTER, "shop")).isTrue();
        assertThat(whole.allowNamespace(Action.ADMINISTER, "shop2")).isFalse();
    }

    @Test
    void namespaceAsAWhole_isNotGivenPastADenyOfAPart() {
        Rights rights = rights(allow("owner", "shop", "*", "*"), deny("grant", "shop", "web", "*"));

        assertThat(rights.allowNamespace(Action.GRANT, "shop")).isFalse();
        assertThat(rights.allowNamespace(Action.ADMINISTER, "shop")).isTrue();
    }

    @Test
    void reading_isOnlyRefusedAsAWhole_whenAllOfItIsDenied() {
        Grant all = allow("read", "*", "*", "*");

        assertThat(rights(all, deny("read", "shop", "web", "*")).allowNamespace(Action.READ, "shop"))
                .isTrue();
        assertThat(rights(all, deny("read", "shop", "*", "*")).allowNamespace(Action.READ, "shop"))
                .isFalse();
    }

    @Test
    void groupsInWhichSomethingMayBeRead_areFoundOneAfterTheOther() {
        Rights rights = rights(
                allow("read", "shop", "web", "*"),
                allow("read", "shop", "app-*", "cart/*"),
                allow("read", "other", "a", "*"),
                allow("publish", "shop", "b", "*"));

        assertThat(rights.groupFrom(Action.READ, "shop", "")).contains("app-");
        assertThat(rights.groupFrom(Action.READ, "shop", "app-7")).contains("app-7");
        assertThat(rights.groupFrom(Action.READ, "shop", "app.7")).contains("web");
        assertThat(rights.groupFrom(Action.READ, "shop", "web")).contains("web");
        assertThat(rights.groupFrom(Action.READ, "shop", "web-")).isEmpty();
        assertThat(rights.groupFrom(Action.READ, "none", "")).isEmpty();
    }

    @Test
    void groupsInWhichNothingMayBeRead_endBeforeTheNextName() {
        Rights rights = rights(allow("read", "shop", "*-open", "*"));
        Rights without = rights(allow("read", "shop", "*", "*"), deny("read", "*", "app", "*"));

        assertThat(rights.groupFrom(Action.READ, "shop", "cart")).contains("cart-");
        assertThat(rights.groupFrom(Action.READ, "shop", "cart-open")).contains("cart-open");
        assertThat(without.groupFrom(Action.READ, "shop", "app")).contains("app-");
        assertThat(without.groupFrom(Action.READ, "shop", "app-")).contains("app-");
    }

    @Test
    void groupWithADeniedPart_isNotPassedOver() {
        Rights rights = rights(allow("read", "shop", "*", "*"), deny("read", "shop", "web", "secret/*"));

        assertThat(rights.groupFrom(Action.READ, "shop", "web")).contains("web");
    }

    @Test
    void server_isForThoseWhoMayDoItToEverything() {
        assertThat(rights(Grant.admin()).allowServer(Action.OPERATE)).isTrue();
        assertThat(rights(allow("admin", "shop", "*", "*")).allowServer(Action.OPERATE))
                .isFalse();
        assertThat(rights(allow("admin", "*", "web", "*")).allowServer(Action.OPERATE))
                .isFalse();
        assertThat(rights(allow("owner", "*", "*", "*")).allowServer(Action.OPERATE))
                .isFalse();
        assertThat(rights(Grant.admin(), deny("operate", "shop", "*", "*")).allowServer(Action.OPERATE))
                .isFalse();
    }

    @Test
    void bundles_growFromReaderToAdmin() {
        List<Bundle> bundles = Arrays.asList(Bundle.values());

        for (int i = 1; i < bundles.size(); i++) {
            assertThat(bundles.get(i).actions())
                    .containsAll(bundles.get(i - 1).actions())
                    .hasSizeGreaterThan(bundles.get(i - 1).actions().size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"?", "a b", "ä", "a/b", "a\n", "%", "a\\"})
    void patternOfAGroup_hasOnlyTheLettersOfNamesAndStars(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> allow("read", "*", pattern, "*"))
                .withMessageStartingWith("group:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "READ", "write", "notify", "locate", "*"})
    void unknownAction_isRefused(String action) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> allow(action, "*", "*", "*"))
                .withMessageStartingWith("can: known are read, publish");
    }

    @Test
    void grantOfNothing_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Grant(Grant.Effect.ALLOW, List.of(), "*", "*", "*"))
                .withMessage("can: name at least one action or bundle");
    }
}
