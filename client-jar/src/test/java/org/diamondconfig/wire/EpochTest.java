/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpochTest {

    @Test
    void textIsGenerationAndStore() {
        assertThat(Epoch.parse("7-0123456789abcdef")).isEqualTo(new Epoch(7, "0123456789abcdef"));
        assertThat(new Epoch(7, "0123456789abcdef")).hasToString("7-0123456789abcdef");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "7",
                "7-",
                "-0123456789abcdef",
                "0-0123456789abcdef",
                "-1-0123456789abcdef",
                "x-0123456789abcdef",
                "7-0123456789ABCDEF",
                "7-0123456789abcde",
                "7-0123456789abcdef0",
                "9223372036854775808-0123456789abcdef"
            })
    void otherTextIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Epoch.parse(text)).withMessageStartingWith("epoch: ");
    }
}
