/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.diamondconfig.system.Node;

/** {@code bin/diamond} at one server, with a home of its own. Confined to one thread. */
final class Tool {

    private static final String SCRIPT = System.getProperty("cli");
    private static final int LOOK_MILLIS = 50;
    private static final List<String> CLOCK =
            List.of("bash", "-c", "TIMEFORMAT='%3U %3S'; { time \"$@\" > out 2> err; } 2> time", "bash");

    private final Path home;
    private final Node server;

    /**
     * What a command took.
     *
     * @param resident the most memory of the process, in bytes
     */
    record Took(double seconds, long resident) {}

    Tool(Path home, Node server) {
        this.home = home;
        this.server = server;
    }

    /** Runs a command in at most so much heap, {@code 64m} say, which ends well. */
    Took run(String heap, String... arguments) {
        try {
            long began = System.nanoTime();
            ProcessBuilder builder = builder(List.of(SCRIPT), arguments)
                    .redirectOutput(home.resolve("out").toFile())
                    .redirectError(home.resolve("err").toFile());
            builder.environment().put("JDK_JAVA_OPTIONS", "-Xmx" + heap);
            Process process = builder.start();
            long resident = 0;
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                resident = Math.max(resident, resident(process.pid()));
            }
            requireWell(process, arguments);
            return new Took((System.nanoTime() - began) / 1e9, resident);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The seconds of processor time, user's and system's, of a command that ends well. */
    double processor(String... arguments) {
        return processor(List.of(SCRIPT), arguments);
    }

    /** The same of a Java that does nothing, as the script starts it. */
    double processorOfNothing() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return processor(List.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-version"));
    }

    private double processor(List<String> program, String... arguments) {
        List<String> timed = new ArrayList<>(CLOCK);
        timed.addAll(program);
        try {
            Process process = builder(timed, arguments).start();
            process.waitFor();
            requireWell(process, arguments);
            List<String> lines = Files.readAllLines(home.resolve("time"));
            return Stream.of(lines.get(lines.size() - 1).split(" ", -1))
                    .mapToDouble(Double::parseDouble)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private ProcessBuilder builder(List<String> program, String... arguments) {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
        builder.environment().put("DIAMOND_SERVER", server.uri().toString());
        builder.environment().put("XDG_CONFIG_HOME", home.resolve("config").toString());
        builder.environment().put("XDG_CACHE_HOME", home.resolve("cache").toString());
        return builder;
    }

    private void requireWell(Process process, String... arguments) throws IOException {
        if (process.exitValue() != 0) {
            throw new IllegalStateException(String.join(" ", arguments) + " ended with " + process.exitValue() + ": "
                    + Files.readString(home.resolve("err")));
        }
    }

    private static long resident(long pid) {
        try (Stream<String> status = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return status.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0; // it has ended
        }
    }
}
