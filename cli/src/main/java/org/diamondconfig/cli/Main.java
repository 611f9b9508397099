/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli;

import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Format;
import org.diamondconfig.cli.edge.JsonText;
import org.diamondconfig.cli.edge.QuietLogs;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.cli.edge.Rows;
import org.diamondconfig.cli.edge.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program: a command line in, an exit code out. */
public final class Main {

    private final Surroundings around;

    /** A run with these streams and variables. */
    public Main(Surroundings around) {
        this.around = around;
    }

    /** Ends the process. */
    public static void main(String[] arguments) {
        Surroundings around = Surroundings.ofProcess();
        int code = Exit.FAILED.code();
        try {
            Main main = new Main(around);
            code = Arguments.areLost(arguments) ? main.refusedToRead() : main.run(arguments);
        } finally {
            around.interruption().over();
        }
        System.exit(code);
    }

    private int refusedToRead() {
        around.err().println("diamond: " + Arguments.BROKEN);
        return Exit.USAGE.code();
    }

    /** Runs one command line; the exit code. */
    public int run(String... arguments) {
        if (Arguments.areBroken(arguments)) {
            return refusedToRead();
        }
        Root root = new Root(around);
        CommandLine line = Catalogue.line(root, arguments);
        line.setColorScheme(Help.defaultColorScheme(coloured(arguments) ? Ansi.AUTO : Ansi.OFF));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExpandAtFiles(false); // a content may begin with @
        line.setOut(new PrintWriter(around.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(around.err(), true, StandardCharsets.UTF_8));
        line.setParameterExceptionHandler((wrong, args) -> {
            String name = wrong.getCommandLine().getCommandSpec().qualifiedName();
            around.err()
                    .println("diamond: " + Rows.printable(wrong.getMessage()) + meant(wrong) + "; see " + name
                            + " --help");
            return Exit.USAGE.code();
        });
        line.setExecutionStrategy(parsed -> {
            System.setProperty(QuietLogs.VERBOSE, Boolean.toString(root.verbose()));
            return execute(parsed);
        });
        line.setExecutionExceptionHandler((failure, command, parsed) -> told(root, failure));
        int code = line.execute(arguments);
        try {
            root.close();
        } catch (Refused e) {
            return code == 0 ? told(root, e) : code;
        }
        return code;
    }

    /** One of those that hold others does nothing by itself: its user sees which there are. */
    private int execute(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        Object command = last.commandSpec().userObject();
        boolean holdsOthers =
                !(command instanceof Callable || command instanceof Runnable || command instanceof Method);
        if (holdsOthers && !last.isUsageHelpRequested() && !last.isVersionHelpRequested()) {
            last.commandSpec().commandLine().usage(around.err());
            return Exit.USAGE.code();
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    /** What a word that is unknown is near to. */
    private static String meant(ParameterException wrong) {
        return wrong instanceof UnmatchedArgumentException unknown
                ? unknown.getSuggestions().stream()
                        .limit(1)
                        .map(near -> "; did you mean " + near)
                        .collect(Collectors.joining())
                : "";
    }

    private boolean coloured(String... arguments) {
        return around.terminal().out()
                && around.variable("NO_COLOR").isEmpty()
                && !java.util.Arrays.asList(arguments).contains("--no-color");
    }

    private int told(Root root, Exception failure) {
        Refused refused = failure instanceof Refused known ? known : refused(failure);
        if (root.format() == Format.JSON && !refused.problem().isEmpty()) {
            Map<String, Object> problem = new LinkedHashMap<>(refused.problem());
            problem.put("message", refused.getMessage()); // which may say more: what was done before, say
            around.err().println(JsonText.of(problem));
        } else if (!refused.getMessage().isEmpty()) {
            around.err().println("diamond: " + Rows.printable(refused.getMessage()));
        }
        if (root.verbose()) {
            failure.printStackTrace(around.err());
        }
        return refused.exit().code();
    }

    private static Refused refused(Exception failure) {
        if (failure instanceof IllegalArgumentException) {
            return new Refused(Exit.USAGE, String.valueOf(failure.getMessage())); // a name, or a setting of the client
        }
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return new Refused(Exit.INTERRUPTED, "interrupted");
        }
        if (failure instanceof FileSystemException file) {
            return new Refused(Exit.FAILED, file.getFile() + ": " + Refused.reason(file));
        }
        return new Refused(Exit.FAILED, failure.toString());
    }
}
