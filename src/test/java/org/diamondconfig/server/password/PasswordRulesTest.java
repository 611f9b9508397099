/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.password;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.diamondconfig.server.problem.BadRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which passwords are refused, and that no others are. */
class PasswordRulesTest {

    private static final PasswordRules RULES = new PasswordRules(12);
    private static final PasswordRules SHORTER = new PasswordRules(8);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password1234",
                "P@ssw0rd!2026",
                "passwordpassword",
                "qwertyuiop12",
                "1q2w3e4r5t6y",
                "q1w2e3r4t5y6",
                "123456789012",
                "aaaaaaaaaaaa",
                "abcabcabcabc",
                "abcdefghijkl",
                "Welcome-2026!",
                "administrator1",
                "Diamond12345",
                "changeme1234",
                "letmeinletmein",
                "iloveyou1234",
                "zaq12wsxcde3",
                "alice-alice-1",
                "AliceAlice2026"
            })
    void passwordThatEverybodyTries_isRefused(String password) {
        assertThatThrownBy(() -> RULES.check(password, "alice"))
                .isInstanceOf(BadRequest.class)
                .hasMessageContaining("too easy")
                .hasMessageNotContaining(password);
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "12345678", "football", "sunshine", "princess1", "trustno1", "iloveyou"})
    void shortPasswordThatEverybodyTries_isRefusedWhereShortOnesAreAllowed(String password) {
        assertThatThrownBy(() -> SHORTER.check(password, "alice")).isInstanceOf(BadRequest.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse battery staple",
                "wir fahren morgen nach Bern",
                "x7Kp2mQv9tRz",
                "\u6211\u4eec\u660e\u5929\u53bb\u5317\u4eac\u597d\u4e0d\u597d\u5440\uff1f",
                "my admin password is blue 42",
                "kjq8 vbn3 pol1"
            })
    void passwordThatTakesGuessing_passesWhateverItsCharacters(String password) {
        assertThatCode(() -> RULES.check(password, "alice")).doesNotThrowAnyException();
    }

    @Test
    void length_isHeldToItsBounds() {
        String longest = "correct horse ".repeat(10).substring(0, 128);

        assertThatCode(() -> RULES.check(longest, "alice")).doesNotThrowAnyException();
        assertThatThrownBy(() -> RULES.check(longest + "x", "alice")).hasMessageContaining("12 to 128");
        assertThatThrownBy(() -> RULES.check("x7Kp2mQv9tR", "alice")).hasMessageContaining("12 to 128");
        assertThatThrownBy(() -> RULES.check("", "alice")).hasMessageContaining("12 to 128");
    }
}
