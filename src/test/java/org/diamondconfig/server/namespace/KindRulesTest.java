/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KindRulesTest {

    private static boolean isAggregate(String rules, String group, String dataId) {
        return KindRules.of(rules).isAggregate(ConfigKey.of(group, dataId));
    }

    @ParameterizedTest
    @CsvSource({
        "NS_*, NS_TOPIC, true",
        "NS_*, NS_, true",
        "NS_*, ANS_TOPIC, false",
        "*.providers, com.shop.providers, true",
        "*.providers, com.shop.providers.old, false",
        "shop-??, shop-01, true",
        "shop-??, shop-1, false",
        "shop-??, shop-001, false",
        "a.c, abc, false",
        "*, anything/at/all, true",
    })
    void pattern_isMeantForTheWholeDataId(String rule, String dataId, boolean aggregate) {
        assertThat(isAggregate(rule, "G", dataId)).isEqualTo(aggregate);
    }

    @Test
    void patternOfGroups_comesBeforeABlank() {
        assertThat(isAggregate("HSF* prov*", "HSF2", "providers")).isTrue();
        assertThat(isAggregate("HSF* prov*", "DUBBO", "providers")).isFalse();
    }

    @Test
    void comments_emptyLines_andBlanksAround_areNoRules() {
        String text = "# all of these\r\n\n  a*  # begins with a\r\n\t\n b \n";

        KindRules.check(text);

        assertThat(isAggregate(text, "G", "apple")).isTrue();
        assertThat(isAggregate(text, "G", "b")).isTrue();
        assertThat(isAggregate(text, "G", "cherry")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b c", "a,b", "g/1 a", "caf\u00e9*", "^a.*$", "a\tb"})
    void lineThatIsNoRule_isNamedByItsNumber_andCountsForNothing(String line) {
        String text = "good*\n" + line + "\n";

        assertThatThrownBy(() -> KindRules.check(text))
                .isInstanceOf(BadRequest.class)
                .hasMessageContaining("Line 2 is no rule");
        assertThat(isAggregate(text, "G", "goods")).isTrue();
        assertThat(isAggregate(line, "G", "a")).isFalse();
    }

    @Test
    void tooManyRules_areRefused() {
        KindRules.check("a*\n".repeat(KindRules.MOST));

        assertThatThrownBy(() -> KindRules.check("a*\n".repeat(KindRules.MOST + 1)))
                .isInstanceOf(BadRequest.class)
                .hasMessageContaining("1001 rules");
    }
}
