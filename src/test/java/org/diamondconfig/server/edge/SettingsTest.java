/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @Test
    void valueNotGiven_isTheDefault() {
        Settings settings = Settings.of(Map.of());

        assertThat(settings.bytes(Knob.CONTENT_MAX)).isEqualTo(1 << 20);
        assertThat(settings.duration(Knob.WATCH_WAIT)).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.isSet(Knob.DATASOURCE_URL)).isFalse();
    }

    @Test
    void blankValue_isTheDefault() {
        assertThat(Settings.of(Map.of("diamond.watch.wait", "  ")).duration(Knob.WATCH_WAIT))
                .isEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "30s,PT30S", "5m,PT5M", "6h,PT6H", "30d,PT720H"})
    void duration_isWrittenWithItsUnit(String written, Duration meant) {
        assertThat(Settings.parseDuration("wait", written)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "s", "-1s", "1.5s", "30 seconds", "9999999999999s", "30S"})
    void durationOfAnotherForm_isRefusedWithTheName(String written) {
        assertThatThrownBy(() -> Settings.parseDuration("wait", written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("wait: write a duration");
    }

    @ParameterizedTest
    @CsvSource({"2048,2048", "64KiB,65536", "2MiB,2097152", "1GiB,1073741824"})
    void size_isWrittenInBytesOrBinaryUnits(String written, long meant) {
        assertThat(Settings.of(Map.of("diamond.content.max", written)).bytes(Knob.CONTENT_MAX))
                .isEqualTo(meant);
    }

    @Test
    void valueBelowTheLeast_stopsTheStartNamingTheSetting() {
        assertThatThrownBy(() -> Settings.of(Map.of("diamond.datasource.pool", "1")))
                .hasMessage("diamond.datasource.pool: at least 4");
    }

    @Test
    void valueThatDoesNotParse_stopsTheStartWithoutRepeatingIt() {
        assertThatThrownBy(() -> Settings.of(Map.of("diamond.content.max", "lots")))
                .hasMessageContaining("diamond.content.max")
                .hasMessageNotContaining("lots");
    }

    @ParameterizedTest
    @EnumSource(Knob.class)
    void everyKnob_isNamedByTheRule_andSaysWhatItDoes(Knob knob) {
        assertThat(knob.key()).matches("diamond(\\.[a-z][a-z-]*)+");
        assertThat(knob.environmentKey()).matches("DIAMOND(_[A-Z]+)+");
        assertThat(SettingsDocument.markdown()).contains("| `" + knob.key() + "` |");
    }

    @Test
    void homeInAPath_isTheUsersHome() {
        assertThat(Settings.of(Map.of("diamond.data", "${user.home}/x")).path(Knob.DATA))
                .isEqualTo(java.nio.file.Path.of(System.getProperty("user.home"), "x"));
    }
}
