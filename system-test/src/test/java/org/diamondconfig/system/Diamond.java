/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;

/**
 * The command line as it was built, for one user at one server: its jar, run within this process, where a command takes
 * milliseconds; and its script, for what only a process can show. Immutable but for what is typed into it. Confined to one thread.
 */
final class Diamond {

    /** {@code cli/bin/diamond}. */
    static final Path SCRIPT = Path.of(System.getProperty("diamond.cli")).toAbsolutePath();

    /** The first words of all that ended well, {@code users add} say. */
    static final Set<String> WENT_WELL = ConcurrentHashMap.newKeySet();

    private static final Program PROGRAM = Program.load(SCRIPT.resolve("../../target/diamond-cli.jar"));
    private static final int PATIENCE_SECONDS = 120;

    private final Path home;
    private final Map<String, String> environment = new HashMap<>();
    private byte[] input = {};

    Diamond(Path home) {
        this.home = home;
        environment.put("XDG_CONFIG_HOME", home.resolve("config").toString());
        environment.put("XDG_CACHE_HOME", home.resolveSibling("cache").toString());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("DIAMOND_CALL_TIMEOUT", "60s"); // a password is hashed slowly on a busy machine
    }

    Diamond with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** The server that it talks to. */
    String server() {
        return environment.get("DIAMOND_SERVER");
    }

    /** What the next command reads. */
    Diamond input(String text) {
        input = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    /** What became of a command. */
    record Ran(int code, byte[] bytes, String err) {

        String out() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        /** The lines of {@code -o json}. */
        List<JsonObject> objects() {
            return out().lines()
                    .map(line -> JsonObject.of(Json.parse(line), "line"))
                    .toList();
        }

        /** This, if it ended so. */
        Ran with(int expected) {
            assertThat(code).as(err).isEqualTo(expected);
            return this;
        }
    }

    /** The program in its jar, of which nothing but Java's own classes is seen from here. */
    private record Program(
            Constructor<?> main, Method run, Constructor<?> around, Object noTerminal, Constructor<?> interruption) {

        static Program load(Path jar) {
            try {
                URL[] alone = {jar.normalize().toUri().toURL()};
                ClassLoader loader = new URLClassLoader(alone, ClassLoader.getPlatformClassLoader());
                Class<?> around = loader.loadClass("org.diamondconfig.cli.edge.Surroundings");
                Class<?> interruption = loader.loadClass("org.diamondconfig.cli.edge.Interruption");
                Class<?> terminal = loader.loadClass("org.diamondconfig.cli.edge.Terminal");
                Class<?> main = loader.loadClass("org.diamondconfig.cli.Main");
                return new Program(
                        main.getConstructor(around),
                        main.getMethod("run", String[].class),
                        around.getConstructor(
                                InputStream.class,
                                OutputStream.class,
                                PrintStream.class,
                                Map.class,
                                Path.class,
                                Optional.class,
                                terminal,
                                interruption),
                        terminal.getField("NONE").get(null),
                        interruption.getConstructor());
            } catch (IOException | ReflectiveOperationException e) {
                throw new IllegalStateException(jar + " is not what was expected; is it packaged?", e);
            }
        }

        int run(
                InputStream in,
                OutputStream out,
                PrintStream err,
                Map<String, String> environment,
                Path home,
                String... arguments) {
            try {
                Object surroundings = around.newInstance(
                        in,
                        out,
                        err,
                        environment,
                        home,
                        Optional.<Console>empty(),
                        noTerminal,
                        interruption.newInstance());
                return (int) run.invoke(main.newInstance(surroundings), (Object) arguments);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Runs a command within this process. */
    Ran run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        InputStream in = new ByteArrayInputStream(input);
        input = new byte[0];
        PrintStream said = new PrintStream(err, true, StandardCharsets.UTF_8);
        int code = PROGRAM.run(in, out, said, Map.copyOf(environment), home, arguments);
        note(code, arguments);
        return new Ran(code, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
    }

    /** Runs a command that ends well; what it printed. */
    String well(String... arguments) {
        return run(arguments).with(0).out();
    }

    /** Begins a command within this process. */
    CompletableFuture<Ran> later(String... arguments) {
        return CompletableFuture.supplyAsync(() -> run(arguments));
    }

    private static void note(int code, String... arguments) {
        if (code == 0) {
            WENT_WELL.add(arguments[0]);
            WENT_WELL.add(String.join(" ", List.of(arguments).subList(0, Math.min(2, arguments.length))));
        }
    }

    /** A process of this command, which heeds Ctrl-C even where whoever started these tests does not. */
    ProcessBuilder process(String... command) {
        List<String> all = new ArrayList<>(List.of("env", "--default-signal=INT"));
        all.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(all).directory(home.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("DIAMOND_"));
        builder.environment().putAll(environment);
        builder.environment().put("DIAMOND", SCRIPT.toString());
        return builder;
    }

    /** The script with these arguments. */
    ProcessBuilder script(String... arguments) {
        List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
        command.addAll(List.of(arguments));
        return process(command.toArray(String[]::new));
    }

    /** The script in a line of a shell, as {@code $DIAMOND}. */
    Ran shell(String line) {
        return end(process("bash", "-c", line));
    }

    /** What becomes of a process. */
    Ran end(ProcessBuilder builder) {
        try {
            Path err = home.resolve("err");
            Process process = builder.redirectError(err.toFile()).start();
            try {
                process.getOutputStream().close();
                byte[] out = process.getInputStream().readAllBytes();
                return new Ran(ended(process), out, Files.readString(err));
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The exit code of a process that is about to end. */
    static int ended(Process process) {
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("the process ends")
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
