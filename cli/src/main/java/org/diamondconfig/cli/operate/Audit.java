/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.operate;

import java.util.concurrent.Callable;
import org.diamondconfig.cli.api.Answer;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Rows;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Who did what. */
@Command(name = "audit", description = "List who did what, and who was refused, newest first; or verify that trail.")
public final class Audit implements Callable<Integer> {

    @ParentCommand
    private Root root;

    @Option(names = "--who", paramLabel = "SUBJECT", description = "Of this subject.")
    private String who;

    @Option(names = "--action", paramLabel = "ACTION", description = "Of this kind.")
    private String action;

    @Option(names = "--outcome", paramLabel = "CODE", description = "done, refused or a code.")
    private String outcome;

    @Option(names = "--data-id", paramLabel = "DATAID", description = "About this configuration.")
    private String dataId;

    @Option(names = "--from", paramLabel = "TIME", description = "From then on, 2026-01-31T08:00:00Z say.")
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Until then.")
    private String to;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "The newest so many, at most 500; all if it is left out.")
    private Integer limit;

    @Option(names = "--verify", description = "Tell whether the trail is as it was written; exit 1 if it is not.")
    private boolean verify;

    @Override
    public Integer call() {
        return verify ? verify(root.session()) : list(root.session());
    }

    private int list(Session session) {
        try (Rows rows = session.out()
                .rows("at", "who", "action", "namespace", "group", "dataId", "object", "outcome", "address")) {
            session.within(session.api().get("/audit"))
                    .with("dataId", dataId)
                    .with("who", who)
                    .with("action", action)
                    .with("outcome", outcome)
                    .with("from", from)
                    .with("to", to)
                    .each("entries", limit, rows::add);
        }
        return Exit.OK.code();
    }

    private static int verify(Session session) {
        boolean intact = true;
        long seals = 0;
        Object after = null;
        try (Rows rows = session.out().rows("code", "seal", "entry", "sentence")) {
            do {
                Answer answer =
                        session.api().get("/audit/verify").with("after", after).send();
                intact &= answer.json().flag("intact", false);
                seals += answer.json().number("seals");
                answer.rows("faults").forEach(rows::add);
                after = answer.json().value("next");
            } while (after != null);
        }
        session.out().say(seals + " seals looked at: " + (intact ? "intact" : "NOT as they were written"));
        return intact ? Exit.OK.code() : Exit.FAILED.code();
    }
}
