/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Out;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Scripts by which shells complete. */
@Command(
        name = "completion",
        description = {
            "Print the script by which a shell completes.",
            "bash and zsh: source <(diamond completion bash); fish: diamond completion fish | source."
        })
public final class Completion implements Callable<Integer> {

    /** Whose. */
    enum Kind {
        BASH,
        ZSH,
        FISH
    }

    @ParentCommand
    private Root root;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    private Kind kind;

    @Override
    public Integer call() {
        CommandLine whole = spec.root().commandLine();
        Out out = root.session().out();
        if (kind == Kind.FISH) {
            fish(whole).forEach(out::line);
        } else {
            out.line(AutoComplete.bash("diamond", whole).stripTrailing());
        }
        return Exit.OK.code();
    }

    private static List<String> fish(CommandLine whole) {
        List<String> lines = new ArrayList<>(List.of("complete -c diamond -f"));
        options(whole.getCommandSpec(), "").forEach(lines::add);
        whole.getSubcommands().forEach((name, command) -> {
            if (command.getCommandSpec().usageMessage().hidden()) {
                return;
            }
            lines.add("complete -c diamond -n __fish_use_subcommand -a " + name + describe(command.getCommandSpec()));
            String here = " -n '__fish_seen_subcommand_from " + name + "'";
            command.getSubcommands()
                    .forEach((sub, below) ->
                            lines.add("complete -c diamond" + here + " -a " + sub + describe(below.getCommandSpec())));
            lines.addAll(options(command.getCommandSpec(), here));
        });
        return lines;
    }

    private static List<String> options(CommandSpec spec, String condition) {
        List<String> lines = new ArrayList<>();
        for (OptionSpec option : spec.options()) {
            if (option.inherited() || option.hidden()) {
                continue;
            }
            StringBuilder line = new StringBuilder("complete -c diamond").append(condition);
            for (String name : option.names()) {
                line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
            }
            if (option.arity().max() > 0) {
                line.append(option.paramLabel().equals("FILE") ? " -r -F" : " -x");
            }
            lines.add(line + " -d " + quoted(String.join(" ", option.description())));
        }
        return lines;
    }

    private static String describe(CommandSpec spec) {
        String[] lines = spec.usageMessage().description();
        return " -d " + quoted(lines.length == 0 ? "" : lines[0]);
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
