/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.core;

import picocli.CommandLine.Option;

/** The option of commands that change something, by which a person says why. Confined to one thread. */
public final class Reason {

    @Option(
            names = {"-m", "--message"},
            paramLabel = "TEXT",
            description = "Why, for the history.")
    private String message;

    /** What was said; null if nothing was. */
    public String text() {
        return message;
    }
}
