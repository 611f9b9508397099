/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.search;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;
import org.diamondconfig.server.edge.Ticker;

/**
 * What somebody looks for in one content after the other, in each for a bounded time. A content that took too long does not match, and
 * it is remembered that there was one. Confined to one thread.
 */
abstract class Bounded implements Predicate<byte[]> {

    /** For one content. */
    static final Duration MOST = Duration.ofMillis(100);

    private final Ticker ticker;
    private long until;
    private boolean gaveUp;

    Bounded(Ticker ticker) {
        this.ticker = ticker;
    }

    @Override
    public final boolean test(byte[] content) {
        until = ticker.nanos() + MOST.toNanos();
        try {
            return isIn(new String(content, StandardCharsets.UTF_8));
        } catch (OutOfTime tooMuch) {
            gaveUp = true;
            return false;
        }
    }

    /** Calls {@link #look} now and then, and does not mind what that throws. */
    abstract boolean isIn(String content);

    /** Looks at the clock, and ends the search in this content if its time is over. */
    final void look() {
        if (ticker.nanos() - until >= 0) {
            throw new OutOfTime();
        }
    }

    /** Whether there was a content of which it is not known. */
    final boolean gaveUp() {
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
