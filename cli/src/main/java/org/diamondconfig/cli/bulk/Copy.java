/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.bulk;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

/** Copies configurations to another namespace, or under other names. */
@Command(
        name = "copy",
        description = {
            "Copy configurations of the namespace that is set, and the group or pattern of groups, to another namespace; or those that",
            "--key and --keys name, also under other names, and in the same namespace.",
            "To another server: export, and import there. Exit 8: some were refused."
        })
public final class Copy implements Callable<Integer> {

    private static final int PAGE = 500;
    private static final Set<Object> WRITTEN = Set.of("created", "overwritten");

    @ParentCommand
    private Root root;

    @Parameters(
            arity = "0..1",
            paramLabel = "PATTERN",
            description = "Of dataIds: * is any characters, ? exactly one; all, unless keys are named.")
    private String pattern;

    @Mixin
    private NamedKeys named;

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

    @Option(names = "--dry-run", description = "Write nothing; tell what would be done, and exit 1 if anything.")
    private boolean dryRun;

    @Mixin
    private Reason why;

    private final Deque<List<NamedKeys.Named>> parts = new ArrayDeque<>();

    @Override
    public Integer call() {
        Session session = root.session();
        name(session);
        long refused = 0;
        long done = 0;
        boolean would = false;
        try (Rows rows = session.out().rows("outcome", "group", "dataId", "version", "code", "detail");
                Progress progress = session.out().progress("copied")) {
            expect(session, progress);
            Optional<JsonWriter> body = named.isGiven() ? part(session) : Optional.of(body(session, null));
            while (body.isPresent()) {
                Answer page = page(session, body.get(), done, refused);
                List<Map<String, Object>> items = page.rows("items");
                items.forEach(rows::add);
                session.out().flush();
                progress.add(items.size());
                long before = done;
                would |= items.stream().anyMatch(item -> WRITTEN.contains(item.get("outcome")));
                long bad = items.stream().filter(Copy::isRefused).count();
                refused += bad;
                done += items.size() - bad;
                if (isEnded(session, page)) {
                    return (before == 0 ? Exit.CONFLICT : Exit.PARTLY).code();
                }
                body = next(session, page);
                if (body.isPresent() && session.interrupted()) {
                    throw new Refused(
                            Exit.INTERRUPTED,
                            "interrupted: " + done + " looked at, " + refused + " refused; the rest was not begun");
                }
            }
        }
        session.out().say(done + " looked at, " + refused + " refused" + (dryRun ? "; nothing was written" : ""));
        Exit good = dryRun && would ? Exit.FAILED : Exit.OK;
        return (refused == 0 ? good : done == 0 ? Exit.CONFLICT : Exit.PARTLY).code();
    }

    /** Asks for one more; if that fails, what was done before is told. */
    private Answer page(Session session, JsonWriter body, long done, long refused) {
        try {
            return session.api().call("POST", "/configs/copy").json(body).send();
        } catch (Refused e) {
            if (done + refused == 0) {
                throw e;
            }
            Exit exit = done > 0 && !dryRun && e.exit() != Exit.INTERRUPTED ? Exit.PARTLY : e.exit();
            throw new Refused(
                    exit, e.getMessage() + "; before, " + done + " looked at, " + refused + " refused", e.problem());
        }
    }

    /** Whether nothing of this page was written, for the sake of one of it. */
    private static boolean isEnded(Session session, Answer page) {
        if (page.json().has("code")) {
            throw new Refused(
                    Exit.PARTLY, page.json().string("code") + ": what is not told was not written", page.object());
        }
        boolean aborted = page.json().flag("aborted", false);
        if (aborted) {
            session.out().say("aborted: nothing was written of this page, and none behind it was begun");
        }
        return aborted;
    }

    private void name(Session session) {
        if (!named.isGiven()) {
            return;
        }
        if (pattern != null) {
            throw new Refused(Exit.USAGE, "name a pattern, or keys by --key and --keys, and not both");
        }
        List<NamedKeys.Named> all = named.all(session);
        for (int from = 0; from < all.size(); from += PAGE) {
            parts.add(all.subList(from, Math.min(all.size(), from + PAGE)));
        }
    }

    /** What is asked for behind this page. */
    private Optional<JsonWriter> next(Session session, Answer page) {
        return named.isGiven()
                ? part(session)
                : page.json().optionalString("next").map(cursor -> body(session, cursor));
    }

    private Optional<JsonWriter> part(Session session) {
        return Optional.ofNullable(parts.poll()).map(part -> {
            JsonWriter json = begun(session).name("keys").array();
            part.forEach(key -> key.write(json));
            return json.endArray().endObject();
        });
    }

    /** How many there are, for the bar. */
    private void expect(Session session, Progress progress) {
        parts.forEach(part -> progress.more(part.size()));
        if (!named.isGiven()) {
            session.api()
                    .get("/configs/facets")
                    .with("namespace", session.target().namespace().orElse(ConfigKey.PUBLIC))
                    .with("group", session.target().group().orElse(null))
                    .with("dataId", pattern)
                    .expectedBy(progress);
        }
    }

    private static boolean isRefused(Map<String, Object> item) {
        return Tally.REFUSED.equals(item.get("outcome"));
    }

    /** A page of what the pattern finds. */
    private JsonWriter body(Session session, String cursor) {
        JsonWriter json = begun(session)
                .field("group", session.target().group().orElse("*"))
                .field("dataId", pattern == null ? "*" : pattern)
                .field("limit", PAGE);
        if (cursor != null) {
            json.field("cursor", cursor);
        }
        return json.endObject();
    }

    private JsonWriter begun(Session session) {
        JsonWriter json = new JsonWriter()
                .object()
                .field(
                        "from",
                        ConfigKey.displayNamespace(session.target().namespace().orElse(ConfigKey.PUBLIC)))
                .field("to", to)
                .field("policy", policy.wireName())
                .field("dryRun", dryRun);
        if (groups != null) {
            json.name("groups").object();
            groups.forEach(json::field);
            json.endObject();
        }
        if (why.text() != null) {
            json.field("comment", why.text());
        }
        return json;
    }
}
