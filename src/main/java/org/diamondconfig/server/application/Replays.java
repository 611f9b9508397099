/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.application;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.diamondconfig.server.edge.Ticker;
import org.diamondconfig.server.problem.TooMany;

/**
 * What applications showed lately, and must not show again. Thread-safe. Only what was proven comes here, and each application has
 * room of its own, so that none takes another's.
 */
final class Replays {

    /** Most that are remembered of one application: some 4 MB. */
    static final int MOST = 50_000;

    private final long nanos;
    private final Ticker ticker;

    /** Of each application when each was shown, in that order. Guarded by this. */
    private final Map<String, Map<String, Long>> shown = new HashMap<>();

    /** @param memory how long each is remembered */
    Replays(Duration memory, Ticker ticker) {
        nanos = memory.toNanos();
        this.ticker = ticker;
    }

    /**
     * Whether an application shows this for the first time, as far as is remembered.
     *
     * @throws TooMany if there is no room to remember it; to let it pass would be to let it pass again
     */
    synchronized boolean isFirst(String application, String one) {
        long now = ticker.nanos();
        Map<String, Long> its = shown.computeIfAbsent(application, any -> new LinkedHashMap<>());
        forget(its, now);
        if (its.containsKey(one)) {
            return false;
        }
        if (its.size() >= MOST) {
            long free = its.values().iterator().next() + nanos - now;
            throw new TooMany(
                    "TOO_MANY_SIGNATURES",
                    "This application signs more requests than can be remembered; have its clients known by a token or their"
                            + " network, or have diamond.application.window shortened.",
                    (int) (1 + Duration.ofNanos(free).toSeconds()));
        }
        its.put(one, now);
        return true;
    }

    private void forget(Map<String, Long> its, long now) {
        for (Iterator<Long> times = its.values().iterator(); times.hasNext() && now - times.next() > nanos; ) {
            times.remove();
        }
    }
}
