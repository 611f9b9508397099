/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.problem;

/** 413: something is larger than its limit. */
public final class TooLarge extends ProblemException {

    private static final long serialVersionUID = 1;

    public TooLarge(String code, String sentence) {
        super(413, code, sentence);
    }
}
