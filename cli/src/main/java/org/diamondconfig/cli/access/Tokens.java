/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.access;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.JsonText;
import org.diamondconfig.wire.JsonWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** What programs show. */
@Command(name = "tokens", description = "Tokens, by which programs come in.")
public final class Tokens {

    private static final String KIND = "token";

    @ParentCommand
    private Root root;

    @Command(name = "list", description = "List them, without their secrets.")
    void list() {
        Accounts.list(root.session(), KIND);
    }

    @Command(name = "show", description = "Tell all about one but its secret.")
    void show(@Parameters(paramLabel = "NAME", description = "The token's name.") String name) {
        Accounts.show(root.session(), Accounts.subject(KIND, name));
    }

    @Command(name = "add", description = "Make one, and print it this once.")
    void add(
            @Option(names = "--description", paramLabel = "TEXT", description = "Who shows it.") String description,
            @Option(names = "--expires", paramLabel = "TIME", description = "2030-01-01T00:00:00Z say.") String expires,
            @Option(names = "--in", paramLabel = "GROUP", description = "In this group; may be repeated.")
                    List<String> groups,
            @Option(names = "--network", paramLabel = "CIDR", description = "From here alone; may be repeated.")
                    List<String> networks,
            @Option(names = "--grant", paramLabel = "GRANT", description = "reader:shop say; may be repeated.")
                    List<String> grants) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("description", description == null ? "" : description);
        if (expires != null) {
            state.put("expires", expires);
        }
        if (networks != null) {
            state.put("networks", networks);
        }
        state.put("groups", groups == null ? List.of() : groups);
        state.put("grants", GrantText.all(grants));
        JsonWriter json = new JsonWriter();
        JsonText.write(json, state);
        Session session = root.session();
        Map<String, Object> made =
                session.api().call("POST", "/access/tokens").json(json).send().object();
        if (session.out().json()) {
            session.out().object(made);
        } else {
            session.out().line(String.valueOf(made.get("token")));
            session.out().say(made.get("subject") + " made; it is not shown again");
        }
    }

    @Command(name = "disable", description = "Have it let nobody in.")
    void disable(@Parameters(paramLabel = "NAME", description = "The token's name.") String name) {
        Accounts.change(root.session(), Accounts.subject(KIND, name), Map.of("disabled", true));
    }

    @Command(name = "enable", description = "Have it let in again.")
    void enable(@Parameters(paramLabel = "NAME", description = "The token's name.") String name) {
        Accounts.change(root.session(), Accounts.subject(KIND, name), Map.of("disabled", false));
    }

    @Command(name = "revoke", aliases = "rm", description = "End one for good.")
    void revoke(@Parameters(paramLabel = "NAME", description = "The token's name.") String name) {
        Accounts.remove(root.session(), Accounts.subject(KIND, name));
    }
}
