/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.bulk;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.diamondconfig.cli.core.Clash;
import org.diamondconfig.cli.core.Reason;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.JsonText;
import org.diamondconfig.cli.edge.Progress;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.cli.edge.Rows;
import org.diamondconfig.wire.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Hands a zip to the server, and tells what becomes of each that is in it. */
@Command(
        name = "import",
        description = {
            "Have the server publish what is in a zip: one of diamond zip export, of the console, or of Nacos.",
            "It looks at all of it before it writes any. One that ended before its time is sent again: what is the same",
            "already is not written twice. Exit 8: some were refused, and each is told."
        })
final class ZipImport implements Callable<Integer> {

    private static final String LINES = "application/x-ndjson";

    @ParentCommand
    private Zips zips;

    @Parameters(paramLabel = "FILE", description = "The zip.")
    private Path file;

    @Option(
            names = "--to",
            paramLabel = "NAMESPACE",
            description =
                    "Where all of it goes. Left out: where it came from; what says nothing of it, to the public one.")
    private String to;

    @Mixin
    private Clash clash;

    @Option(
            names = "--dry-run",
            description = "Write nothing; tell what would be done, and its plan; exit 1 if anything would.")
    private boolean dryRun;

    @Option(
            names = "--plan",
            paramLabel = "PLAN",
            description = "That of a dry run: do just that, or nothing, with exit 5, if anything changed since.")
    private String plan;

    @Mixin
    private Reason why;

    private final Tally tally = new Tally();
    private JsonObject head;
    private JsonObject end;

    @Override
    public Integer call() {
        if (!Files.isRegularFile(file)) {
            throw new Refused(Exit.USAGE, file + ": is no file; diamond import takes folders");
        }
        if (dryRun && plan != null) {
            throw new Refused(Exit.USAGE, "--dry-run or --plan");
        }
        Session session = zips.session();
        try (Rows rows = session.out()
                        .rows("outcome", "namespace", "group", "dataId", "version", "code", "detail", "file");
                Progress progress = session.out().progress("imported")) {
            JsonLines lines = new JsonLines(line -> {
                tell(session, rows, line);
                progress.of(head.number("total"));
                progress.add(line.has("outcome") ? 1 : 0);
            });
            session.api()
                    .call("POST", "/import")
                    .with("namespace", to)
                    .with("policy", clash.policy().wireName())
                    .with("dryRun", dryRun ? "true" : null)
                    .with("plan", plan)
                    .with("comment", why.text())
                    .header("Accept", LINES)
                    .header("Content-Type", "application/zip")
                    .file(file)
                    .pieces(() -> goOn(session), lines::add);
            lines.end();
        } catch (Refused e) {
            session.out().flush();
            throw told(e);
        }
        return ending(session).code();
    }

    /** First how many there are, then one each, last what came of all. */
    private void tell(Session session, Rows rows, JsonObject line) {
        if (head == null) {
            line.number("total"); // refuses what is none
            head = line;
        } else if (line.has("outcome")) {
            String outcome = line.string("outcome");
            tally.add(outcome);
            if (!outcome.equals("same") || session.out().json()) {
                rows.add(row(session, line));
            }
        } else {
            end = line;
            if (session.out().json()) {
                session.out().object(JsonText.members(line));
            }
        }
    }

    /** The name in the zip tells people something only where there is no other. */
    private static Map<String, Object> row(Session session, JsonObject line) {
        Map<String, Object> row = JsonText.members(line);
        if (!session.out().json() && row.containsKey("dataId")) {
            row.remove("file");
        }
        return row;
    }

    private static void goOn(Session session) {
        if (session.interrupted()) {
            throw new Refused(Exit.INTERRUPTED, "interrupted");
        }
    }

    /** What broke off, with how far it came: what was told is done, and the server does more before it finds that nobody listens. */
    private Refused told(Refused e) {
        boolean begun = head != null || e.isOpen();
        boolean asked = e.exit() == Exit.INTERRUPTED;
        if (dryRun || !(begun || asked)) {
            return e;
        }
        return new Refused(
                asked ? e.exit() : tally.done() > 0 ? Exit.PARTLY : e.exit(),
                e.getMessage() + "; told: " + tally
                        + ", and some more may be done; run again, it does the rest, and tells those as same",
                e.problem());
    }

    private Exit ending(Session session) {
        if (end == null) {
            throw told(new Refused(Exit.UNREACHABLE, "the answer ended before its end").open());
        }
        session.out()
                .say(
                        dryRun
                                ? "would be: " + tally + "; nothing was written. --plan " + end.string("plan")
                                        + " does just that"
                                : tally.toString());
        if (end.has("code")) {
            throw new Refused(
                    tally.done() > 0 ? Exit.PARTLY : Exit.UNREACHABLE,
                    end.string("code") + ": what is not told was not written",
                    JsonText.members(end));
        }
        if (end.flag("aborted", false)) {
            session.out().say("aborted: nothing was written");
            return Exit.CONFLICT;
        }
        boolean would = dryRun && tally.count("created") + tally.count("overwritten") > 0;
        return tally.exit() == Exit.OK && would ? Exit.FAILED : tally.exit();
    }
}
