/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.problem;

/** 409: the state of what was named forbids it. */
public final class Conflict extends ProblemException {

    private static final long serialVersionUID = 1;

    public Conflict(String code, String sentence) {
        super(409, code, sentence);
    }
}
