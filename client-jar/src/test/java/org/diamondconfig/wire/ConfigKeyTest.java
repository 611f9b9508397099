/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigKeyTest {

    @Test
    void leftOutNamesHaveTheirDefaults() {
        assertThat(ConfigKey.of(null, null, "d")).isEqualTo(new ConfigKey("", "DEFAULT_GROUP", "d"));
        assertThat(ConfigKey.of("public", "", "d")).isEqualTo(new ConfigKey("", "DEFAULT_GROUP", "d"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigKey.of("", "g", null))
                .withMessage("dataId: missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A.b-c_d:e", "a/b/c.yaml", ".hidden", "end.", "...", "a/...", "con", "batch", "0"})
    void dataIdOfTheGrammarIsTaken(String dataId) {
        assertThat(ConfigKey.of("g", dataId).dataId()).isEqualTo(dataId);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " a",
                "a ",
                ".",
                "..",
                "a/..",
                "../a",
                "a/./b",
                "/a",
                "a/",
                "a//b",
                "a\\b",
                "a\0b",
                "a\r\nb",
                "é",
                "e\u0301",
                "\uff41",
                "\u0131",
                "\ud83d\ude00",
                "\ud800",
                "\u202ea",
                "\u200b",
                "\ufeff",
                "a%b",
                "a*b",
                "a?b",
                "a+b",
                "a;b",
                "C:\\x"
            })
    void dataIdOutsideTheGrammarIsRefusedWithoutEcho(String dataId) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigKey.of("g", dataId))
                .withMessageStartingWith("dataId: ")
                .satisfies(e -> assertThat(e.getMessage()).isPrintable().isASCII());
    }

    @Test
    void slashIsForDataIdsOnly() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigKey.of("a/b", "d"))
                .withMessageStartingWith("group: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigKey.of("a/b", "g", "d"))
                .withMessageStartingWith("namespace: ");
        assertThatIllegalArgumentException().isThrownBy(() -> ConfigKey.requireNamespace(".."));
    }

    @Test
    void lengthsAreBounded() {
        assertThat(new ConfigKey("n".repeat(128), "g".repeat(128), "d".repeat(250)))
                .isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigKey.of("g", "d".repeat(251)))
                .withMessage("dataId: 251 characters, at most 250");
        assertThatIllegalArgumentException().isThrownBy(() -> ConfigKey.of("g".repeat(129), "d"));
        assertThatIllegalArgumentException().isThrownBy(() -> ConfigKey.of("n".repeat(129), "g", "d"));
    }

    @Test
    void caseMakesTwoKeys() {
        assertThat(ConfigKey.of("g", "App")).isNotEqualTo(ConfigKey.of("g", "app"));
    }

    @Test
    void orderIsGeneralToSpecific() {
        ConfigKey first = ConfigKey.of("a", "z", "z");
        ConfigKey second = ConfigKey.of("b", "a", "z");
        ConfigKey third = ConfigKey.of("b", "b", "a");

        assertThat(List.of(third, first, second).stream().sorted()).containsExactly(first, second, third);
    }

    @Test
    void publicNamespaceIsReadAsPublic() {
        assertThat(ConfigKey.of("g", "d")).hasToString("public/g/d");
        assertThat(ConfigKey.displayNamespace("")).isEqualTo("public");
        assertThat(ConfigKey.canonicalNamespace("public")).isEmpty();
        assertThat(ConfigKey.requireNamespace("dev")).isEqualTo("dev");
    }
}
