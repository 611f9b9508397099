/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.problem;

/** 403: the caller may not do this; it says nothing about whether the key exists. */
public final class Forbidden extends ProblemException {

    private static final long serialVersionUID = 1;

    public Forbidden(String code, String sentence) {
        super(403, code, sentence);
    }
}
