/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import java.time.Duration;

/** What a run saw, as lines of the build's output; nothing is asserted here. */
record Figures(String run) {

    private static final System.Logger LOG = System.getLogger("figures");

    void say(String line) {
        LOG.log(System.Logger.Level.INFO, "{0}: {1}", run, line);
    }

    /** Does it, and says how long it took. */
    Duration measure(String what, Runnable action) {
        long begin = System.nanoTime();
        action.run();
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        say(what + ": " + took.toMillis() + " ms");
        return took;
    }
}
