/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.problem;

/** 422: well formed, and still contradicting itself or an earlier request. */
public final class Unprocessable extends ProblemException {

    private static final long serialVersionUID = 1;

    public Unprocessable(String code, String sentence) {
        super(422, code, sentence);
    }
}
