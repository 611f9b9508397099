/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.access;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.diamondconfig.cli.core.Root;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Groups of users and tokens. */
@Command(name = "groups", description = "Groups of users and tokens, who may all do what the group may.")
public final class Groups {

    private static final String KIND = "group";

    @ParentCommand
    private Root root;

    @Command(name = "list", description = "List them.")
    void list() {
        Accounts.list(root.session(), KIND);
    }

    @Command(name = "show", description = "Tell all about one.")
    void show(@Parameters(paramLabel = "NAME", description = "The group.") String name) {
        Accounts.show(root.session(), Accounts.subject(KIND, name));
    }

    @Command(name = "add", description = "Make one.")
    void add(
            @Parameters(paramLabel = "NAME", description = "The group.") String name,
            @Option(names = "--description", paramLabel = "TEXT", description = "Who they are.") String description,
            @Option(names = "--grant", paramLabel = "GRANT", description = "reader:shop say; may be repeated.")
                    List<String> grants) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("description", description == null ? "" : description);
        state.put("grants", GrantText.all(grants));
        Accounts.add(root.session(), Accounts.subject(KIND, name), state);
    }

    @Command(name = "disable", description = "Have it give its members nothing any more.")
    void disable(@Parameters(paramLabel = "NAME", description = "The group.") String name) {
        Accounts.change(root.session(), Accounts.subject(KIND, name), Map.of("disabled", true));
    }

    @Command(name = "enable", description = "Have it give again.")
    void enable(@Parameters(paramLabel = "NAME", description = "The group.") String name) {
        Accounts.change(root.session(), Accounts.subject(KIND, name), Map.of("disabled", false));
    }

    @Command(name = "rm", description = "Remove one.")
    void remove(@Parameters(paramLabel = "NAME", description = "The group.") String name) {
        Accounts.remove(root.session(), Accounts.subject(KIND, name));
    }
}
