/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.passage;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.diamondconfig.server.edge.Ticker;

/** A piece of text, sought byte by byte: only a content that has it is read as characters. */
final class Text extends Sought {

    private final String text;
    private final byte[] bytes;

    Text(String text, Ticker ticker) {
        super(ticker);
        this.text = text;
        bytes = text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    Optional<Passage> first(byte[] content) {
        return isIn(content) ? super.first(content) : Optional.empty();
    }

    @Override
    Optional<Passage> first(String content) {
        int from = content.indexOf(text);
        return from < 0 ? Optional.empty() : Optional.of(Passage.of(content, from, from + text.length()));
    }

    /** UTF-8 never begins a character in the middle of another. */
    private boolean isIn(byte[] content) {
        for (int start = 0; start <= content.length - bytes.length; start++) {
            int same = 0;
            while (same < bytes.length && content[start + same] == bytes[same]) {
                same++;
            }
            if (same == bytes.length) {
                return true;
            }
        }
        return false;
    }
}
