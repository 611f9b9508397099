/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.passage;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.problem.BadRequest;

/**
 * A regular expression that somebody made up, in RE2's syntax, held against one content after the other, each for a bounded time. RE2
 * reads a text once, whatever the expression; Java's own take longer than a life for some, and not all of them look at the text
 * meanwhile, so that nothing could end them.
 */
final class Expression extends Sought {

    private static final int LOOKS_A_TICK = 256;

    private final Pattern pattern;

    private Expression(Pattern pattern, Ticker ticker) {
        super(ticker);
        this.pattern = pattern;
    }

    /** @throws BadRequest BAD_PARAMETER if it is none, or counts groups; {@code ^} and {@code $} are those of lines */
    static Expression of(String text, Ticker ticker) {
        if (countsGroups(text)) {
            throw new BadRequest(
                    "BAD_PARAMETER", "content: a group cannot be counted; write * or +, or repeat the group.");
        }
        try {
            return new Expression(Pattern.compile(text, Pattern.MULTILINE), ticker);
        } catch (PatternSyntaxException e) {
            throw new BadRequest(
                    "BAD_PARAMETER",
                    "content: no regular expression, " + e.getDescription().replaceAll("\\s+", " "));
        }
    }

    /** Counts within counts would be written out, and take all memory. One within brackets is taken for one, too. */
    private static boolean countsGroups(String text) {
        for (int i = 0; i + 1 < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.startsWith("){", i)) {
                return true;
            }
        }
        return false;
    }

    @Override
    Optional<Passage> first(String content) {
        Matcher matcher = pattern.matcher(new Watched(content));
        return matcher.find() ? Optional.of(Passage.of(content, matcher.start(), matcher.end())) : Optional.empty();
    }

    /** A text that can be looked at for so long. */
    private final class Watched implements CharSequence {

        private final CharSequence text;
        private int looks;

        Watched(CharSequence text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++looks % LOOKS_A_TICK == 0) {
                look();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
