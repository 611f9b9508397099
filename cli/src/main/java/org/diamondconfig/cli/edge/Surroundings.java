/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.edge;

import java.io.BufferedInputStream;
import java.io.Console;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a process finds around it: its streams, its environment, the home of its user. Immutable.
 *
 * @param in what is read for {@code -f -}
 * @param out data, and nothing else
 * @param err talk
 * @param environment the variables
 * @param home the user's folder
 * @param console the terminal at which somebody can be asked; empty: there is none
 * @param terminal which of the streams somebody sees
 * @param interruption Ctrl-C
 */
public record Surroundings(
        InputStream in,
        OutputStream out,
        PrintStream err,
        Map<String, String> environment,
        Path home,
        Optional<Console> console,
        Terminal terminal,
        Interruption interruption) {

    private static final int WIDTH = 100;

    /** The system property by which the launcher tells the width, where no variable does: programs that this one starts see it not. */
    private static final String COLUMNS = "diamond.cli.columns";

    /** Those of this process. The input is buffered: a bare one would seek, which a pipe cannot. */
    public static Surroundings ofProcess() {
        Optional<Console> console = Optional.ofNullable(System.console()).filter(Surroundings::isTerminal);
        return new Surroundings(
                new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
                new FileOutputStream(FileDescriptor.out),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                System.getenv(),
                home(System.getenv("HOME"), System.getProperty("user.home", ".")),
                console,
                Terminal.of(System.getProperty(Terminal.TOLD), console.isPresent()),
                Interruption.ofProcess());
    }

    /** From Java 22 on there may be a console that is none. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /** As other programs find it: by the variable, where Java asks the system who the user is. */
    static Path home(String variable, String otherwise) {
        boolean named = File.separatorChar == '/' && variable != null && !variable.isEmpty();
        return Path.of(named ? variable : otherwise);
    }

    /** A variable that is set to something. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    /** The folder that this variable names, else this one of the home. */
    public Path folder(String variable, String otherwise) {
        return variable(variable)
                .map(Path::of)
                .orElseGet(() -> home.resolve(otherwise))
                .resolve("diamond");
    }

    /** Characters in a line of the terminal; a large number without one. */
    public int width() {
        if (!terminal.out()) {
            return Integer.MAX_VALUE;
        }
        return Optional.ofNullable(System.getProperty(COLUMNS))
                .filter(told -> !told.isEmpty())
                .or(() -> variable("COLUMNS"))
                .filter(text -> text.matches("[0-9]{2,4}"))
                .map(Integer::parseInt)
                .orElse(WIDTH);
    }
}
