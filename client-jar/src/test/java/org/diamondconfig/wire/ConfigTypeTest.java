/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTypeTest {

    @ParameterizedTest
    @EnumSource
    void wireNameIsReadBack(ConfigType type) {
        assertThat(ConfigType.parse(type.wireName())).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "YAML", "yml", "hocon"})
    void otherNameIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigType.parse(name))
                .withMessageStartingWith("type: ");
    }

    @ParameterizedTest
    @CsvSource({"a.properties,PROPERTIES", "a.YML,YAML", "a/b.json,JSON", "x.toml,TOML", "noending,TEXT", "a.conf,TEXT"
    })
    void endingSuggestsTheType(String name, ConfigType type) {
        assertThat(ConfigType.ofFileName(name)).isEqualTo(type);
    }
}
