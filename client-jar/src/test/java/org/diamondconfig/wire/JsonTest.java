/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Test
    void everyKindOfValueIsRead() {
        assertThat(Json.parse(" {\"a\":[1,-0,1.5,1e2,\"x\",true,false,null],\"b\":{}} "))
                .isEqualTo(Map.of(
                        "a",
                        Arrays.asList(1L, 0L, new BigDecimal("1.5"), new BigDecimal("1e2"), "x", true, false, null),
                        "b",
                        Map.of()));
    }

    @Test
    void membersKeepTheOrderOfTheText() {
        assertThat(((Map<?, ?>) Json.parse("{\"z\":1,\"a\":2,\"m\":3}"))
                        .keySet()
                        .toString())
                .isEqualTo("[z, a, m]");
    }

    @Test
    void escapesAreUnderstood() {
        assertThat(Json.parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\uDE00\""))
                .isEqualTo("\"\\/\b\f\n\r\té\uD83D\uDE00");
    }

    @Test
    void integersBeyondLongAreDecimals() {
        assertThat(Json.parse("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(Json.parse("-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
        assertThat(Json.parse("9223372036854775808")).isEqualTo(new BigDecimal("9223372036854775808"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "\"",
                "[1,]",
                "{\"a\":1,}",
                "{\"a\"}",
                "{a:1}",
                "{'a':1}",
                "[1 2]",
                "1 2",
                "01",
                "1.",
                ".5",
                "+1",
                "-",
                "1e",
                "1e+",
                "0x1",
                "NaN",
                "Infinity",
                "-Infinity",
                "tru",
                "nul",
                "truefalse",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"\\u１２３４\"",
                "\"a\nb\"",
                "\"a\u0000b\"",
                "\uFEFF{}",
                "/*c*/1",
                "{\"a\":1 \"b\":2}",
                "]",
                "}",
                "\u00a01"
            })
    void whatIsNotJsonIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.parse(text))
                .withMessageMatching("JSON \\d+:\\d+: .+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e400", "1e-99999", "1e99999999999999999999", "1e2147483648"})
    void numbersBeyondADoubleAreRefused(String number) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.parse(number))
                .withMessageContaining("out of range");
    }

    @Test
    void numberOfAMillionDigitsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.parse("9".repeat(1_000_000)))
                .withMessageContaining("more than 100 characters");
    }

    @Test
    void duplicateNamesAreRefusedHoweverTheyAreSpelt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.parse("{\"a\":1,\"\\u0061\":2}"))
                .withMessageContaining("twice");
    }

    @Test
    void depthIsBounded() {
        assertThat(Json.parse("[".repeat(64) + "]".repeat(64))).isInstanceOf(List.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.parse("[".repeat(65) + "]".repeat(65)))
                .withMessageContaining("deeper than 64");
        assertThatIllegalArgumentException().isThrownBy(() -> Json.parse("{\"a\":".repeat(100_000)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\\ud800\"",
                "\"\\udc00\"",
                "\"\\udc00\\ud800\"",
                "\"\\ud800x\"",
                "\"\ud800\"",
                "\"x\udc00\\n\"",
                "{\"\\ud800\":1}"
            })
    void loneSurrogatesAreRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Json.parse(text)).withMessageContaining("surrogate");
    }

    @ParameterizedTest
    @CsvSource({"c0af", "ff", "22eda08022", "22c322", "fffe220022", "22efbfbdff22", "22eda080edb08022"})
    void bytesThatAreNotUtf8AreRefused(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);

        assertThatIllegalArgumentException().isThrownBy(() -> Json.parse(bytes)).withMessageContaining("not UTF-8");
    }

    @Test
    void signOfWhatCannotBeRead_mayBeMeant() {
        assertThat(Json.parse(HexFormat.of().parseHex("22efbfbd22"))).isEqualTo("\uFFFD");
    }

    @Test
    void refusalTellsThePlaceAndNeverTheInput() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.parse("{\n  \"secret\": hunter2}"))
                .withMessage("JSON 2:13: a value expected");
    }

    @Test
    void valuesCannotBeChanged() {
        assertThat((Map<?, ?>) Json.parse("{\"a\":[1]}")).isUnmodifiable();
        assertThat((List<?>) Json.parse("[1]")).isUnmodifiable();
    }

    @Test
    void utf8BytesAreRead() {
        assertThat(Json.parse("\"日本\"".getBytes(StandardCharsets.UTF_8))).isEqualTo("日本");
    }
}
