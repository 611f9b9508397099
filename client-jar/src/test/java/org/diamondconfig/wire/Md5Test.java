/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Md5Test {

    @Test
    void hexIsLowerCaseOfTheUtf8Bytes() {
        assertThat(Md5.hex("")).isEqualTo("d41d8cd98f00b204e9800998ecf8427e");
        assertThat(Md5.hex("é")).isEqualTo(Md5.hex("é".getBytes(StandardCharsets.UTF_8)));
        assertThat(Md5.parse(Md5.hex("a")))
                .isEqualTo(Md5.digest(new byte[] {'a'}))
                .hasSize(Md5.DIGEST_BYTES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "d41d8cd98f00b204e9800998ecf8427",
                "D41D8CD98F00B204E9800998ECF8427E",
                "g41d8cd98f00b204e9800998ecf8427e"
            })
    void otherTextIsNoMd5(String text) {
        assertThat(Md5.isHex(text)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> Md5.parse(text));
    }
}
