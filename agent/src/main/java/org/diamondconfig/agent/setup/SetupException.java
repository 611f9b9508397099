/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.setup;

/** The configuration file is refused; the message names the file, the line and the rule. */
public final class SetupException extends Exception {

    /** With a sentence that a person can act on. */
    public SetupException(String message) {
        super(message);
    }
}
