/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeCodecTest {

    private static final String MD5 = "0cc175b9c0f1b6a831c399e269772661";

    @Test
    void lineWithAndWithoutNamespace() {
        Probe probe = ProbeCodec.decodeLines("d\2g\2" + MD5 + "\1d2\2g\2\2ns\1");

        assertThat(probe.items())
                .extracting(Probe.Item::key)
                .containsExactly(ConfigKey.of("g", "d"), ConfigKey.of("ns", "g", "d2"));
        assertThat(probe.items()).extracting(Probe.Item::md5).containsExactly(MD5, "");
    }

    @Test
    void lastLineNeedsNoEnd() {
        assertThat(ProbeCodec.decodeLines("d\2g\2").items()).hasSize(1);
    }

    @Test
    void lineWithoutMd5_isOfWhoHasNothing() {
        assertThat(ProbeCodec.decodeLines("d\2g\1d2\2g").items())
                .extracting(Probe.Item::md5)
                .containsExactly("", "");
    }

    @Test
    void noLinesAreAnEmptyProbe() {
        assertThat(ProbeCodec.decodeLines("").items()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "d",
                "d\1",
                "\2g\1",
                "\1",
                "\1\1\1",
                "\2\2\1",
                "d\2g\2\2n\2x\1",
                "d\2g\2abc\1",
                "d\2g\0020CC175B9C0F1B6A831C399E269772661\1",
                "../d\2g\2\1",
                "d\2g/x\2\1",
                "d\2g\2\2n s\1",
                "é\2g\2\1"
            })
    void lineOfAnotherFormIsRefused(String lines) {
        assertThatIllegalArgumentException().isThrownBy(() -> ProbeCodec.decodeLines(lines));
    }

    @Test
    void limitsHold() {
        assertThat(ProbeCodec.decodeLines("d\2g\2\1".repeat(3000)).items()).hasSize(3000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProbeCodec.decodeLines("d\2g\2\1".repeat(3001)))
                .withMessageContaining("3000 keys");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProbeCodec.decodeLines("x".repeat(Probe.MAX_BYTES + 1)))
                .withMessageContaining("bytes");
    }
}
