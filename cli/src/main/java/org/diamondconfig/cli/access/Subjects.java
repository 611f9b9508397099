/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.access;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.diamondconfig.cli.core.Root;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ScopeType;

/** The commands that subjects of all kinds have in common. Confined to one thread. */
abstract class Subjects {

    @ParentCommand
    private Root root;

    @Option(
            names = {"-m", "--message"},
            scope = ScopeType.INHERIT,
            paramLabel = "TEXT",
            description = "Why, for the history, of each of these that changes something.")
    private String message;

    private final String kind;

    /** About subjects of this kind. */
    Subjects(String kind) {
        this.kind = kind;
    }

    final Root root() {
        return root;
    }

    /** Why, as it was said; null if it was not. */
    final String message() {
        return message;
    }

    final String subject(String name) {
        return Accounts.subject(kind, name);
    }

    @Command(name = "list", description = "List them; no secret is told.")
    void list() {
        Accounts.list(root.session(), kind);
    }

    @Command(name = "show", description = "Tell all about one but its secret.")
    void show(@Parameters(paramLabel = "NAME", description = "Which one.") String name) {
        Accounts.show(root.session(), subject(name));
    }

    @Command(name = "disable", description = "Have one let nobody in, and give nobody anything.")
    void disable(@Parameters(paramLabel = "NAME", description = "Which one.") String name) {
        Accounts.change(root.session(), subject(name), Map.of("disabled", true), message);
    }

    @Command(name = "enable", description = "Have one let in, and give, again.")
    void enable(@Parameters(paramLabel = "NAME", description = "Which one.") String name) {
        Accounts.change(root.session(), subject(name), Map.of("disabled", false), message);
    }

    @Command(name = "rm", aliases = "revoke", description = "Remove one for good; revoke is the same.")
    void remove(@Parameters(paramLabel = "NAME", description = "Which one.") String name) {
        Accounts.remove(root.session(), subject(name), message);
    }

    @Command(
            name = "set",
            description = {
                "Change what these options name, and leave all else. What may be repeated replaces all that there was;",
                "an empty one takes it away."
            })
    void set(@Parameters(paramLabel = "NAME", description = "Which one.") String name, @Mixin Changes changes) {
        Accounts.change(root.session(), subject(name), changes.named(), message);
    }

    /** What they are made with; null is none. */
    static Map<String, Object> state(String description, List<String> groups, List<String> grants) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("description", description == null ? "" : description);
        state.put("groups", groups == null ? List.of() : groups);
        state.put("grants", GrantText.all(grants));
        return state;
    }
}
