/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.archive;

/** Why a zip, or one entry of it, cannot be read. */
public final class ArchiveException extends Exception {

    private static final long serialVersionUID = 1;

    private final String code;

    ArchiveException(String code, String sentence) {
        super(sentence);
        this.code = code;
    }

    /** Stable, for programs. */
    public String code() {
        return code;
    }
}
