/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.problem;

/** 415: the body comes in a form that is not taken. */
public final class UnsupportedMedia extends ProblemException {

    private static final long serialVersionUID = 1;

    public UnsupportedMedia(String code, String sentence) {
        super(415, code, sentence);
    }

    /** JSON_EXPECTED: nothing but JSON is taken here, and the request says nothing of its type, or another. */
    public static UnsupportedMedia notJson() {
        return new UnsupportedMedia("JSON_EXPECTED", "Send JSON, with Content-Type: application/json.");
    }
}
