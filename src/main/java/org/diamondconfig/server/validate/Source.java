/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.validate;

import java.util.Arrays;

/**
 * The text of one content, and where its lines begin: LF, CR LF and CR end a line, as in editors. A byte order mark at its start
 * is remembered and not part of the text. Immutable.
 */
final class Source {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String text;
    private final boolean marked;

    /** The offset at which each line begins, ascending. */
    private final int[] starts;

    Source(String content) {
        marked = !content.isEmpty() && content.charAt(0) == BYTE_ORDER_MARK;
        text = marked ? content.substring(1) : content;
        starts = starts(text);
    }

    private static int[] starts(String text) {
        int[] starts = new int[16];
        int lines = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || (c == '\r' && !text.startsWith("\n", i + 1))) {
                if (lines == starts.length) {
                    starts = Arrays.copyOf(starts, 2 * lines);
                }
                starts[lines++] = i + 1;
            }
        }
        return Arrays.copyOf(starts, lines);
    }

    String text() {
        return text;
    }

    /** Whether the content began with a byte order mark. */
    boolean isMarked() {
        return marked;
    }

    /** The line of this offset, from 1 on. */
    int line(int offset) {
        int found = Arrays.binarySearch(starts, offset);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** The column of this offset, from 1 on. */
    int column(int offset) {
        return offset - starts[line(offset) - 1] + 1;
    }

    /** The offset of a line and a column, brought into the text: other readers count other things as lines. */
    int offset(int line, int column) {
        int start = starts[Math.max(1, Math.min(line, starts.length)) - 1];
        return Math.max(start, Math.min(start + column - 1, text.length()));
    }

    /** The offset behind so many code points, brought into the text. */
    int offsetOfCodePoint(int index) {
        return text.offsetByCodePoints(0, Math.min(index, text.codePointCount(0, text.length())));
    }

    /** What this hex digit of ASCII is worth; -1 if it is none. */
    static int hexDigit(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }
}
