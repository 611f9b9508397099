/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.problem;

import java.util.OptionalInt;

/** 503: it cannot be done now; nothing was done unless the code says that the outcome is unknown. */
public class Unavailable extends ProblemException {

    private static final long serialVersionUID = 1;

    private final int retryAfter;

    /** @param retryAfter seconds after which it is worth trying again */
    public Unavailable(String code, String sentence, int retryAfter) {
        this(code, sentence, retryAfter, null);
    }

    /** @param retryAfter seconds after which it is worth trying again */
    public Unavailable(String code, String sentence, int retryAfter, Throwable cause) {
        super(503, code, sentence, cause);
        this.retryAfter = retryAfter;
    }

    @Override
    public OptionalInt retryAfterSeconds() {
        return OptionalInt.of(retryAfter);
    }
}
