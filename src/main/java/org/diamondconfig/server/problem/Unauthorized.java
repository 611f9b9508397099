/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.problem;

/** 401: it is not known who asks, or what was shown as a proof is none. */
public final class Unauthorized extends ProblemException {

    private static final long serialVersionUID = 1;

    public Unauthorized(String code, String sentence) {
        super(401, code, sentence);
    }
}
