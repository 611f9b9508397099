/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another process of a test. */
public final class Child {

    private Child() {}

    /** A main class of the tests in a JVM of its own; what it prints is for the test to read. */
    public static Process java(Class<?> main, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + System.getProperty("child.heap", "64m"),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Waits for one that is to end well. */
    public static void end(Process process) throws InterruptedException {
        if (!process.waitFor(180, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError("the other process has not ended well");
        }
    }

    /** All that a command prints, errors included, and its status behind it. */
    public static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        if (!process.waitFor(180, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return "no end";
        }
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8) + "|" + process.exitValue();
    }

    /** Whether a command can be run here and ends well. */
    public static boolean works(String... command) throws InterruptedException {
        try {
            return run(List.of(command)).endsWith("|0");
        } catch (IOException e) {
            return false;
        }
    }
}
