/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.access;

import java.util.List;
import java.util.Map;
import org.diamondconfig.cli.api.Answer;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.JsonText;
import org.diamondconfig.wire.JsonWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What programs show. */
@Command(name = "tokens", description = "Tokens, by which programs come in.")
public final class Tokens extends Subjects {

    /** Of this kind. */
    public Tokens() {
        super("token");
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
        Map<String, Object> state = state(description, groups, grants);
        if (expires != null) {
            state.put("expires", expires);
        }
        if (networks != null) {
            state.put("networks", networks);
        }
        JsonWriter json = new JsonWriter();
        JsonText.write(json, state);
        Session session = root().session();
        Answer made = session.api()
                .call("POST", "/access/tokens")
                .with("comment", message())
                .unrepeated()
                .json(json)
                .send();
        if (session.out().json()) {
            session.out().object(made.object());
        } else {
            session.out().line(made.json().string("token"));
            session.out().say(made.json().string("subject") + " made; it is not shown again");
        }
    }
}
