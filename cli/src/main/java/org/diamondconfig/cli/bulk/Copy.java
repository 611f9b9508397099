/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.bulk;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.diamondconfig.cli.api.Answer;
import org.diamondconfig.cli.core.Policy;
import org.diamondconfig.cli.core.Reason;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Progress;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.cli.edge.Rows;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Copies configurations to another namespace. */
@Command(
        name = "copy",
        description = {
            "Copy configurations of the namespace that is set, and the group or pattern of groups, to another namespace.",
            "To another server: export, and import there. Exit 8: some were refused."
        })
public final class Copy implements Callable<Integer> {

    @ParentCommand
    private Root root;

    @Parameters(
            arity = "0..1",
            defaultValue = "*",
            paramLabel = "PATTERN",
            description = "Of dataIds: * is any characters, ? exactly one.")
    private String pattern;

    @Option(names = "--to", required = true, paramLabel = "NAMESPACE", description = "Where to; it has to be there.")
    private String to;

    @Option(names = "--rename-group", paramLabel = "OLD=NEW", description = "A group's name there; may be repeated.")
    private Map<String, String> groups;

    @Option(
            names = "--policy",
            defaultValue = "abort",
            paramLabel = "POLICY",
            description =
                    "If one is there with another content: abort, skip or overwrite. abort looks at a page of 500.")
    private Policy policy;

    @Option(names = "--dry-run", description = "Write nothing; tell what would be done.")
    private boolean dryRun;

    @Mixin
    private Reason why;

    @Override
    public Integer call() {
        Session session = root.session();
        long refused = 0;
        long done = 0;
        String cursor = null;
        try (Rows rows = session.out().rows("outcome", "group", "dataId", "version", "code", "detail");
                Progress progress = session.out().progress("copied")) {
            expect(session, progress);
            do {
                Answer page = session.api()
                        .call("POST", "/configs/copy")
                        .json(body(session, cursor))
                        .send();
                List<Map<String, Object>> items = page.rows("items");
                items.forEach(rows::add);
                long bad = items.stream().filter(Copy::isRefused).count();
                refused += bad;
                done += items.size() - bad;
                session.out().flush();
                progress.add(items.size());
                if (page.json().has("code")) {
                    throw new Refused(
                            Exit.PARTLY,
                            page.json().string("code") + ": what is not told was not written",
                            page.object());
                }
                if (page.json().flag("aborted", false)) {
                    session.out().say("aborted: nothing was written of this page");
                    return Exit.CONFLICT.code();
                }
                cursor = page.json().optionalString("next").orElse(null);
                if (cursor != null && session.interrupted()) {
                    throw new Refused(
                            Exit.INTERRUPTED,
                            "interrupted: " + done + " looked at, " + refused + " refused; the rest was not begun");
                }
            } while (cursor != null);
        }
        session.out().say(done + " looked at, " + refused + " refused" + (dryRun ? "; nothing was written" : ""));
        return refused == 0 ? Exit.OK.code() : done == 0 ? Exit.CONFLICT.code() : Exit.PARTLY.code();
    }

    /** How many there are, for the bar and for nothing else: without an answer there is no bar. */
    private void expect(Session session, Progress progress) {
        if (!progress.isShown()) {
            return;
        }
        try {
            Answer counts = session.api()
                    .get("/configs/facets")
                    .with("namespace", session.target().namespace().orElse(ConfigKey.PUBLIC))
                    .with("group", session.target().group().orElse(null))
                    .with("dataId", pattern)
                    .ask();
            if (counts.status() == 200) {
                counts.json().optionalNumber("all").ifPresent(progress::of);
            }
        } catch (Refused e) {
            if (e.exit() == Exit.INTERRUPTED) {
                throw e;
            }
        }
    }

    private static boolean isRefused(Map<String, Object> item) {
        return Tally.REFUSED.equals(item.get("outcome"));
    }

    private JsonWriter body(Session session, String cursor) {
        JsonWriter json = new JsonWriter()
                .object()
                .field(
                        "from",
                        ConfigKey.displayNamespace(session.target().namespace().orElse(ConfigKey.PUBLIC)))
                .field("to", to)
                .field("group", session.target().group().orElse("*"))
                .field("dataId", pattern)
                .field("policy", policy.wireName())
                .field("dryRun", dryRun)
                .field("limit", 500);
        if (groups != null) {
            json.name("groups").object();
            groups.forEach(json::field);
            json.endObject();
        }
        if (cursor != null) {
            json.field("cursor", cursor);
        }
        if (why.text() != null) {
            json.field("comment", why.text());
        }
        return json.endObject();
    }
}
