/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.application;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.problem.TooMany;

/** What was shown lately, and must not be shown again. Thread-safe. Only what was proven comes here. */
final class Replays {

    /** Most that are remembered at once: some 20 MB. */
    static final int MOST = 200_000;

    private final long nanos;
    private final Ticker ticker;

    /** When each was shown, in that order. Guarded by this. */
    private final Map<String, Long> shown = new LinkedHashMap<>();

    /** @param memory how long each is remembered */
    Replays(Duration memory, Ticker ticker) {
        nanos = memory.toNanos();
        this.ticker = ticker;
    }

    /**
     * Whether this is shown for the first time, as far as is remembered.
     *
     * @throws TooMany if there is no room to remember it; to let it pass would be to let it pass again
     */
    synchronized boolean isFirst(String one) {
        long now = ticker.nanos();
        forget(now);
        if (shown.containsKey(one)) {
            return false;
        }
        if (shown.size() >= MOST) {
            throw new TooMany(
                    "TOO_MANY_SIGNATURES",
                    "Applications sign more requests than can be remembered; trust their network, or shorten"
                            + " diamond.application.window.",
                    1);
        }
        shown.put(one, now);
        return true;
    }

    private void forget(long now) {
        for (Iterator<Long> times = shown.values().iterator(); times.hasNext() && now - times.next() > nanos; ) {
            times.remove();
        }
    }
}
