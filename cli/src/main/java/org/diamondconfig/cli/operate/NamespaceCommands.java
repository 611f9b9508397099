/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.operate;

import java.util.Map;
import org.diamondconfig.cli.api.Calls;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.cli.edge.Rows;
import org.diamondconfig.wire.JsonWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The namespaces. */
@Command(name = "namespaces", description = "The namespaces.")
public final class NamespaceCommands {

    @ParentCommand
    private Root root;

    @Command(name = "list", description = "List those in which you may read anything.")
    void list() {
        Session session = root.session();
        try (Rows rows = session.out().rows("namespace", "title", "description", "at", "by")) {
            session.api().get("/namespaces").send().rows("namespaces").forEach(rows::add);
        }
    }

    @Command(name = "add", description = "Make one.")
    void add(
            @Parameters(paramLabel = "NAME", description = "The namespace.") String name,
            @Option(names = "--title", paramLabel = "TEXT", description = "What people call it.") String title,
            @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.") String description) {
        write(root.session().api().call("POST", "/namespaces"), name, title, description);
    }

    @Command(name = "set", description = "Give one another title or description; what is left out stays.")
    void set(
            @Parameters(paramLabel = "NAME", description = "The namespace.") String name,
            @Option(names = "--title", paramLabel = "TEXT", description = "What people call it.") String title,
            @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.") String description) {
        Map<String, Object> now = title == null || description == null ? now(name) : Map.of();
        write(
                root.session().api().call("PUT", "/namespaces").with("namespace", name),
                name,
                title == null ? (String) now.get("title") : title,
                description == null ? (String) now.get("description") : description);
    }

    /** What it has; a namespace in which one may read nothing is not among those that are told. */
    private Map<String, Object> now(String name) {
        return root.session().api().get("/namespaces").send().rows("namespaces").stream()
                .filter(each -> name.equals(each.get("namespace")))
                .findFirst()
                .orElseThrow(() -> new Refused(
                        Exit.NOT_FOUND,
                        name + " is not among the namespaces that you may read: say both --title and --description"));
    }

    private void write(Calls call, String name, String title, String description) {
        JsonWriter json = new JsonWriter().object().field("namespace", name);
        if (title != null) {
            json.field("title", title);
        }
        if (description != null) {
            json.field("description", description);
        }
        root.session().out().row(call.json(json.endObject()).send().object(), "namespace", "title", "description");
    }

    @Command(name = "rm", description = "Remove an empty one.")
    void remove(@Parameters(paramLabel = "NAME", description = "The namespace.") String name) {
        root.session()
                .api()
                .call("DELETE", "/namespaces")
                .with("namespace", name)
                .send();
        root.session().out().say(name + " removed");
    }
}
