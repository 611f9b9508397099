/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.wire.ConfigType.JSON;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSyntaxTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " [ ] ",
                "\"\"",
                "-0.5e+10",
                "0",
                "1E9",
                "[true, false, null]",
                "{\"a\": {\"a\": 1}, \"b\": [{\"a\": 1}, {\"a\": 2}]}",
                "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u6b22\\ud83d\\ude00\u2028\u007f\""
            })
    void rightOnes_areLeftInPeace(String content) {
        assertThat(Told.of(JSON, content)).isEmpty();
    }

    /** The column stands behind the content, in a single line. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{|2",
                "[1,]|4",
                "{\"a\":1,}|8",
                "{a:1}|2",
                "{\"a\" 1}|6",
                "{\"a\":}|6",
                "[1 2]|4",
                "[1}|3",
                "[1]]|4",
                "01|2",
                "1.|3",
                "-|2",
                "+1|1",
                "1e|3",
                ".5|1",
                "tru|1",
                "NaN|1",
                "'a'|1",
                "// a|1",
                "\"a|1",
                "\"a\\x\"|3",
                "[\"\\u00g0\"]|3",
                "{\"a\":1} x|9"
            })
    void wrongOnes_areToldWhereTheyGoWrong(String content, int column) {
        assertThat(Told.of(JSON, content)).containsExactly("1:" + column + " error SYNTAX");
    }

    @Test
    void controlCharacterInAString_isToldWhereItStands() {
        assertThat(Told.of(JSON, "[\n \"a\n\"]")).containsExactly("2:4 error SYNTAX");
        assertThat(Told.of(JSON, "\"a\u0000\"")).containsExactly("1:3 error SYNTAX");
    }

    @Test
    void duplicateName_isAWarning_withinOneObjectOnly() {
        assertThat(Told.of(JSON, "{\"a\": 1,\n \"b\": {\"a\": 2},\n \"\\u0061\": 3}"))
                .containsExactly("3:2 warning DUPLICATE_KEY");
    }

    @Test
    void whatReadersDisagreeOn_isWarnedOf() {
        assertThat(Told.of(JSON, "[1e400, \"\\ud83d\"]"))
                .containsExactly("1:2 warning NUMBER_RANGE", "1:9 warning LONE_SURROGATE");
    }
}
