/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.wire.ConfigType.TOML;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TomlSyntaxTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# comment\r\na = 1 # another\n\n",
                "\"a b\".c.'d e' = ''\n1234 = true\n",
                "a = [1, 0xdead_BEEF, 2]",
                "a = [+99, -17, 1_000, 0o755, 0b1101, -0]",
                "a = [3.14, -0.01, 5e+22, 1e06, -2E-2, 6.626e-34, 9_224.5_1, inf, -nan]",
                "a = [1979-05-27T07:32:00Z, 1979-05-27 07:32:00.999-07:00, 1979-05-27t07:32:00, 1979-05-27, 07:32:00]",
                "a = [ # first\n  [1, 2], # second\n  [\"b\", 'c',],\n]\n",
                "a = \"\"\"\n  one \\\n   \n  two \\u6b22 \"\" three\"\"\"\"\"\n",
                "a = '''C:\\ '' it''''\n",
                "a = {b = 1, c.d = 2, c.e = {}}\n",
                "[a.b]\nc = 1\n[a]\nd = 2\n[a.b.e]\n",
                "[[a]]\nb = 1\n[[a.c]]\n[[a.c]]\n[[a]]\nb = 2\n[a.c]\n",
                "[fruit]\napple.color = 1\napple.taste.sweet = true\n[fruit.apple.texture]\nsmooth = true\n",
                "a.b = 1\na.c = 2\n",
                "[limits.routes.\"/search\"]\nper_minute = 60\n"
            })
    void rightOnes_areLeftInPeace(String content) {
        assertThat(Told.of(TOML, content)).isEmpty();
    }

    /** The column stands behind the content, in a single line. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "a|2",
                "a =|4",
                "= 1|1",
                "a = 1 b = 2|7",
                "a = b|5",
                "a = 01|5",
                "a = 1.|5",
                "a = .5|5",
                "a = 1__0|5",
                "a = 0xg|5",
                "a = +0x1|5",
                "a = 9223372036854775808|5",
                "a = 1979-02-30|5",
                "a = 1979-05-27T25:00:00Z|5",
                "a = 07:32|5",
                "a = 07:32:00Z|5",
                "a = True|5",
                "a = \"b|5",
                "a = \"\\q\"|6",
                "a = \"\\ud800\"|6",
                "a = 'b|5",
                "a = [1 2]|8",
                "a = [1,,2]|8",
                "a = {b = 1,}|12",
                "a = {b = 1 c = 2}|12",
                "a. = 1|4",
                "[a|3",
                "[]|2",
                "[a] b = 1|5",
                "[[a]|4",
                "a\u00e9 = 1|2"
            })
    void wrongOnes_areToldWhereTheyGoWrong(String content, int column) {
        assertThat(Told.of(TOML, content)).containsExactly("1:" + column + " error SYNTAX");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "a = 1;a = 2|2:1",
                "a = 1;'a' = 2|2:1",
                "[a];[a]|2:2",
                "[a];b = 1;[a.b]|3:4",
                "a.b = 1;a.b.c = 2|2:3",
                "a = {b = 1};a.c = 2|2:1",
                "a = {b = 1};[a.c]|2:2",
                "a = {b = 1, b = 2}|1:13",
                "[fruit];apple.color = 1;[fruit.apple]|3:8",
                "a = [{b = 1}];[[a]]|2:3",
                "[[a]];[a]|2:2",
                "[a];[[a]]|2:3",
                "[a.b.c];z = 9;[a];b.c.t = 1|4:3",
                "[[a.b]];[a];b.c = 1|3:1"
            })
    void nothing_isDefinedTwice(String lines, String place) {
        assertThat(Told.of(TOML, lines.replace(';', '\n'))).containsExactly(place + " error DUPLICATE_KEY");
    }

    @Test
    void everyWrongLine_isTold_andTheOnesBetweenAreRead() {
        assertThat(Told.of(TOML, "a = \nb = 1\nc = x\r\nb = 2\n[d\ne = \"f\\\n"))
                .containsExactly(
                        "1:5 error SYNTAX",
                        "3:5 error SYNTAX",
                        "4:1 error DUPLICATE_KEY",
                        "5:3 error SYNTAX",
                        "6:7 error SYNTAX");
    }

    @Test
    void errorInsideAValueOfSeveralLines_isTheLast() {
        assertThat(Told.of(TOML, "a = [\n  1,\n  x,\n]\nb = \n")).containsExactly("3:3 error SYNTAX");
        assertThat(Told.of(TOML, "a = '''\nb = \nc = \n")).containsExactly("1:5 error SYNTAX");
    }

    @Test
    void errorInTheFirstLineOfAValueOfSeveralLines_isTheLast() {
        assertThat(Told.of(TOML, "a = [1 2,\n  3,\n]\nb = 1\n")).containsExactly("1:8 error SYNTAX");
        assertThat(Told.of(TOML, "a = [[1 2],\n  [3],\n]\n")).containsExactly("1:9 error SYNTAX");
        assertThat(Told.of(TOML, "a = \"\"\"\\q\nb c\n\"\"\"\n")).containsExactly("1:8 error SYNTAX");
    }

    @Test
    void errorInAValueThatEndsInItsLine_costsThatLine() {
        assertThat(Told.of(TOML, "a = [1 2] # two\nb = \nc = \"\"\"\\q\"\"\"\nd = \n"))
                .containsExactly("1:8 error SYNTAX", "2:5 error SYNTAX", "3:8 error SYNTAX", "4:5 error SYNTAX");
    }

    @Test
    void belowAWrongHeader_nothingIsTakenForDefinedTwice() {
        assertThat(Told.of(TOML, "[a]\nb = 1\n[c\nb = 2\n[d]\nb = 3\n")).containsExactly("3:3 error SYNTAX");
    }

    @Test
    void controlCharacters_areToldWhereTheyStand() {
        assertThat(Told.of(TOML, "a = 1 # \u0007\nb = \"\u007f\"\nc = 1\rd = 2\n"))
                .containsExactly("1:9 error SYNTAX", "2:6 error SYNTAX", "3:6 error SYNTAX");
    }
}
