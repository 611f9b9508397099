/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What was typed behind the program's name, which Java hands over as text of the locale: bytes that are none become signs that nobody
 * typed, and would be published. Pure, but for the file in which Linux keeps the bytes.
 */
final class Arguments {

    /** What is said then. */
    static final String BROKEN =
            "an argument is no text in UTF-8: set LC_ALL=C.UTF-8, or hand a content over by -f FILE";

    private static final Path BYTES = Path.of("/proc/self/cmdline");
    private static final char REPLACEMENT = '\uFFFD';

    private Arguments() {}

    /** Whether any holds the sign that stands for bytes that are no text. */
    static boolean areBroken(String... arguments) {
        for (String argument : arguments) {
            if (argument.indexOf(REPLACEMENT) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether this process was given more than ASCII in a locale that has no more: Java reads question marks then. The launcher sees to it. */
    static boolean areLost(String... arguments) {
        try {
            return !System.getProperty("sun.jnu.encoding", "UTF-8").equalsIgnoreCase("UTF-8")
                    && Files.isReadable(BYTES)
                    && hasMore(Files.readAllBytes(BYTES), arguments.length);
        } catch (IOException e) {
            return false; // then nobody knows
        }
    }

    /** Whether the last entries do, each of which ends with a NUL: those before them are the options of Java and its class path. */
    private static boolean hasMore(byte[] bytes, int entries) {
        int ends = 0;
        for (int at = bytes.length - 1; at >= 0 && ends <= entries; at--) {
            if (bytes[at] < 0) {
                return true;
            }
            ends += bytes[at] == 0 ? 1 : 0;
        }
        return false;
    }
}
