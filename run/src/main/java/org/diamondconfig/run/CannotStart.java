/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.run;

/** A reason not to start, as one sentence a person can act on, with the exit code of the process. */
final class CannotStart extends Exception {

    private static final long serialVersionUID = 1;

    static final int BAD_ARGUMENT = 2;
    static final int BAD_SETTING = 3;
    static final int PORT_TAKEN = 4;
    static final int FOLDER_UNUSABLE = 5;
    static final int FOLDER_IN_USE = 6;
    static final int NOT_DEPLOYED = 7;

    private final int exitCode;

    CannotStart(int exitCode, String sentence) {
        super(sentence);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
