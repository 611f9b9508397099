/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.config;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Runs a person's command at a change. What it prints goes to the standard error. Stateless. */
final class Shell {

    private Shell() {}

    /** Its exit code. Names and contents are not part of the command line, so that none of them can be a command. */
    static int run(String command, Map<String, Object> row) throws InterruptedException {
        boolean windows = File.separatorChar == '\\';
        ProcessBuilder builder = new ProcessBuilder(
                        windows ? List.of("cmd", "/c", command) : List.of("/bin/sh", "-c", command))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        if (!windows) {
            builder.command(List.of("/bin/sh", "-c", "exec 1>&2; " + command));
        }
        Map<String, String> environment = builder.environment();
        row.forEach((name, value) -> {
            if (!name.equals("content") && value != null) {
                environment.put(
                        "DIAMOND_" + name.replace("dataId", "DATA_ID").toUpperCase(java.util.Locale.ROOT),
                        value.toString());
            }
        });
        environment.remove("DIAMOND_TOKEN");
        try {
            Process process = builder.start();
            feed(process, row.get("content") == null ? "" : row.get("content").toString());
            process.getInputStream().transferTo(OutputStream.nullOutputStream());
            return process.waitFor();
        } catch (IOException e) {
            throw Watch.cannotRun(e);
        }
    }

    private static void feed(Process process, String content) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(content.getBytes(StandardCharsets.UTF_8));
        } catch (IOException notRead) {
            // A command need not read what it is given.
        }
    }
}
