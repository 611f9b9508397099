/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.diamondconfig.server.problem.BadRequest;

/** The strict decoder of percent escapes: whole escapes, well-formed UTF-8, no control character. Stateless. */
final class UrlText {

    private UrlText() {}

    /**
     * Decodes a stretch of a raw query; {@code +} becomes a blank.
     *
     * @throws BadRequest BAD_QUERY
     */
    static String decode(String raw, int start, int end) {
        boolean plain = true;
        for (int i = start; i < end; i++) {
            char c = raw.charAt(i);
            if (c <= ' ' || c > '~') {
                throw new BadRequest("BAD_QUERY", "The query holds a character that must be percent-escaped.");
            }
            plain &= c != '%' && c != '+';
        }
        return plain ? raw.substring(start, end) : checked(utf8(unescape(raw, start, end)));
    }

    private static ByteBuffer unescape(String raw, int start, int end) {
        ByteBuffer bytes = ByteBuffer.allocate(end - start);
        for (int i = start; i < end; i++) {
            char c = raw.charAt(i);
            if (c != '%') {
                bytes.put((byte) (c == '+' ? ' ' : c));
                continue;
            }
            int high = i + 1 < end ? Character.digit(raw.charAt(i + 1), 16) : -1;
            int low = i + 2 < end ? Character.digit(raw.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                throw new BadRequest("BAD_QUERY", "The query holds an escape that is not two hex digits.");
            }
            bytes.put((byte) (high << 4 | low));
            i += 2;
        }
        return bytes.flip();
    }

    private static String utf8(ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(bytes)
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadRequest("BAD_QUERY", "The query's escapes are not UTF-8.");
        }
    }

    private static String checked(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                throw new BadRequest("BAD_QUERY", "The query holds a control character.");
            }
        }
        return text;
    }
}
