/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.sign;

import java.io.Console;
import org.diamondconfig.cli.config.Contents;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.cli.edge.Surroundings;

/** What nobody else may see: asked for at the terminal, which does not show it, or else all of the standard input. Stateless. */
public final class Secret {

    private Secret() {}

    /** One secret, without the blanks and line ends around it. */
    public static String read(Surroundings around, String prompt) {
        return around.console()
                .map(console -> asked(console, prompt))
                .orElseGet(() -> input(around).strip());
    }

    /** The standard input, where there is no terminal. */
    static String input(Surroundings around) {
        return Contents.text("the standard input", Contents.read(around, Contents.STDIN));
    }

    static String asked(Console console, String prompt) {
        char[] told = console.readPassword("%s", prompt);
        if (told == null) {
            throw new Refused(Exit.USAGE, "nothing was typed");
        }
        return new String(told);
    }
}
