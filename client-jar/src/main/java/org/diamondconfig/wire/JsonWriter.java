/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.wire;

import java.nio.charset.StandardCharsets;

/**
 * A compact JSON text being written. Confined to one thread.
 *
 * <p>Besides what JSON demands it escapes U+2028 and U+2029, so that the text can stand in a script, and lone surrogates, so
 * that it is UTF-8 whatever was given; the strict reader refuses those again.
 */
public final class JsonWriter {

    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out = new StringBuilder();
    private int depth;
    private boolean comma;

    /** Opens an object. */
    public JsonWriter object() {
        return open('{');
    }

    /** Closes the object. */
    public JsonWriter endObject() {
        return close('}');
    }

    /** Opens a list. */
    public JsonWriter array() {
        return open('[');
    }

    /** Closes the list. */
    public JsonWriter endArray() {
        return close(']');
    }

    /** Writes the name of the next value. */
    public JsonWriter name(String name) {
        separate();
        quote(name);
        out.append(':');
        comma = false;
        return this;
    }

    /** Writes a text, or null. */
    public JsonWriter value(String value) {
        separate();
        if (value == null) {
            out.append("null");
        } else {
            quote(value);
        }
        return this;
    }

    /** Writes an integer. */
    public JsonWriter value(long value) {
        separate();
        out.append(value);
        return this;
    }

    /** Writes true or false. */
    public JsonWriter value(boolean value) {
        separate();
        out.append(value);
        return this;
    }

    /** Writes a member with a text, or null. */
    public JsonWriter field(String name, String value) {
        return name(name).value(value);
    }

    /** Writes a member with an integer. */
    public JsonWriter field(String name, long value) {
        return name(name).value(value);
    }

    /** Writes a member with true or false. */
    public JsonWriter field(String name, boolean value) {
        return name(name).value(value);
    }

    /**
     * The text.
     *
     * @throws IllegalStateException if an object or list is still open
     */
    @Override
    public String toString() {
        if (depth != 0) {
            throw new IllegalStateException("JSON: " + depth + " objects or lists are still open");
        }
        return out.toString();
    }

    /** The text as UTF-8. */
    public byte[] toUtf8() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    private JsonWriter open(char sign) {
        separate();
        out.append(sign);
        comma = false;
        depth++;
        return this;
    }

    private JsonWriter close(char sign) {
        out.append(sign);
        comma = true;
        depth--;
        return this;
    }

    private void separate() {
        if (comma) {
            out.append(',');
        }
        comma = true;
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                out.append(c).append(text.charAt(++i));
            } else {
                character(c);
            }
        }
        out.append('"');
    }

    private void character(char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (c < ' ' || c == 0x7f || c == '\u2028' || c == '\u2029' || Character.isSurrogate(c)) {
                    unicodeEscape(c);
                } else {
                    out.append(c);
                }
            }
        }
    }

    private void unicodeEscape(char c) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(HEX.charAt((c >> shift) & 0xf));
        }
    }
}
