/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.operate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.diamondconfig.cli.api.Answer;
import org.diamondconfig.cli.api.Calls;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Rows;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Who uses configurations. */
@Command(
        name = "subscribers",
        description = "Who uses a configuration, what a client holds, and how far a version got.")
public final class Subscribers {

    private static final String LARGEST_PAGE = "1000";

    @ParentCommand
    private Root root;

    @Command(name = "of", description = "List the clients that hold a configuration.")
    void of(
            @Parameters(paramLabel = "DATAID", description = "The configuration.") String dataId,
            @Option(names = "--state", paramLabel = "STATE", description = "current, behind or failed alone.")
                    String state) {
        Session session = root.session();
        try (Rows rows =
                session.out().rows("client", "app", "address", "state", "version", "polling", "seen", "node")) {
            Calls call =
                    session.api().get("/subscribers").about(session.key(dataId)).with("state", state);
            tell(session, call, "subscribers", rows);
        }
    }

    @Command(name = "clients", description = "List the clients of all nodes.")
    void clients(
            @Option(names = "--app", paramLabel = "PATTERN", description = "Of these applications; * is any.")
                    String app,
            @Option(names = "--address", paramLabel = "PATTERN", description = "From these addresses; * is any.")
                    String address,
            @Option(names = "--label", paramLabel = "NAME[=VALUE]", description = "With this label.") String label) {
        Session session = root.session();
        try (Rows rows =
                session.out().rows("client", "app", "address", "keys", "behind", "failed", "polling", "seen")) {
            Calls call = session.api()
                    .get("/clients")
                    .with("app", app)
                    .with("address", address)
                    .with("label", label);
            tell(session, call, "clients", rows);
        }
    }

    /** All pages, and what they tell nothing of. */
    private static void tell(Session session, Calls call, String member, Rows rows) {
        List<Answer> last = new ArrayList<>();
        call.with("limit", LARGEST_PAGE).pages(page -> {
            page.rows(member).forEach(rows::add);
            last.clear();
            last.add(page);
        });
        last.forEach(page -> Missing.tell(session, page));
    }

    @Command(name = "keys", description = "Tell all that one client holds.")
    void keys(@Parameters(paramLabel = "CLIENT", description = "Its id.") String client) {
        Session session = root.session();
        try (Rows rows = session.out().rows("namespace", "group", "dataId", "version", "served", "state")) {
            Answer answer =
                    session.api().get("/clients/keys").with("client", client).send();
            answer.rows("keys").forEach(rows::add);
            Missing.tell(session, answer);
        }
    }

    @Command(name = "propagation", description = "Tell how far a version got, how fast, and where it did not.")
    void propagation(
            @Parameters(paramLabel = "DATAID", description = "The configuration.") String dataId,
            @Option(
                            names = "--version-number",
                            paramLabel = "N",
                            description = "The version; that which is served if it is left out.")
                    Long version) {
        Session session = root.session();
        Answer answer = session.api()
                .get("/propagation")
                .about(session.key(dataId))
                .with("version", version)
                .send();
        if (session.out().json()) {
            session.out().object(answer.object());
            return;
        }
        Map<String, Object> states = answer.json().object("states").members();
        session.out().say("version " + answer.json().number("version") + ": " + states);
        try (Rows rows = session.out().rows("client", "app", "address", "state", "version", "listener", "reason")) {
            answer.rows("stragglers").forEach(rows::add);
        }
        Missing.tell(session, answer);
    }
}
