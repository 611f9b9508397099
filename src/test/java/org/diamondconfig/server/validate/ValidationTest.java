/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.diamondconfig.wire.ConfigType;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for contents of every type. */
class ValidationTest {

    private static final int MANY = 100_000;
    private static final int LARGEST = 1 << 20;

    @ParameterizedTest
    @EnumSource(names = {"TEXT", "HTML"})
    void textAndHtml_areAlwaysValid(ConfigType type) {
        assertThat(Told.of(type, "<p>\u0000 { [ & \t")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"TEXT", "HTML", "PROPERTIES", "YAML", "TOML"})
    void nothing_isValidWhereItMeansNothing(ConfigType type) {
        assertThat(Told.of(type, "")).isEmpty();
        assertThat(Told.of(type, " \n\r\n")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"JSON", "XML"})
    void nothing_isAnErrorWhereAValueMustBe(ConfigType type) {
        assertThat(Told.of(type, "")).containsExactly("1:1 error SYNTAX");
    }

    static Stream<Arguments> deep() {
        return Stream.of(
                Arguments.of(ConfigType.JSON, "[".repeat(MANY), "1:201"),
                Arguments.of(ConfigType.JSON, "{\"a\":".repeat(MANY), "1:1001"),
                Arguments.of(ConfigType.YAML, "[".repeat(MANY), "1:201"),
                Arguments.of(ConfigType.YAML, "- ".repeat(MANY) + "a", "1:401"),
                Arguments.of(ConfigType.TOML, "a = " + "[".repeat(MANY), "1:205"),
                Arguments.of(ConfigType.TOML, "a = " + "{b = ".repeat(MANY), "1:1005"),
                Arguments.of(ConfigType.TOML, "[" + "a.".repeat(MANY) + "a]", "1:402"),
                Arguments.of(ConfigType.XML, "<a>".repeat(MANY), "1:601"));
    }

    @ParameterizedTest
    @MethodSource("deep")
    void nestingBeyondTheLimit_isOneError_andNoOverflow(ConfigType type, String content, String place) {
        assertThat(Told.of(type, content)).containsExactly(place + " error TOO_DEEP");
    }

    static Stream<Arguments> large() {
        return Stream.of(
                Arguments.of(ConfigType.JSON, "\"" + "\\u00e9".repeat(LARGEST / 6)),
                Arguments.of(ConfigType.JSON, "9".repeat(LARGEST)),
                Arguments.of(ConfigType.YAML, "&a ".repeat(LARGEST / 3)),
                Arguments.of(ConfigType.YAML, "a: b\n".repeat(LARGEST / 5)),
                Arguments.of(ConfigType.YAML, "? ".repeat(LARGEST / 2)),
                Arguments.of(ConfigType.YAML, "[" + "!!a ,".repeat(LARGEST / 5)),
                Arguments.of(ConfigType.YAML, "- !!a\n".repeat(LARGEST / 6)),
                Arguments.of(ConfigType.YAML, "a".repeat(LARGEST)),
                Arguments.of(ConfigType.TOML, "a\n".repeat(LARGEST / 2)),
                Arguments.of(ConfigType.TOML, "a = " + "1_".repeat(LARGEST / 2)),
                Arguments.of(ConfigType.TOML, "a = \"\"\"" + "\"\"\\\n".repeat(LARGEST / 4)),
                Arguments.of(ConfigType.XML, "<a " + "b='' ".repeat(LARGEST / 5)),
                Arguments.of(ConfigType.XML, "<a>" + "&b;".repeat(LARGEST / 3)),
                Arguments.of(ConfigType.PROPERTIES, "\\\n".repeat(LARGEST / 2)),
                Arguments.of(ConfigType.PROPERTIES, "a\n".repeat(LARGEST / 2)));
    }

    @ParameterizedTest
    @MethodSource("large")
    void largestContent_isReadInTime_andAHundredFindingsAreTold(ConfigType type, String content) {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> assertThat(Told.of(type, content)).hasSizeLessThanOrEqualTo(Findings.MOST));
    }

    @Test
    void errors_goBeforeWarnings_whenThereAreTooMany() {
        String content = "a=1\n".repeat(200) + "b=\\uZZ\n";

        assertThat(Told.of(ConfigType.PROPERTIES, content)).hasSize(100).endsWith("201:3 error BAD_ESCAPE");
        assertThat(Validation.of(ConfigType.PROPERTIES, content).isValid()).isFalse();
    }

    @Test
    void warnings_leaveAContentValid() {
        assertThat(Validation.of(ConfigType.PROPERTIES, "a=1\na=2").isValid()).isTrue();
    }

    @Test
    void columns_areCountedInUtf16_asEditorsDo() {
        assertThat(Told.of(ConfigType.JSON, "[\"\uD83D\uDE00\", x]")).containsExactly("1:8 error SYNTAX");
        assertThat(Told.of(ConfigType.YAML, "\"\uD83D\uDE00\": [}")).containsExactly("1:8 error SYNTAX");
        assertThat(Told.of(ConfigType.TOML, "\"\uD83D\uDE00\" = x")).containsExactly("1:8 error SYNTAX");
        assertThat(Told.of(ConfigType.PROPERTIES, "\uD83D\uDE00=\\u12")).containsExactly("1:4 error BAD_ESCAPE");
    }

    @Test
    void byteOrderMark_isNoColumn_andWarnedOfWhereReadersStumble() {
        assertThat(Told.of(ConfigType.JSON, "\uFEFF[x]"))
                .containsExactly("1:1 warning BYTE_ORDER_MARK", "1:2 error SYNTAX");
        assertThat(Told.of(ConfigType.PROPERTIES, "\uFEFFa=1")).containsExactly("1:1 warning BYTE_ORDER_MARK");
        assertThat(Told.of(ConfigType.TOML, "\uFEFFa=1")).containsExactly("1:1 warning BYTE_ORDER_MARK");
        assertThat(Told.of(ConfigType.YAML, "\uFEFFa: 1\n  b: 2")).containsExactly("2:4 error SYNTAX");
        assertThat(Told.of(ConfigType.XML, "\uFEFF<a></b>")).containsExactly("1:6 error SYNTAX");
    }

    /** As each of the three line ends of editors does it. */
    @ParameterizedTest
    @EnumSource(names = {"JSON", "YAML", "PROPERTIES", "XML"})
    void lines_endByLfAndCrLfAndCr(ConfigType type) {
        for (String end : new String[] {"\n", "\r\n", "\r"}) {
            String content = switch (type) {
                case JSON -> "[1," + end + end + "x]";
                case YAML -> "a: 1" + end + end + "a: 2";
                case XML -> "<a>" + end + end + "</b>";
                default -> "a=1" + end + end + "a=2";
            };

            assertThat(Told.of(type, content)).singleElement().asString().startsWith("3:");
        }
    }
}
