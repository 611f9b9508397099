/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.validate;

/**
 * A TOML document being read: its blanks, line ends, comments, names and strings. Once something is wrong it says so, and whoever
 * reads on has to ask. Confined to one thread.
 */
final class TomlText {

    private static final String BEHIND_A_TOKEN = " \t\r\n,]}#";

    private final Findings findings;
    private final String text;
    private int position;
    private boolean failed;

    TomlText(String text, Findings findings) {
        this.text = text;
        this.findings = findings;
    }

    int position() {
        return position;
    }

    boolean isOver() {
        return position >= text.length();
    }

    /** Whether there was an error since the last {@link #forgive}. */
    boolean hasFailed() {
        return failed;
    }

    void fail(int offset, String sentence) {
        if (!failed) {
            findings.error(Math.min(offset, text.length()), "SYNTAX", sentence);
        }
        failed = true;
    }

    /** What is nested too deeply is not read on. */
    void failTooDeep(int offset) {
        if (!failed) {
            Validation.tooDeep(findings, offset);
        }
        failed = true;
        position = text.length();
    }

    /**
     * After an error: goes on behind the line that begins at this offset, if it got no further than that and what is still open
     * ends in that line by these signs. What follows in an open value would be taken for keys.
     */
    void forgive(int start, String closing) {
        int end = text.indexOf('\n', start);
        boolean further = end < 0 || end < position || !closes(text.substring(position, end), closing);
        position = further ? text.length() : end + 1;
        failed = false;
    }

    private static boolean closes(String rest, String closing) {
        int comment = rest.indexOf(" #");
        return (comment < 0 ? rest : rest.substring(0, comment)).strip().endsWith(closing);
    }

    /** The next character, NUL at the end; NUL itself is allowed nowhere. */
    char peek() {
        return isOver() ? 0 : text.charAt(position);
    }

    boolean startsWith(String signs) {
        return text.startsWith(signs, position);
    }

    boolean pass(String signs) {
        boolean there = startsWith(signs);
        position += there ? signs.length() : 0;
        return there;
    }

    void skipBlanks() {
        while (peek() == ' ' || peek() == '\t') {
            position++;
        }
    }

    void skipBlanksCommentsAndLines() {
        do {
            skipBlanks();
            skipComment();
        } while (!failed && passLineEnd());
    }

    void skipComment() {
        if (peek() == '#') {
            while (!failed && !atLineEnd()) {
                passVisible();
            }
        }
    }

    boolean atLineEnd() {
        return isOver() || startsWith("\n") || startsWith("\r\n");
    }

    boolean passLineEnd() {
        return pass("\n") || pass("\r\n");
    }

    /** Letters, digits, {@code _} and {@code -}; empty if there is none. */
    String bareName() {
        int start = position;
        while (isBare(peek())) {
            position++;
        }
        return text.substring(start, position);
    }

    private static boolean isBare(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }

    /** Anything up to what separates values; a date and a time with a blank in between are one. */
    String token() {
        int start = position;
        skipToken();
        boolean time = startsWith(" ") && position + 1 < text.length() && Character.isDigit(text.charAt(position + 1));
        if (time && TomlScalar.isDate(text.substring(start, position))) {
            position++;
            skipToken();
        }
        return text.substring(start, position);
    }

    private void skipToken() {
        while (!isOver() && BEHIND_A_TOKEN.indexOf(text.charAt(position)) < 0) {
            position++;
        }
    }

    /** A string in single quotes, in one line: nothing is escaped. */
    String literal() {
        int start = position++;
        while (!failed && peek() != '\'') {
            inString(start);
        }
        passEnd(1);
        return failed ? "" : text.substring(start + 1, position - 1);
    }

    /** A string in double quotes, in one line. */
    String basic() {
        int start = position++;
        StringBuilder value = new StringBuilder();
        while (!failed && peek() != '"') {
            char c = inString(start);
            if (c == '\\') {
                value.appendCodePoint(escape());
            } else {
                value.append(c);
            }
        }
        passEnd(1);
        return value.toString();
    }

    /** Passes the quotes behind a string, unless an error keeps it from ending. */
    private void passEnd(int quotes) {
        position += failed ? 0 : quotes;
    }

    private char inString(int start) {
        if (atLineEnd()) {
            fail(start, "The string that begins here does not end in its line.");
            return 0;
        }
        return passVisible();
    }

    /** Passes a string of several lines, in three of these quotes. */
    void lines(char quote) {
        String quotes = String.valueOf(quote).repeat(3);
        int start = position;
        position += quotes.length();
        while (!failed && !startsWith(quotes)) {
            if (isOver()) {
                fail(start, "The string that begins here does not end.");
            } else if (!passLineEnd() && passVisible() == '\\' && quote == '"' && !continuesLine()) {
                escape();
            }
        }
        passEnd(quotes.length());
        for (int more = 0; more < 2 && !failed && (peek() == quote); more++) {
            position++; // Two more may stand before the three that end it.
        }
    }

    /** Whether nothing but blanks follows in this line. */
    private boolean continuesLine() {
        int before = position;
        skipBlanks();
        boolean ends = atLineEnd() && !isOver();
        position = before;
        return ends;
    }

    private char passVisible() {
        char c = text.charAt(position++);
        if ((c < ' ' && c != '\t') || c == 0x7f) {
            fail(position - 1, "A control character, which TOML wants escaped in a string.");
        }
        return c;
    }

    /** Passes what follows a backslash, and answers the character meant. */
    private int escape() {
        int start = position - 1;
        char c = peek();
        position += atLineEnd() ? 0 : 1;
        return switch (c) {
            case '"', '\\' -> c;
            case 'b' -> '\b';
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'f' -> '\f';
            case 'r' -> '\r';
            case 'u' -> codePoint(start, 4);
            case 'U' -> codePoint(start, 8);
            default -> {
                fail(start, "There is no such escape; in single quotes a backslash is only itself.");
                yield '?';
            }
        };
    }

    private int codePoint(int start, int digits) {
        long code = 0;
        for (int i = 0; i < digits; i++) {
            int digit = Source.hexDigit(peek());
            if (digit < 0) {
                fail(start, digits + " hex digits expected.");
                return '?';
            }
            code = code * 16 + digit;
            position++;
        }
        boolean surrogate = code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE;
        if (surrogate || code > Character.MAX_CODE_POINT) {
            fail(start, "There is no such character.");
            return '?';
        }
        return (int) code;
    }
}
