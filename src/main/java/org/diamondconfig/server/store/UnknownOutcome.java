/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

import org.diamondconfig.server.problem.Unavailable;

/** The answer when COMMIT was sent and its fate is not known: later the change is either fully there or it never is. */
public final class UnknownOutcome extends Unavailable {

    private static final long serialVersionUID = 1;

    private static final int RETRY_AFTER_SECONDS = 1;

    UnknownOutcome(Throwable cause) {
        super(
                "OUTCOME_UNKNOWN",
                "The database broke off while the change was being committed. Repeat the request with the same"
                        + " Idempotency-Key to learn the outcome.",
                RETRY_AFTER_SECONDS,
                cause);
    }
}
