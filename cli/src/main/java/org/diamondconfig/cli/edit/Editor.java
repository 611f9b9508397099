/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.edit;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.cli.edge.Surroundings;

/** The program by which a person changes a file: {@code VISUAL}, {@code EDITOR}, or else vi. Stateless. */
final class Editor {

    /** After the command: a job that was stopped has not ended. */
    private static final String WAIT =
            " \"$1\"; s=$?; while [ $s -gt 128 ] && [ \"$(kill -l $s 2>/dev/null)\" = TSTP ]; "
                    + "do fg >/dev/null; s=$?; done; exit $s";

    private Editor() {}

    /** Its command line, without the file. */
    static String command(Surroundings around) {
        boolean shown = around.console().isPresent();
        return around.variable("VISUAL")
                .or(() -> around.variable("EDITOR"))
                .or(() -> java.util.Optional.of("vi").filter(vi -> shown))
                .orElseThrow(() -> new Refused(
                        Exit.USAGE,
                        "there is no terminal for an editor: name a program by EDITOR, or use diamond put"));
    }

    /**
     * Runs it on this file; how it ended. Its name is no part of the line that the shell reads. At a terminal it is a job of its own, so that
     * its Ctrl-C does not end this process, and what was typed with it; one that Ctrl-Z stopped goes on at once.
     */
    static int run(Surroundings around, String command, Path file) throws InterruptedException {
        boolean shown = around.console().isPresent();
        List<String> line = File.separatorChar == '\\'
                ? List.of("cmd", "/c", command, file.toString())
                : List.of("/bin/sh", shown ? "-mc" : "-c", command + WAIT, "sh", file.toString());
        ProcessBuilder builder = new ProcessBuilder(line).inheritIO();
        builder.environment().remove("DIAMOND_TOKEN");
        if (!shown) {
            builder.redirectInput(ProcessBuilder.Redirect.PIPE).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        }
        try {
            Process editor = builder.start();
            if (!shown) {
                editor.getOutputStream().close();
            }
            return editor.waitFor();
        } catch (IOException e) {
            throw new Refused(Exit.FAILED, "the editor cannot be run: " + e.getMessage());
        }
    }
}
