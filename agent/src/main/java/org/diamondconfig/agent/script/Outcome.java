/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.script;

import java.time.Duration;

/**
 * How a script ended. Immutable.
 *
 * @param exit its exit status; -1 if it was killed at the limit or could not be started
 * @param ending in a word: ended, killed, not started
 * @param printed what it printed, as far as it is kept
 * @param took how long it ran
 */
public record Outcome(int exit, String ending, String printed, Duration took) {

    /** How it ended if it did not begin. */
    static final String NOT_STARTED = "not started";

    /** How it ended if it was still there at the limit. */
    static final String KILLED = "killed";

    /** For servers, in few words: nothing of what it printed. */
    public String words() {
        return switch (ending) {
            case NOT_STARTED -> "script not started";
            case KILLED -> "script killed at the limit, " + took.toMillis() + " ms";
            default -> "script ended, status " + exit + ", " + took.toMillis() + " ms";
        };
    }
}
