/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.validate;

import java.util.HashMap;
import java.util.Map;

/**
 * Properties, read as {@link java.util.Properties} reads them, which refuses nothing but a broken Unicode escape: the rest is what
 * people overlook. Confined to one thread, and used once.
 */
final class PropertiesSyntax {

    private final Source source;
    private final Findings findings;
    private final String text;
    private int position;

    /** The line in which each key stood first. */
    private final Map<String, Integer> keys = new HashMap<>();

    PropertiesSyntax(Source source, Findings findings) {
        this.source = source;
        this.findings = findings;
        text = source.text();
    }

    void check() {
        Validation.warnOfMark(source, findings);
        while (position < text.length() && !findings.isFull()) {
            skipBlanks();
            if (atLineEnd()) {
                position++;
            } else if (text.charAt(position) == '#' || text.charAt(position) == '!') {
                skipComment();
            } else {
                entry();
            }
        }
    }

    private void entry() {
        int start = position;
        String key = key();
        int keyEnd = position;
        skipBlanksAndBreaks();
        boolean separated = position > keyEnd && !atLineEnd();
        if (!atLineEnd() && isSeparator(text.charAt(position))) {
            separated = true;
            position++;
        }
        while (!isOver()) {
            character();
        }
        if (key.isEmpty()) {
            findings.warning(start, "EMPTY_KEY", "The key is empty.");
        } else if (!separated) {
            findings.warning(
                    start, "NO_SEPARATOR", "Neither = nor : stands in this line: all of it is a key, with no value.");
        }
        Integer first = keys.putIfAbsent(key, source.line(start));
        if (first != null) {
            findings.warning(
                    start, "DUPLICATE_KEY", "This key stands in line " + first + " already; the last one is heeded.");
        }
    }

    private String key() {
        StringBuilder key = new StringBuilder();
        while (!isOver() && !isBlank(text.charAt(position)) && !isSeparator(text.charAt(position))) {
            key.append(character());
        }
        return key.toString();
    }

    /** Passes one character of a key or value, and answers what it means. */
    private char character() {
        char c = text.charAt(position++);
        if (c != '\\' || position == text.length()) {
            return c;
        }
        char escaped = text.charAt(position++);
        return switch (escaped) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 'f' -> '\f';
            case 'u' -> unicodeEscape(position - 2);
            default -> escaped;
        };
    }

    private char unicodeEscape(int start) {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = position < text.length() ? Source.hexDigit(text.charAt(position)) : -1;
            if (digit < 0) {
                findings.error(
                        start, "BAD_ESCAPE", "Four hex digits must follow \\u; write a backslash itself as \\\\.");
                return '?';
            }
            code = code * 16 + digit;
            position++;
        }
        return (char) code;
    }

    /** Whether the entry is over; passes line ends that a backslash continues, with the blanks behind them. */
    private boolean isOver() {
        while (position + 1 < text.length() && text.charAt(position) == '\\' && isLineEnd(text.charAt(position + 1))) {
            position += text.startsWith("\r\n", position + 1) ? 3 : 2;
            skipBlanks();
        }
        return atLineEnd();
    }

    private void skipBlanksAndBreaks() {
        while (!isOver() && isBlank(text.charAt(position))) {
            position++;
        }
    }

    private void skipBlanks() {
        while (position < text.length() && isBlank(text.charAt(position))) {
            position++;
        }
    }

    private void skipComment() {
        while (!atLineEnd()) {
            position++;
        }
    }

    private boolean atLineEnd() {
        return position >= text.length() || isLineEnd(text.charAt(position));
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\f';
    }

    private static boolean isSeparator(char c) {
        return c == '=' || c == ':';
    }
}
