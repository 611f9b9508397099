/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Sends signals to processes, and runs the other small commands that faults are made of. Stateless. */
final class Signals {

    private Signals() {}

    /**
     * Sends a signal by its name without SIG.
     *
     * @throws IllegalStateException if there is no such process
     */
    static void send(long pid, String name) {
        run("kill", "-" + name, Long.toString(pid));
    }

    /**
     * Runs a command to its end.
     *
     * @throws IllegalStateException with what it printed, if it fails
     */
    static void run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int status = process.waitFor();
            if (status != 0) {
                throw new IllegalStateException(String.join(" ", command) + " ended with " + status + ": " + printed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(String.join(" ", command) + " was interrupted", e);
        }
    }
}
