/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.validate;

import java.util.HashMap;
import java.util.Map;

/**
 * JSON as RFC 8259 has it. What it allows and readers disagree on is warned of: a name that stands twice, a number that no double
 * holds, half a surrogate pair. The first error is the last: behind it nobody knows what is meant. Confined to one thread, and
 * used once.
 */
final class JsonSyntax {

    private final Source source;
    private final Findings findings;
    private final String text;
    private int position;
    private int depth;
    private boolean failed;

    JsonSyntax(Source source, Findings findings) {
        this.source = source;
        this.findings = findings;
        text = source.text();
    }

    void check() {
        Validation.warnOfMark(source, findings);
        skipBlanks();
        value();
        skipBlanks();
        if (position < text.length()) {
            fail(position, "Nothing more expected: the value is over.");
        }
    }

    private void value() {
        switch (peek()) {
            case '{' -> object();
            case '[' -> list();
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        }
    }

    private void object() {
        Map<String, Integer> names = new HashMap<>();
        boolean more = enters('}');
        while (more) {
            name(names);
            skipBlanks();
            if (peek() == ':') {
                position++;
            } else {
                fail(position, "A colon expected.");
            }
            skipBlanks();
            value();
            more = continues('}');
        }
    }

    private void name(Map<String, Integer> names) {
        int start = position;
        if (peek() != '"') {
            fail(position, "A name in double quotes expected.");
            return;
        }
        String name = string();
        Integer first = failed ? null : names.putIfAbsent(name, source.line(start));
        if (first != null) {
            findings.warning(
                    start,
                    "DUPLICATE_KEY",
                    "This name stands in line " + first
                            + " already; most readers heed the last one, some refuse both.");
        }
    }

    private void list() {
        boolean more = enters(']');
        while (more) {
            value();
            more = continues(']');
        }
    }

    /** Passes the sign that opens, and the one that closes if it follows at once; whether there is something in between. */
    private boolean enters(char end) {
        if (++depth > Validation.MAX_DEPTH) {
            Validation.tooDeep(findings, position);
            stop();
            return false;
        }
        position++;
        skipBlanks();
        return !closes(end);
    }

    /** Behind an element: passes a comma and answers true, or the closing sign and answers false. */
    private boolean continues(char end) {
        skipBlanks();
        if (failed || closes(end)) {
            return false;
        }
        if (peek() != ',') {
            fail(position, "A comma or " + end + " expected.");
            return false;
        }
        position++;
        skipBlanks();
        return true;
    }

    private boolean closes(char end) {
        if (peek() != end) {
            return false;
        }
        position++;
        depth--;
        return true;
    }

    private String string() {
        int start = position++;
        StringBuilder value = new StringBuilder();
        while (!failed && peek() != '"') {
            char c = peek();
            if (c < ' ') {
                fail(
                        position < text.length() ? position : start,
                        position < text.length()
                                ? "A control character must be escaped in a string."
                                : "The string that begins here does not end.");
            } else {
                position++;
                value.append(c == '\\' ? escape() : c);
            }
        }
        position++;
        if (!failed && value.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            findings.warning(
                    start, "LONE_SURROGATE", "This string holds half a surrogate pair, which is no character.");
        }
        return value.toString();
    }

    private char escape() {
        int start = position - 1;
        char c = peek();
        position++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicodeEscape(start);
            default -> {
                fail(start, "There is no such escape.");
                yield '?';
            }
        };
    }

    private char unicodeEscape(int start) {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Source.hexDigit(peek());
            if (digit < 0) {
                fail(start, "Four hex digits expected behind the u.");
                return '?';
            }
            code = code * 16 + digit;
            position++;
        }
        return (char) code;
    }

    private void number() {
        int start = position;
        pass('-');
        boolean right = pass('0') || digits();
        if (right && pass('.')) {
            right = digits();
        }
        if (right && (pass('e') || pass('E'))) {
            passSign();
            right = digits();
        }
        if (!right) {
            fail(position, start == position ? "A value expected." : "A digit expected.");
        } else if (Double.isInfinite(Double.parseDouble(text.substring(start, position)))) {
            findings.warning(start, "NUMBER_RANGE", "This number is beyond what a double holds.");
        }
    }

    private void passSign() {
        if (peek() == '+' || peek() == '-') {
            position++;
        }
    }

    private boolean digits() {
        int start = position;
        while (peek() >= '0' && peek() <= '9') {
            position++;
        }
        return position > start;
    }

    private boolean pass(char sign) {
        if (peek() != sign) {
            return false;
        }
        position++;
        return true;
    }

    private void word(String word) {
        if (text.startsWith(word, position)) {
            position += word.length();
        } else {
            fail(position, "A value expected.");
        }
    }

    private void skipBlanks() {
        while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') {
            position++;
        }
    }

    /** The next character; NUL at the end, and NUL itself is allowed nowhere. */
    private char peek() {
        return position < text.length() ? text.charAt(position) : 0;
    }

    private void fail(int offset, String sentence) {
        if (!failed) {
            findings.error(offset, "SYNTAX", sentence);
        }
        stop();
    }

    /** Nothing more is read: whoever looks on finds the end. */
    private void stop() {
        failed = true;
        position = text.length();
    }
}
