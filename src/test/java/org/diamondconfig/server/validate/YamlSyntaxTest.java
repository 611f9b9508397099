/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.wire.ConfigType.YAML;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlSyntaxTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: 1\nb:\n  - c\n  - {d: e}\n",
                "# only a comment",
                "---\na: 1\n---\na: 2\n...\n",
                "a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n  <<: *x\n",
                "1: a\n\"1\": b\n",
                "a: |\n  \ttab in a text\n",
                "text: '第1卷 \uD83D\uDCD6'",
                "? {a: b}\n: c\n? [d]\n: e\n",
                "a: !local b\nc: !!set {d}\n"
            })
    void rightOnes_areLeftInPeace(String content) {
        assertThat(Told.of(YAML, content)).isEmpty();
    }

    @Test
    void duplicateKey_isAnError_withinOneMappingOnly() {
        assertThat(Told.of(YAML, "a: 1\nb: {a: 1, 'a': 2}\nc:\n  - a: 1\n    b: 2\n    a: 3\na: 4\n"))
                .containsExactly("2:11 error DUPLICATE_KEY", "6:5 error DUPLICATE_KEY", "7:1 error DUPLICATE_KEY");
    }

    @Test
    void tabForIndentation_isNamed() {
        assertThat(Told.of(YAML, "a:\n\tb: 1\n")).containsExactly("2:1 error TAB");
    }

    @Test
    void errors_areToldWhereTheParserStumbles() {
        assertThat(Told.of(YAML, "a: 1\n b: 2\n")).containsExactly("2:3 error SYNTAX");
        assertThat(Told.of(YAML, "a: [1, 2\nb: 3\n")).singleElement().asString().startsWith("2:");
        assertThat(Told.of(YAML, "a: 'b\n")).singleElement().asString().endsWith("error SYNTAX");
        assertThat(Told.of(YAML, "a: @b\n")).containsExactly("1:4 error SYNTAX");
        assertThat(Told.of(YAML, "a: 1\nb: \u0007\n")).containsExactly("2:4 error SYNTAX");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: \"\\U80000000\"", "a: \"b\\x", "a: \"b\\u", "a: \"b\\", "%YAML 1.\n"})
    void whatTheParserReadsWithoutLooking_isAnErrorOfTheContent(String content) {
        assertThat(Told.of(YAML, content)).singleElement().asString().endsWith("error SYNTAX");
    }

    @Test
    void aliasOfNothing_isAnError() {
        assertThat(Told.of(YAML, "a: *x\nb: &x 1\nc: *x\n---\nd: *x\n"))
                .containsExactly("1:4 error UNKNOWN_ALIAS", "5:4 error UNKNOWN_ALIAS");
    }

    /** A billion laughs: nine lists of nine aliases of the list before. */
    @Test
    void aliases_areNeverUnfolded_andABombIsToldAsOne() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            String alias = "*a" + (i - 1);
            bomb.append("a" + i + ": &a" + i + " [" + (alias + ", ").repeat(8) + alias + " ]\n");
        }

        assertThat(Told.of(YAML, bomb.toString())).singleElement().asString().endsWith("error UNFOLDS_TOO_FAR");
    }

    @Test
    void aliasOfItself_isReadOnce() {
        assertThat(Told.of(YAML, "&a [*a, *a]")).isEmpty();
    }

    @Test
    void typesOfOneLanguage_areWarnedOf_andNeverMade() {
        assertThat(Told.of(YAML, "a: !!javax.script.ScriptEngineManager [b]\n"))
                .containsExactly("1:4 warning FOREIGN_TYPE");
    }
}
