/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.shell;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
        FISH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What stands for them in the commands. */
    private static final Set<String> FILES = Set.of("FILE", "FOLDER");

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
        shown(whole).forEach((name, command) -> {
            String here = "__fish_seen_subcommand_from " + name;
            lines.add("complete -c diamond -n __fish_use_subcommand -a " + name + describe(command.getCommandSpec()));
            Map<String, CommandLine> below = shown(command);
            String none =
                    below.isEmpty() ? "" : "; and not __fish_seen_subcommand_from " + String.join(" ", below.keySet());
            below.forEach((sub, each) -> {
                lines.add("complete -c diamond -n '" + here + none + "' -a " + sub + describe(each.getCommandSpec()));
                all(each.getCommandSpec(), here + "; and __fish_seen_subcommand_from " + sub, lines);
            });
            all(command.getCommandSpec(), here, lines);
        });
        return lines;
    }

    private static Map<String, CommandLine> shown(CommandLine command) {
        Map<String, CommandLine> shown = new LinkedHashMap<>(command.getSubcommands());
        shown.values().removeIf(each -> each.getCommandSpec().usageMessage().hidden());
        return shown;
    }

    /** Its options, and files where it takes any. */
    private static void all(CommandSpec spec, String condition, List<String> lines) {
        String when = " -n '" + condition + "'";
        lines.addAll(options(spec, when));
        spec.positionalParameters().stream()
                .filter(each -> FILES.contains(each.paramLabel()))
                .forEach(each -> lines.add("complete -c diamond" + when + " -F"));
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
                line.append(FILES.contains(option.paramLabel()) ? " -r -F" : " -x");
                List<String> words = words(option);
                line.append(words.isEmpty() ? "" : " -a '" + String.join(" ", words) + "'");
            }
            lines.add(line + " -d " + quoted(String.join(" ", option.description())));
        }
        return lines;
    }

    /** Those that it may be given. */
    private static List<String> words(OptionSpec option) {
        List<String> words = new ArrayList<>();
        if (option.type().isEnum()) {
            option.completionCandidates().forEach(words::add);
        }
        return words;
    }

    private static String describe(CommandSpec spec) {
        String[] lines = spec.usageMessage().description();
        return " -d " + quoted(lines.length == 0 ? "" : lines[0]);
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
