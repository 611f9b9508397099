/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.problem;

import java.util.OptionalInt;

/** 429: a limit on how much or how often is reached. */
public final class TooMany extends ProblemException {

    private static final long serialVersionUID = 1;

    private final int retryAfter;

    /** @param retryAfter seconds after which it is worth trying again */
    public TooMany(String code, String sentence, int retryAfter) {
        super(429, code, sentence);
        this.retryAfter = retryAfter;
    }

    /** Floods are answered by these, and the stack of each costs more than the answer and tells nothing. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    @Override
    public OptionalInt retryAfterSeconds() {
        return OptionalInt.of(retryAfter);
    }
}
