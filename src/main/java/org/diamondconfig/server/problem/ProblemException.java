/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.problem;

import java.util.OptionalInt;

/**
 * A refusal that the caller is told: an HTTP status, a stable code, and one sentence a person can act on. The sentence names
 * fields and limits and never repeats raw input.
 */
public abstract class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;

    ProblemException(int status, String code, String sentence) {
        this(status, code, sentence, null);
    }

    ProblemException(int status, String code, String sentence, Throwable cause) {
        super(sentence, cause);
        this.status = status;
        this.code = code;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The stable code, as {@code CONFIG_NOT_FOUND}. */
    public String code() {
        return code;
    }

    /** After how many seconds it is worth trying again, if it is. */
    public OptionalInt retryAfterSeconds() {
        return OptionalInt.empty();
    }
}
