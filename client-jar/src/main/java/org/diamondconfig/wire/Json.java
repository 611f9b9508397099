/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.wire;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A strict JSON reader (RFC 8259, I-JSON): UTF-8 only, at most 64 levels deep, no duplicate name, no number beyond a double's
 * range, no lone surrogate, nothing after the value. Confined to one call.
 *
 * <p>An object becomes an unmodifiable map in the order of the text, a list an unmodifiable {@link List}, a number a
 * {@link Long} where it is written as an integer that fits and a {@link BigDecimal} elsewhere. Refusals say line and column
 * and never echo the input.
 */
public final class Json {

    /** Deepest nesting of lists and objects. */
    public static final int MAX_DEPTH = 64;

    private static final int MAX_NUMBER_LENGTH = 100;
    private static final int MAX_SCALE = 400;
    private static final char REPLACEMENT = '\uFFFD';
    private static final int LONG_DIGITS = 19; // so many, of any sign, may be more than a long holds

    private final String text;
    private int position;
    private int depth;

    private Json(String text) {
        this.text = text;
    }

    /**
     * The value written in this text.
     *
     * @return a map, list, String, Long, BigDecimal, Boolean or null
     * @throws IllegalArgumentException if it is not exactly one JSON value; the message tells line and column
     */
    public static Object parse(String text) {
        Json json = new Json(text);
        json.skipBlanks();
        Object value = json.value();
        json.skipBlanks();
        if (json.position < text.length()) {
            throw json.refusal("nothing more expected");
        }
        return value;
    }

    /**
     * The value written in these UTF-8 bytes.
     *
     * @throws IllegalArgumentException if they are not UTF-8, or not exactly one JSON value
     */
    public static Object parse(byte[] utf8) {
        return parse(decodeUtf8(utf8));
    }

    /**
     * The object written in these UTF-8 bytes.
     *
     * @throws IllegalArgumentException if they are not UTF-8, or not exactly one JSON object
     */
    public static JsonObject parseObject(byte[] utf8) {
        return JsonObject.of(parse(utf8), "body");
    }

    /** Java's own reading is the fast one, but does not tell what it could not read: it has a sign in its place, which may be meant. */
    private static String decodeUtf8(byte[] utf8) {
        String text = new String(utf8, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : decodeStrictly(utf8);
    }

    private static String decodeStrictly(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("JSON: the bytes are not UTF-8", e);
        }
    }

    private Object value() {
        return switch (peek()) {
            case '{' -> object();
            case '[' -> list();
            case '"' -> string();
            case 't' -> word("true", Boolean.TRUE);
            case 'f' -> word("false", Boolean.FALSE);
            case 'n' -> word("null", null);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw refusal("a value expected");
        };
    }

    private Map<String, Object> object() {
        enter();
        Map<String, Object> members = new LinkedHashMap<>();
        boolean more = !closes('}');
        while (more) {
            if (peek() != '"') {
                throw refusal("a name in quotes expected");
            }
            String name = string();
            if (members.containsKey(name)) {
                throw refusal("a name stands twice in one object");
            }
            skipBlanks();
            expect(':');
            skipBlanks();
            members.put(name, value());
            more = continues('}');
        }
        depth--;
        return Collections.unmodifiableMap(members);
    }

    private List<Object> list() {
        enter();
        List<Object> elements = new ArrayList<>();
        boolean more = !closes(']');
        while (more) {
            elements.add(value());
            more = continues(']');
        }
        depth--;
        return Collections.unmodifiableList(elements);
    }

    private void enter() {
        if (++depth > MAX_DEPTH) {
            throw refusal("nested deeper than " + MAX_DEPTH);
        }
        position++;
        skipBlanks();
    }

    private boolean closes(char end) {
        if (peek() != end) {
            return false;
        }
        position++;
        return true;
    }

    /** After an element: passes a comma and answers true, or the end sign and answers false. */
    private boolean continues(char end) {
        skipBlanks();
        if (closes(end)) {
            return false;
        }
        expect(',');
        skipBlanks();
        return true;
    }

    private String string() {
        position++;
        int start = position;
        char all = 0; // the bits of all characters: without those of a surrogate there is none
        char c = peekInString();
        while (c != '"' && c != '\\') {
            all |= c;
            position++;
            c = peekInString();
        }
        String head = text.substring(start, position);
        if (c == '\\') {
            head = withEscapes(new StringBuilder(head));
            all = Character.MAX_VALUE;
        }
        position++;
        if (all >= Character.MIN_SURROGATE) {
            requirePairedSurrogates(head);
        }
        return head;
    }

    private String withEscapes(StringBuilder out) {
        char c = peekInString();
        while (c != '"') {
            position++;
            out.append(c == '\\' ? escape() : c);
            c = peekInString();
        }
        return out.toString();
    }

    private char peekInString() {
        char c = peek();
        if (c < ' ') {
            throw refusal(position < text.length() ? "a control character must be escaped" : "the text ends too soon");
        }
        return c;
    }

    private char escape() {
        char c = peek();
        position++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicodeEscape();
            default -> {
                position--;
                throw refusal("no such escape");
            }
        };
    }

    private char unicodeEscape() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            char c = peek();
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw refusal("four hex digits expected");
            }
            code = code * 16 + digit;
            position++;
        }
        return (char) code;
    }

    private void requirePairedSurrogates(String s) {
        for (int i = 0; i < s.length(); i++) {
            if (Character.isSurrogate(s.charAt(i))) {
                if (i + 1 == s.length() || !Character.isSurrogatePair(s.charAt(i), s.charAt(i + 1))) {
                    throw refusal("a lone surrogate");
                }
                i++;
            }
        }
    }

    private Object number() {
        int start = position;
        if (peek() == '-') {
            position++;
        }
        if (peek() == '0') {
            position++;
        } else {
            digits();
        }
        boolean integer = true;
        if (peek() == '.') {
            integer = false;
            position++;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            integer = false;
            position++;
            if (peek() == '+' || peek() == '-') {
                position++;
            }
            digits();
        }
        return numberOf(text.substring(start, position), integer);
    }

    private void digits() {
        int start = position;
        while (peek() >= '0' && peek() <= '9') {
            position++;
        }
        if (position == start) {
            throw refusal("a digit expected");
        }
    }

    private Object numberOf(String digits, boolean integer) {
        if (integer && digits.length() < LONG_DIGITS) {
            return Long.valueOf(digits);
        }
        if (digits.length() > MAX_NUMBER_LENGTH) {
            throw refusal("a number of more than " + MAX_NUMBER_LENGTH + " characters");
        }
        try {
            BigDecimal number = new BigDecimal(digits);
            if (Math.abs((long) number.scale()) > MAX_SCALE || Double.isInfinite(number.doubleValue())) {
                throw refusal("a number out of range");
            }
            return integer && number.toBigInteger().bitLength() < Long.SIZE ? (Object) number.longValue() : number;
        } catch (NumberFormatException e) {
            IllegalArgumentException refusal = refusal("a number out of range");
            refusal.initCause(e);
            throw refusal;
        }
    }

    private Object word(String word, Boolean meaning) {
        if (!text.startsWith(word, position)) {
            throw refusal("a value expected");
        }
        position += word.length();
        return meaning;
    }

    private void expect(char sign) {
        if (peek() != sign) {
            throw refusal(sign + " expected");
        }
        position++;
    }

    private void skipBlanks() {
        while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') {
            position++;
        }
    }

    /** The next character, NUL at the end; NUL itself is allowed nowhere. */
    private char peek() {
        return position < text.length() ? text.charAt(position) : 0;
    }

    private IllegalArgumentException refusal(String reason) {
        int line = 1;
        int lineStart = 0;
        int end = Math.min(position, text.length());
        for (int i = 0; i < end; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new IllegalArgumentException("JSON " + line + ":" + (end - lineStart + 1) + ": " + reason);
    }
}
