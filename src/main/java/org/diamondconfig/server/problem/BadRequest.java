/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.problem;

/** 400: the request is malformed; the same again fails again. */
public final class BadRequest extends ProblemException {

    private static final long serialVersionUID = 1;

    public BadRequest(String code, String sentence) {
        super(400, code, sentence);
    }
}
