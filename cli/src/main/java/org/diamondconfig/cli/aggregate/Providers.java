/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.aggregate;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.diamondconfig.cli.api.Told;
import org.diamondconfig.cli.core.Reason;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.cli.edge.Rows;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Datums as providers of a service. */
@Command(name = "providers", description = "The datums of a key as providers of a service.")
public final class Providers {

    private static final String[] CHECK = {"on", "node", "providers", "dialled", "undialled"};

    /** What a provider may be set to. */
    enum State {
        UP,
        OFFLINE,
        DOWN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @ParentCommand
    private Root root;

    @Command(name = "list", description = "List those that are up, or all with their states.")
    void list(
            @Parameters(paramLabel = "DATAID", description = "The key.") String dataId,
            @Option(
                            names = {"-a", "--all"},
                            description = "All, whatever their state.")
                    boolean all) {
        Session session = root.session();
        try (Rows rows = session.out().rows("datumId", "state", "content", "stateVersion", "at", "by")) {
            session.api()
                    .get("/providers")
                    .about(session.key(dataId))
                    .with("states", all ? "all" : "up")
                    .each("providers", rows::add);
        }
    }

    @Command(name = "one", description = "Print the datumId of one that is up, at random. Exit 3 if none is.")
    void one(@Parameters(paramLabel = "DATAID", description = "The key.") String dataId) {
        Session session = root.session();
        List<Told> found = session.api()
                .get("/providers")
                .about(session.key(dataId))
                .with("one", "true")
                .send()
                .json()
                .objects("providers");
        if (found.isEmpty()) {
            throw new Refused(Exit.NOT_FOUND, "none is up");
        }
        if (session.out().json()) {
            session.out().object(found.get(0).members());
        } else {
            session.out().line(found.get(0).string("datumId"));
        }
    }

    @Command(name = "set", description = "Set the state of one.")
    void set(
            @Parameters(paramLabel = "DATAID", description = "The key.") String dataId,
            @Parameters(paramLabel = "DATUMID", description = "The provider.") String datumId,
            @Parameters(paramLabel = "STATE", description = "up, offline or down.") State state,
            @Mixin Reason why) {
        Session session = root.session();
        Map<String, Object> answer = session.api()
                .call("PUT", "/providers")
                .about(session.key(dataId))
                .with("datumId", datumId)
                .with("state", state.toString())
                .with("comment", why.text())
                .once()
                .send()
                .object();
        session.out().row(answer, "datumId", "state", "stateVersion", "changed");
    }

    @Command(name = "history", description = "Tell who set which state, newest first.")
    void history(
            @Parameters(paramLabel = "DATAID", description = "The key.") String dataId,
            @Parameters(paramLabel = "DATUMID", description = "The provider.") String datumId) {
        Session session = root.session();
        try (Rows rows = session.out().rows("stateVersion", "state", "at", "by", "comment")) {
            session.api()
                    .get("/providers/history")
                    .about(session.key(dataId))
                    .with("datumId", datumId)
                    .each("changes", rows::add);
        }
    }

    @Command(name = "check", description = "Tell whether they are dialled, or have that begun or ended.")
    void check(
            @Parameters(paramLabel = "DATAID", description = "The key.") String dataId,
            @Option(names = "--on", description = "Have them dialled from now on.") boolean on,
            @Option(names = "--off", description = "Have them dialled no more.") boolean off) {
        Session session = root.session();
        if (on && off) {
            throw new Refused(Exit.USAGE, "--on or --off");
        }
        var answer = session.api()
                .call(on ? "PUT" : off ? "DELETE" : "GET", "/providers/check")
                .about(session.key(dataId))
                .send();
        if (off) {
            session.out().say("they are dialled no more");
        } else {
            session.out().row(answer.object(), CHECK);
        }
    }
}
