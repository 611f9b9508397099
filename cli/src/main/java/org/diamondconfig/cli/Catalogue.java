/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.diamondconfig.cli.access.Applications;
import org.diamondconfig.cli.access.GrantsOf;
import org.diamondconfig.cli.access.Groups;
import org.diamondconfig.cli.access.Networks;
import org.diamondconfig.cli.access.Tokens;
import org.diamondconfig.cli.access.Users;
import org.diamondconfig.cli.aggregate.Datums;
import org.diamondconfig.cli.aggregate.Providers;
import org.diamondconfig.cli.bulk.Copy;
import org.diamondconfig.cli.bulk.Purge;
import org.diamondconfig.cli.bulk.Zips;
import org.diamondconfig.cli.config.Diff;
import org.diamondconfig.cli.config.Get;
import org.diamondconfig.cli.config.History;
import org.diamondconfig.cli.config.ListConfigs;
import org.diamondconfig.cli.config.Put;
import org.diamondconfig.cli.config.Remove;
import org.diamondconfig.cli.config.Rollback;
import org.diamondconfig.cli.config.Validate;
import org.diamondconfig.cli.config.Watch;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.edit.Edit;
import org.diamondconfig.cli.folder.Apply;
import org.diamondconfig.cli.folder.Export;
import org.diamondconfig.cli.folder.Import;
import org.diamondconfig.cli.operate.Audit;
import org.diamondconfig.cli.operate.ClusterNodes;
import org.diamondconfig.cli.operate.Doctor;
import org.diamondconfig.cli.operate.NamespaceCommands;
import org.diamondconfig.cli.operate.Ops;
import org.diamondconfig.cli.operate.Quotas;
import org.diamondconfig.cli.operate.Subscribers;
import org.diamondconfig.cli.operate.Trace;
import org.diamondconfig.cli.shell.Completion;
import org.diamondconfig.cli.shell.ContextCommands;
import org.diamondconfig.cli.shell.Reference;
import org.diamondconfig.cli.shell.Version;
import org.diamondconfig.cli.shell.WarmUp;
import org.diamondconfig.cli.sign.Login;
import org.diamondconfig.cli.sign.Logout;
import org.diamondconfig.cli.sign.Password;
import org.diamondconfig.cli.sign.WhoAmI;
import picocli.CommandLine;

/**
 * All commands. Each costs milliseconds to look at, so only those are looked at whose names are among the arguments, and all of
 * them where none is, or where help, completion or the reference want all. Stateless.
 */
final class Catalogue {

    private static final Map<String, Supplier<Object>> COMMANDS = commands();

    /** Other names that commands have. */
    private static final Map<String, String> ALIASES = Map.of("ls", "list");

    /** Those that tell of all others. */
    private static final List<String> TELL_OF_ALL = List.of("help", "completion", "reference");

    private Catalogue() {}

    private static Map<String, Supplier<Object>> commands() {
        Map<String, Supplier<Object>> all = new LinkedHashMap<>();
        all.put("get", Get::new);
        all.put("put", Put::new);
        all.put("edit", Edit::new);
        all.put("rm", Remove::new);
        all.put("list", ListConfigs::new);
        all.put("history", History::new);
        all.put("diff", Diff::new);
        all.put("rollback", Rollback::new);
        all.put("watch", Watch::new);
        all.put("validate", Validate::new);
        all.put("export", Export::new);
        all.put("import", Import::new);
        all.put("apply", Apply::new);
        all.put("copy", Copy::new);
        all.put("zip", Zips::new);
        all.put("purge", Purge::new);
        all.put("datum", Datums::new);
        all.put("providers", Providers::new);
        all.put("login", Login::new);
        all.put("logout", Logout::new);
        all.put("whoami", WhoAmI::new);
        all.put("passwd", Password::new);
        all.put("users", Users::new);
        all.put("groups", Groups::new);
        all.put("tokens", Tokens::new);
        all.put("applications", Applications::new);
        all.put("networks", Networks::new);
        all.put("grants", GrantsOf::new);
        all.put("namespaces", NamespaceCommands::new);
        all.put("quotas", Quotas::new);
        all.put("audit", Audit::new);
        all.put("cluster", ClusterNodes::new);
        all.put("subscribers", Subscribers::new);
        all.put("trace", Trace::new);
        all.put("ops", Ops::new);
        all.put("doctor", Doctor::new);
        all.put("context", ContextCommands::new);
        all.put("completion", Completion::new);
        all.put("version", Version::new);
        all.put("reference", Reference::new);
        all.put("warm-up", WarmUp::new);
        all.put("help", CommandLine.HelpCommand::new);
        return all;
    }

    /** The command with those below it that these arguments may mean. */
    static CommandLine line(Root root, String... arguments) {
        List<String> given = Arrays.stream(arguments)
                .map(argument -> ALIASES.getOrDefault(argument, argument))
                .toList();
        boolean all = COMMANDS.keySet().stream().noneMatch(given::contains)
                || TELL_OF_ALL.stream().anyMatch(given::contains);
        CommandLine line = new CommandLine(root);
        COMMANDS.forEach((name, command) -> {
            boolean warms = name.equals("get") && given.contains("warm-up");
            if (all || warms || given.contains(name)) {
                line.addSubcommand(name, command.get());
            }
        });
        return line;
    }
}
