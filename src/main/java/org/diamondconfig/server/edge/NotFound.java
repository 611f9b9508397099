/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.edge;

/** 404: what was named does not exist. */
public final class NotFound extends ProblemException {

    private static final long serialVersionUID = 1;

    public NotFound(String code, String sentence) {
        super(404, code, sentence);
    }
}
