/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.shell;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.diamondconfig.cli.context.Context;
import org.diamondconfig.cli.context.Contexts;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.core.Target;
import org.diamondconfig.cli.edge.Rows;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The contexts of this user. */
@Command(name = "context", description = "Names for where you work: server, namespace, group, token.")
public final class ContextCommands {

    @ParentCommand
    private Root root;

    @Command(name = "list", description = "List them; no token is told.")
    void list() {
        Target target = root.session().target();
        try (Rows rows = root.session().out().rows("current", "name", "server", "namespace", "group", "signedIn")) {
            new TreeMap<>(target.contexts().all()).forEach((name, context) -> {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("current", name.equals(target.contextName()) ? "*" : "");
                row.put("name", name);
                row.put("server", context.get(Context.SERVER).orElse(""));
                row.put("namespace", context.get(Context.NAMESPACE).orElse(""));
                row.put("group", context.get(Context.GROUP).orElse(""));
                row.put(
                        "signedIn",
                        context.secret() || context.get(Context.TOKEN_FILE).isPresent());
                rows.add(row);
            });
        }
    }

    @Command(name = "use", description = "Work there from now on.")
    void use(@Parameters(paramLabel = "NAME", description = "The context.") String name) {
        write(root.session().target().contexts().using(name));
    }

    @Command(name = "add", description = "Make one, or change it, by the options --server, -n, -g and --token-file.")
    void add(
            @Parameters(paramLabel = "NAME", description = "The context.") String name,
            @Option(names = "--use", description = "And work there from now on.") boolean use) {
        Contexts contexts = root.session().target().contexts();
        Context context = contexts.all().getOrDefault(name, Context.NONE);
        String server = root.given().get(Context.SERVER);
        if (server != null && !context.get(Context.SERVER).equals(Optional.of(server))) {
            context = context.signedOut(); // what let its user in there is nothing for another server
        }
        if (root.given().containsKey(Context.TOKEN_FILE)) {
            context = context.signedOut(); // a token or a session would count before the file
        }
        for (Map.Entry<String, String> given : root.given().entrySet()) {
            context = context.with(given.getKey(), given.getValue());
        }
        Contexts changed = contexts.with(name, context);
        write(use ? changed.using(name) : changed);
    }

    @Command(name = "rm", description = "Forget one.")
    void remove(@Parameters(paramLabel = "NAME", description = "The context.") String name) {
        write(root.session().target().contexts().without(name));
    }

    private void write(Contexts contexts) {
        contexts.write(Target.file(root.around()));
    }
}
