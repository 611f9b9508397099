/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.access;

import java.util.List;
import java.util.Map;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Rows;
import org.diamondconfig.cli.sign.Secret;
import org.diamondconfig.wire.JsonWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The people. */
@Command(name = "users", description = "The people who may sign in.")
public final class Users extends Subjects {

    /** Of this kind. */
    public Users() {
        super("user");
    }

    @Command(name = "add", description = "Make one. He signs in once he has a password: diamond users passwd.")
    void add(
            @Parameters(paramLabel = "NAME", description = "The user.") String name,
            @Option(names = "--description", paramLabel = "TEXT", description = "Who it is.") String description,
            @Option(names = "--in", paramLabel = "GROUP", description = "In this group; may be repeated.")
                    List<String> groups,
            @Option(names = "--grant", paramLabel = "GRANT", description = "reader:shop say; may be repeated.")
                    List<String> grants) {
        Accounts.add(root().session(), subject(name), state(description, groups, grants), message());
    }

    @Command(name = "groups", description = "Put one into these groups, and no others.")
    void groups(
            @Parameters(paramLabel = "NAME", description = "The user.") String name,
            @Parameters(arity = "0..*", paramLabel = "GROUP", description = "The groups.") List<String> groups) {
        List<String> all = groups == null ? List.of() : groups;
        Accounts.change(root().session(), subject(name), Map.of("groups", all), message());
    }

    @Command(
            name = "passwd",
            description = "Give one a password, which he has to change: asked for, or from the standard input.")
    void password(@Parameters(paramLabel = "NAME", description = "The user.") String name) {
        String password = Secret.read(root().around(), "Password for " + name + ": ");
        root().session()
                .api()
                .call("PUT", "/access/passwords")
                .with("user", name)
                .json(new JsonWriter().object().field("password", password).endObject())
                .send();
        root().session().out().say("set; it has to be changed within 24 hours");
    }

    @Command(name = "sessions", description = "List who is signed in.")
    void sessions(@Parameters(arity = "0..1", paramLabel = "NAME", description = "This user alone.") String name) {
        Session session = root().session();
        try (Rows rows = session.out().rows("user", "session", "created", "used", "from")) {
            session.api()
                    .get("/sessions")
                    .with("user", name)
                    .send()
                    .rows("sessions")
                    .forEach(rows::add);
        }
    }

    @Command(name = "end", description = "End the sessions of a user, or one of them.")
    void end(
            @Parameters(paramLabel = "NAME", description = "The user.") String name,
            @Option(names = "--session", paramLabel = "ID", description = "This one alone.") String id) {
        Session session = root().session();
        session.out()
                .row(
                        session.api()
                                .call("DELETE", "/sessions")
                                .with("user", name)
                                .with("session", id)
                                .send()
                                .object(),
                        "ended");
    }
}
