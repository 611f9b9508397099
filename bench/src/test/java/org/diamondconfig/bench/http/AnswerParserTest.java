/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerParserTest {

    private final AnswerParser parser = new AnswerParser();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX: y\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\ncontent-length:0\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n10\r\n0123456789abcde\r\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            })
    void answer_endsAtItsLastByte_howeverItIsCut(String answer) {
        byte[] bytes = answer.getBytes(StandardCharsets.US_ASCII);
        for (int cut = 1; cut < bytes.length; cut++) {
            assertThat(parser.take(ByteBuffer.wrap(bytes, 0, cut)))
                    .as("cut at %d", cut)
                    .isFalse();
            assertThat(parser.take(ByteBuffer.wrap(bytes, cut, bytes.length - cut)))
                    .as("cut at %d", cut)
                    .isTrue();
        }
        assertThat(parser.take(ByteBuffer.wrap(bytes))).isTrue();
    }

    @Test
    void status_andHead_areThoseOfTheLastAnswer() {
        parser.take(ascii("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        parser.take(ascii("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nRetry-After: 1\r\n\r\n"));

        assertThat(parser.status()).isEqualTo(503);
        assertThat(parser.head()).startsWith("HTTP/1.1 503 Busy").contains("Retry-After: 1");
    }

    @Test
    void bytesBeyondTheEnd_areAnError() {
        assertThatIllegalStateException()
                .isThrownBy(() -> parser.take(ascii("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab")))
                .withMessageContaining("1 bytes after the end");
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
