/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.edge.Exit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The page about all commands, made of the commands. */
@Command(name = "reference", hidden = true, description = "Print docs/cli.md's table of commands.")
public final class Reference implements Callable<Integer> {

    @ParentCommand
    private Root root;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        lines(spec.root().commandLine()).forEach(root.session().out()::line);
        return Exit.OK.code();
    }

    /** The lines of the page. */
    public static List<String> lines(CommandLine whole) {
        List<String> lines = new ArrayList<>();
        lines.add("| option of all commands | |");
        lines.add("|---|---|");
        for (OptionSpec option : whole.getCommandSpec().options()) {
            lines.add("| " + names(option) + " | " + cell(option.description()) + " |");
        }
        lines.add("");
        lines.add("| exit | |");
        lines.add("|---|---|");
        for (Exit exit : Exit.values()) {
            lines.add("| " + exit.code() + " | " + cell(exit.meaning()) + " |");
        }
        whole.getSubcommands().values().stream().distinct().forEach(command -> command(lines, command));
        return lines;
    }

    private static void command(List<String> lines, CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        if (spec.usageMessage().hidden()) {
            return;
        }
        lines.add("");
        lines.add((spec.parent().parent() == null ? "## " : "### ") + spec.qualifiedName());
        lines.add("");
        lines.add(cell(spec.usageMessage().description()));
        if (command.getSubcommands().isEmpty()) {
            lines.add("");
            lines.add("    " + synopsis(spec));
        }
        List<ArgSpec> own = spec.args().stream()
                .filter(arg -> !arg.inherited() && !arg.hidden() && !isHelp(arg))
                .toList();
        if (!own.isEmpty()) {
            lines.add("");
            lines.add("| | |");
            lines.add("|---|---|");
            own.forEach(arg -> lines.add("| " + names(arg) + " | " + cell(arg.description()) + " |"));
        }
        command.getSubcommands().values().stream().distinct().forEach(below -> command(lines, below));
    }

    private static boolean isHelp(ArgSpec arg) {
        return arg instanceof OptionSpec option && (option.usageHelp() || option.versionHelp());
    }

    private static String synopsis(CommandSpec spec) {
        StringBuilder synopsis = new StringBuilder(spec.qualifiedName());
        if (spec.options().stream().anyMatch(option -> !option.inherited() && !isHelp(option))) {
            synopsis.append(" [OPTIONS]");
        }
        spec.positionalParameters().forEach(each -> {
            boolean must = each.arity().min() > 0;
            boolean many = each.arity().max() > 1;
            synopsis.append(must ? " " : " [")
                    .append(each.paramLabel())
                    .append(many ? "..." : "")
                    .append(must ? "" : "]");
        });
        return synopsis.toString();
    }

    private static String names(ArgSpec arg) {
        if (arg instanceof OptionSpec option) {
            String all = String.join(", ", option.names());
            return "`" + (option.arity().max() > 0 ? all + "=" + option.paramLabel() : all) + "`"
                    + (option.required() && option.group() == null ? " (needed)" : "");
        }
        return "`" + arg.paramLabel() + "`";
    }

    private static String cell(String... lines) {
        return Help.Ansi.OFF.string(String.join(" ", lines)).replace("%n", "").replace("|", "\\|");
    }
}
