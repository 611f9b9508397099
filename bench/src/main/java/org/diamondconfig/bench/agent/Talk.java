/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.diamondconfig.bench.WarningsOnly;

/** Another process of a measurement, which is spoken to in lines and ended with it. Confined to one thread. */
final class Talk implements AutoCloseable {

    private final Process process;
    private final BufferedReader said;

    private Talk(Process process) {
        this.process = process;
        this.said = process.inputReader(StandardCharsets.UTF_8);
    }

    /** A command. */
    static Talk of(List<String> command) {
        try {
            return new Talk(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(command.get(0) + ": cannot be run", e);
        }
    }

    /** A main class in a JVM with these options. */
    static Talk java(Class<?> main, List<String> options, Object... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(WarningsOnly.OPTION);
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        return of(command);
    }

    /** The next line that it says. */
    String hear() {
        try {
            String line = said.readLine();
            if (line == null) {
                throw new IllegalStateException("the other process has ended");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says a line, and hears the answer. */
    String ask(String line) {
        try {
            process.getOutputStream().write((line + '\n').getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the other process does not hear", e);
        }
        return hear();
    }

    /** Whether it has ended well; waits for that. */
    boolean endsWell() {
        return process.onExit().join().exitValue() == 0;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
