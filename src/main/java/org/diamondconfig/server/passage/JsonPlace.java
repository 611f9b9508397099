/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.passage;

import java.util.List;
import org.diamondconfig.wire.Json;

/**
 * Where in the text of a JSON value a way through it leads. The text was read before and is right, so nothing in it is looked at twice
 * but names. Confined to one call.
 */
final class JsonPlace {

    private final String text;
    private int position;

    private JsonPlace(String text) {
        this.text = text;
    }

    /**
     * What stands there: of a member its name and its value; of what holds others no more than its name, or where it begins.
     *
     * @param way names, and numbers for places in lists, that lead somewhere
     */
    static Passage passage(String text, List<Object> way) {
        JsonPlace place = new JsonPlace(text);
        place.skipBlanks();
        int from = place.position;
        int to = from + 1;
        for (Object step : way) {
            place.position++;
            place.skipBlanks();
            if (step instanceof Integer index) {
                place.skipItems(index);
                from = place.position;
                to = from + 1;
            } else {
                from = place.skipToMember((String) step);
                to = place.endOfString(from);
            }
        }
        boolean holdsOthers = text.charAt(place.position) == '{' || text.charAt(place.position) == '[';
        return Passage.of(text, from, holdsOthers ? to : place.endOfValue());
    }

    private void skipBlanks() {
        while (Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }

    private void skipItems(int count) {
        for (int i = 0; i < count; i++) {
            skipValueAnd(',');
        }
    }

    /** From the first member of an object to the value of this one; where its name begins. */
    private int skipToMember(String name) {
        while (true) {
            int start = position;
            position = endOfString(start);
            boolean here = Json.parse(text.substring(start, position)).equals(name);
            skipBlanks();
            position++;
            skipBlanks();
            if (here) {
                return start;
            }
            skipValueAnd(',');
        }
    }

    private void skipValueAnd(char sign) {
        position = endOfValue();
        skipBlanks();
        if (text.charAt(position) != sign) {
            throw new IllegalStateException("no way through " + position);
        }
        position++;
        skipBlanks();
    }

    private int endOfValue() {
        int depth = 0;
        int at = position;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                at = endOfString(at) - 1;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            }
            boolean word = depth == 0 && c != '"' && c != '}' && c != ']';
            at++;
            if (depth <= 0 && (!word || at == text.length() || endsWord(text.charAt(at)))) {
                return at;
            }
        }
        return at;
    }

    private static boolean endsWord(char c) {
        return c == ',' || c == '}' || c == ']' || Character.isWhitespace(c);
    }

    /** Behind the closing quote of the text that begins here. */
    private int endOfString(int from) {
        int at = from + 1;
        while (text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return at + 1;
    }
}
