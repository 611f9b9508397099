/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.access;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Groups of users and tokens. */
@Command(name = "groups", description = "Groups of users and tokens, who may all do what the group may.")
public final class Groups extends Subjects {

    /** Of this kind. */
    public Groups() {
        super("group");
    }

    @Command(name = "add", description = "Make one.")
    void add(
            @Parameters(paramLabel = "NAME", description = "The group.") String name,
            @Option(names = "--description", paramLabel = "TEXT", description = "Who they are.") String description,
            @Option(names = "--grant", paramLabel = "GRANT", description = "reader:shop say; may be repeated.")
                    List<String> grants) {
        Accounts.add(root().session(), subject(name), state(description, null, grants), message());
    }
}
