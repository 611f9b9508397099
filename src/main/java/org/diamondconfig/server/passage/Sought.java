/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.passage;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.problem.BadRequest;

/**
 * What somebody looks for in one content after the other, in each for a bounded time. A content that took too long does not match, and
 * it is remembered that there was one. Confined to one thread.
 */
public abstract class Sought implements Function<byte[], Optional<Passage>> {

    /** For one content. */
    static final Duration MOST = Duration.ofMillis(100);

    private final Ticker ticker;
    private long until;
    private boolean gaveUp;

    Sought(Ticker ticker) {
        this.ticker = ticker;
    }

    /** A piece of text, exactly as it is. */
    public static Sought text(String text, Ticker ticker) {
        return new Text(text, ticker);
    }

    /** @throws BadRequest BAD_PARAMETER if it is no regular expression that may be used here */
    public static Sought expression(String expression, Ticker ticker) {
        return Expression.of(expression, ticker);
    }

    /** @throws BadRequest BAD_PARAMETER if it is no path */
    public static Sought path(String path, Ticker ticker) {
        return PathExpression.of(path, ticker);
    }

    /** Where it stands first in a content, in UTF-8; empty if it does not, or if that is not known in time. */
    @Override
    public final Optional<Passage> apply(byte[] content) {
        until = ticker.nanos() + MOST.toNanos();
        try {
            return first(content);
        } catch (OutOfTime tooMuch) {
            gaveUp = true;
            return Optional.empty();
        }
    }

    /** Calls {@link #look} now and then, and does not mind what that throws. */
    Optional<Passage> first(byte[] content) {
        return first(new String(content, StandardCharsets.UTF_8));
    }

    /** The same of a content that was read as characters. */
    abstract Optional<Passage> first(String content);

    /** Looks at the clock, and ends the search in this content if its time is over. */
    final void look() {
        if (ticker.nanos() - until >= 0) {
            throw new OutOfTime();
        }
    }

    /** Whether there was a content of which it is not known. */
    public final boolean gaveUp() {
        return gaveUp;
    }

    /** Says nothing and costs nothing: it is caught where it is thrown for. */
    private static final class OutOfTime extends RuntimeException {

        private static final long serialVersionUID = 1;

        OutOfTime() {
            super("", null, false, false);
        }
    }
}
