/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.search;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.problem.BadRequest;

/**
 * A regular expression that somebody made up, held against one content after the other, each for a bounded time: some expressions
 * take longer than a life for a text of a line. What took too long does not match, and is remembered. Confined to one thread.
 */
final class Expression implements Predicate<byte[]> {

    /** For one content. */
    static final Duration MOST = Duration.ofMillis(100);

    private static final int LOOKS_A_TICK = 4_096;

    private final Pattern pattern;
    private final Ticker ticker;
    private boolean gaveUp;

    private Expression(Pattern pattern, Ticker ticker) {
        this.pattern = pattern;
        this.ticker = ticker;
    }

    /** @throws BadRequest BAD_PARAMETER if it is none; {@code ^} and {@code $} are those of lines */
    static Expression of(String text, Ticker ticker) {
        try {
            return new Expression(Pattern.compile(text, Pattern.MULTILINE), ticker);
        } catch (PatternSyntaxException e) {
            throw new BadRequest(
                    "BAD_PARAMETER",
                    "content: no regular expression, " + e.getDescription().replaceAll("\\s+", " ") + " at "
                            + Math.max(0, e.getIndex()));
        }
    }

    @Override
    public boolean test(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        try {
            return pattern.matcher(new Bounded(text, ticker)).find();
        } catch (OutOfTime | StackOverflowError tooMuch) {
            gaveUp = true;
            return false;
        }
    }

    /** Whether there was a content of which it is not known. */
    boolean gaveUp() {
        return gaveUp;
    }

    /** Says nothing and costs nothing: it is caught where it is thrown for. */
    private static final class OutOfTime extends RuntimeException {

        private static final long serialVersionUID = 1;

        OutOfTime() {
            super("", null, false, false);
        }
    }

    /** A text that can be looked at for so long. */
    private static final class Bounded implements CharSequence {

        private final CharSequence text;
        private final Ticker ticker;
        private final long until;
        private int looks;

        Bounded(CharSequence text, Ticker ticker) {
            this.text = text;
            this.ticker = ticker;
            until = ticker.nanos() + MOST.toNanos();
        }

        @Override
        public char charAt(int index) {
            if (++looks % LOOKS_A_TICK == 0 && ticker.nanos() - until >= 0) {
                throw new OutOfTime();
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
