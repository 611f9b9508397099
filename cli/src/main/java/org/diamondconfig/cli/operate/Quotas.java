/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.operate;

import org.diamondconfig.cli.core.Reason;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Rows;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** How much may be held. */
@Command(name = "quotas", description = "How much a namespace (-n), or a group of it (-g), holds and may hold.")
public final class Quotas {

    private static final String[] COLUMNS = {"namespace", "group", "heldKeys", "keys", "heldBytes", "bytes", "full"};

    @ParentCommand
    private Root root;

    @Command(name = "list", description = "Tell what is held, and what may be.")
    void list() {
        Session session = root.session();
        try (Rows rows = session.out().rows(COLUMNS)) {
            session.api()
                    .get("/quotas")
                    .with("namespace", namespace(session))
                    .with("group", session.target().group().orElse(null))
                    .each("quotas", rows::add);
        }
    }

    @Command(name = "set", description = "Set how much; 0 is any number.")
    void set(
            @Option(names = "--keys", defaultValue = "0", paramLabel = "N", description = "Most configurations.")
                    long keys,
            @Option(names = "--bytes", defaultValue = "0", paramLabel = "N", description = "Most bytes of contents.")
                    long bytes,
            @Mixin Reason why) {
        Session session = root.session();
        session.out()
                .row(
                        session.api()
                                .call("PUT", "/quotas")
                                .with("namespace", namespace(session))
                                .with("group", session.target().group().orElse(null))
                                .with("comment", why.text())
                                .once()
                                .json(new JsonWriter()
                                        .object()
                                        .field("keys", keys)
                                        .field("bytes", bytes)
                                        .endObject())
                                .send()
                                .object(),
                        "namespace",
                        "group",
                        "version");
    }

    @Command(name = "rm", description = "Take away what was set.")
    void remove(@Mixin Reason why) {
        Session session = root.session();
        session.api()
                .call("DELETE", "/quotas")
                .with("namespace", namespace(session))
                .with("group", session.target().group().orElse(null))
                .with("comment", why.text())
                .once()
                .send();
        session.out().say("taken away");
    }

    private static String namespace(Session session) {
        return session.target().namespace().orElse(ConfigKey.PUBLIC);
    }
}
