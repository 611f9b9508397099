/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.access;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Networks from which clients come in that show nothing. */
@Command(
        name = "networks",
        description = "Networks that are trusted: who comes from there and shows nothing may do this.")
public final class Networks extends Subjects {

    /** Of this kind. */
    public Networks() {
        super("network");
    }

    @Command(name = "add", description = "Make one. Grant little: it holds for everybody who is there.")
    void add(
            @Parameters(index = "0", paramLabel = "NAME", description = "What it is called.") String name,
            @Parameters(index = "1..*", arity = "1..*", paramLabel = "CIDR", description = "Where: 10.20.0.0/16 say.")
                    List<String> networks,
            @Option(names = "--description", paramLabel = "TEXT", description = "Who is there.") String description,
            @Option(names = "--in", paramLabel = "GROUP", description = "In this group; may be repeated.")
                    List<String> groups,
            @Option(names = "--grant", paramLabel = "GRANT", description = "reader:shop say; may be repeated.")
                    List<String> grants) {
        Map<String, Object> state = state(description, groups, grants);
        state.put("networks", networks);
        Accounts.add(root().session(), subject(name), state, message());
    }
}
