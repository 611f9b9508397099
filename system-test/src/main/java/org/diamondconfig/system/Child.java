/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process that this JVM started and takes with it when it ends, with the signals of a person or a crash. Thread-safe. */
final class Child {

    private static final long PATIENCE_SECONDS = 90;

    private final Process process;
    private final Thread killer;

    private Child(Process process) {
        this.process = process;
        killer = new Thread(process::destroyForcibly, "diamond-killer-" + process.pid());
        Runtime.getRuntime().addShutdownHook(killer);
    }

    /** Starts it in the folder of its log, to which all that it prints is added. */
    static Child start(List<String> command, Path log, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(log.toAbsolutePath().getParent().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            return new Child(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Sends a signal: STOP, CONT. */
    void signal(String name) {
        Signals.send(pid(), name);
    }

    /** Waits until it has ended, and answers its exit code. */
    int ended() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("process " + pid() + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        try {
            Runtime.getRuntime().removeShutdownHook(killer);
        } catch (IllegalStateException alreadyShuttingDown) {
            // Then the hook does no harm: the process has ended.
        }
        return process.exitValue();
    }

    /** Asks it to end (SIGTERM), and waits until it has. */
    void stop() {
        process.destroy();
        ended();
    }

    /** Ends it as a crash does (SIGKILL). */
    void kill() {
        process.destroyForcibly();
        ended();
    }
}
