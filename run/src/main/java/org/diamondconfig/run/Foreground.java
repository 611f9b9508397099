/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;

/**
 * The self-contained jar as a child of the build: it shares the console, is given every {@code -Ddiamond.*} of the command
 * line, ends with the build and hands its exit code on.
 */
public final class Foreground {

    private static final String PREFIX = "diamond.";

    private Foreground() {}

    /** Runs the jar {@code args[0]} until it ends. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Process server = new ProcessBuilder(command(Path.of(args[0]), System.getProperties()))
                .inheritIO()
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "diamond-stop"));
        System.exit(server.waitFor());
    }

    static List<String> command(Path jar, Properties given) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String name : new TreeSet<>(given.stringPropertyNames())) {
            if (name.startsWith(PREFIX)) {
                command.add("-D" + name + "=" + given.getProperty(name));
            }
        }
        command.add("-jar");
        command.add(jar.toString());
        return List.copyOf(command);
    }

    /** Asks the server to stop and waits for it, so that the console is free only when the port is. */
    private static void stop(Process server) {
        server.destroy();
        try {
            server.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
