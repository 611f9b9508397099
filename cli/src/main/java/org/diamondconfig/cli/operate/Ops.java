/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.operate;

import java.util.Map;
import org.diamondconfig.cli.api.Answer;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.core.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** What operators do. */
@Command(name = "ops", description = "What operators do to a server: the one that --server names.")
public final class Ops {

    @ParentCommand
    private Root root;

    @Command(name = "features", description = "List what the server can do, a name a line.")
    void features() {
        Session session = root.session();
        Answer told = session.api().get("").send();
        if (session.out().json()) {
            session.out().object(told.object());
        } else {
            told.json().strings("features").forEach(session.out()::line);
        }
    }

    @Command(name = "dump", description = "Have every row of the database compared with the server's copy.")
    void dump() {
        Session session = ofOne("ops dump");
        session.api().call("POST", "/ops/dump").send();
        session.out().say("begun");
    }

    @Command(
            name = "adopt-store",
            description = "Have the server take the store of this id for its own, from now on; clients go back to it.")
    void adopt(@Parameters(paramLabel = "STORE", description = "Its id, as /health/ready tells it.") String store) {
        Session session = ofOne("ops adopt-store");
        session.out()
                .row(
                        session.api()
                                .call("POST", "/ops/adopt")
                                .with("store", store)
                                .send()
                                .object(),
                        "epoch");
    }

    @Command(
            name = "drain",
            description = {
                "Have the server send its clients elsewhere: it is not ready, and holds no polls; reads and writes go on.",
                "So a balancer moves them before the server is stopped. A restart ends it."
            })
    void drain(@Option(names = "--end", description = "Take clients again.") boolean end) {
        Session session = ofOne("ops drain");
        Map<String, Object> told =
                session.api().call(end ? "DELETE" : "POST", "/ops/drain").send().object();
        session.out().row(told, "draining", "changed");
    }

    private Session ofOne(String command) {
        root.session().requireOneServerFor(command);
        return root.session();
    }
}
