/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.access;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.diamondconfig.cli.sign.Secret;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Clients of the original Diamond, which sign by a key. */
@Command(
        name = "applications",
        description = "Applications of the original Diamond's clients, which sign by a key that both sides know.")
public final class Applications extends Subjects {

    /** Of this kind. */
    public Applications() {
        super("application");
    }

    @Command(
            name = "add",
            description = {
                "Make one. Its key is asked for, or read from the standard input where that is no terminal: two keys by that alone,",
                "a line each."
            })
    void add(
            @Parameters(paramLabel = "NAME", description = "The application.") String name,
            @Option(names = "--description", paramLabel = "TEXT", description = "Whose it is.") String description,
            @Option(names = "--in", paramLabel = "GROUP", description = "In this group; may be repeated.")
                    List<String> groups,
            @Option(names = "--grant", paramLabel = "GRANT", description = "reader:shop say; may be repeated.")
                    List<String> grants) {
        Map<String, Object> state = state(description, groups, grants);
        state.put("keys", asked(name));
        Accounts.add(root().session(), subject(name), state, message());
    }

    @Command(
            name = "keys",
            description = {
                "Have one sign by another key, or by either of two while its clients are given the new one.",
                "One is asked for, or read from the standard input where that is no terminal: two by that alone, a line each."
            })
    void keys(@Parameters(paramLabel = "NAME", description = "The application.") String name) {
        Accounts.change(root().session(), subject(name), Map.of("keys", asked(name)), message());
    }

    private List<String> asked(String name) {
        String told = Secret.read(root().around(), "Key of " + name + ": ");
        return Arrays.stream(told.split("\\R")).map(String::strip).toList();
    }
}
