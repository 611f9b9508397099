/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.gbk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GbkTest {

    /** What a client has read and writes again, to hash it, is what it was answered: it never finds a change that is none. */
    @Test
    void everyCharacter_survivesBeingReadAndWrittenByAClient() {
        for (int c = 1; c <= Character.MAX_CODE_POINT; c++) {
            if (Character.isBmpCodePoint(c) && Character.isSurrogate((char) c)) {
                continue;
            }
            byte[] answered = Gbk.encode("a" + Character.toString(c) + "b");
            byte[] again = Gbk.encode(new String(answered, Gbk.CHARSET));

            assertThat(again).as("U+%04X", c).isEqualTo(answered);
        }
    }

    @Test
    void ascii_isTheSameBytes_andCostsNothing() {
        StringBuilder ascii = new StringBuilder();
        for (char c = 0; c < 128; c++) {
            ascii.append(c);
        }
        byte[] utf8 = ascii.toString().getBytes(StandardCharsets.UTF_8);

        assertThat(Gbk.ofUtf8(utf8)).isSameAs(utf8);
        assertThat(Gbk.encode(ascii.toString())).isEqualTo(utf8);
    }

    @Test
    void whatGbkLacks_isAQuestionMark() {
        assertThat(Gbk.ofUtf8("\uD83D\uDE00\u4e2d\u0E01".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new byte[] {'?', (byte) 0xd6, (byte) 0xd0, '?'});
    }

    @Test
    void bytesThatAreNoGbk_areNotDecoded() {
        for (byte[] bytes :
                new byte[][] {{(byte) 0x80}, {(byte) 0xff}, {(byte) 0xd6}, {(byte) 0xd6, ' '}, {'a', (byte) 0xfe}}) {
            assertThat(Gbk.decode(bytes, bytes.length, Gbk.CHARSET)).isEmpty();
        }
    }

    @Test
    void requests_areReadInFewCharsets() {
        assertThat(Gbk.readable("gbk")).contains(Gbk.CHARSET);
        assertThat(Gbk.readable("utf8")).contains(StandardCharsets.UTF_8);
        assertThat(Gbk.readable("UTF-16")).isEmpty();
        assertThat(Gbk.readable("no such thing")).isEmpty();
    }
}
