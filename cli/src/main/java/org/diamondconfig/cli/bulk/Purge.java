/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.bulk;

import java.io.Console;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.diamondconfig.cli.api.Answer;
import org.diamondconfig.cli.api.Told;
import org.diamondconfig.cli.core.Reason;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.core.Search;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Progress;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.cli.edge.Rows;
import org.diamondconfig.wire.JsonWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Removes all configurations that match. */
@Command(
        name = "purge",
        description = {
            "Remove all configurations that match, of the namespace that is set, public if none is, and of the group that is",
            "set, or of all: each as it was found, so what somebody changes meanwhile stays, and is told. Their histories",
            "stay. What datums are merged to is left out. Exit 8: some were refused."
        })
public final class Purge implements Callable<Integer> {

    private static final String REMOVED = "removed";
    private static final String UNKNOWN = "unknown";

    /** So many go in one request: few enough for the time of a call, and to be told of while it goes on. */
    private static final int PART = 100;

    @ParentCommand
    private Root root;

    @Parameters(paramLabel = "PATTERN", description = "Of dataIds: * is any characters, ? exactly one.")
    private String pattern;

    @Mixin
    private Search search;

    @Option(names = "--type", paramLabel = "TYPE", description = "Those of this type alone.")
    private String type;

    @Option(names = "--dry-run", description = "Remove nothing; tell what would be, and exit 1 if anything.")
    private boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask. Without a terminal there is nobody to ask, and it is needed.")
    private boolean yes;

    @Mixin
    private Reason why;

    private final Tally tally = new Tally();

    @Override
    public Integer call() {
        Session session = root.session();
        long count = yes || dryRun ? 0 : asked(session);
        try (Rows rows = session.out().rows("outcome", "namespace", "group", "dataId", "version", "code", "detail");
                Progress progress = session.out().progress(REMOVED)) {
            progress.of(count);
            found(session, some -> {
                goOn(session);
                List<Map<String, Object>> single = new ArrayList<>();
                for (Map<String, Object> row : some) {
                    if (isAggregate(row)) {
                        tell(rows, item(row, "skipped", "AGGREGATE", "It is merged from datums."));
                    } else {
                        single.add(row);
                    }
                }
                for (int from = 0; from < single.size(); from += PART) {
                    List<Map<String, Object>> part = single.subList(from, Math.min(from + PART, single.size()));
                    remove(session, part, rows);
                    progress.add(part.size());
                    session.out().flush();
                }
            });
        } catch (Refused e) {
            throw ended(e);
        }
        session.out().say(dryRun ? "would be: " + tally + "; nothing was removed" : tally.toString());
        boolean would = dryRun && tally.count(REMOVED) > 0;
        return (tally.exit() == Exit.OK && would ? Exit.FAILED : tally.exit()).code();
    }

    /** Hands over what matches, a page at a time. */
    private void found(Session session, Consumer<List<Map<String, Object>>> each) {
        search.ofSet(session, "/configs", pattern).with("type", type).pages(page -> {
            requireWhole(page);
            each.accept(page.configs("configs", "version"));
        });
    }

    /** How many would go, once somebody said that they may. */
    private long asked(Session session) {
        Console console = root.around()
                .console()
                .orElseThrow(() -> new Refused(
                        Exit.USAGE,
                        "there is no terminal to ask at: say --yes, or --dry-run to see what would go of "
                                + search.scope(session)));
        long[] count = {0};
        found(
                session,
                some -> count[0] +=
                        some.stream().filter(row -> !isAggregate(row)).count());
        String answer = console.readLine("Remove %d configurations of %s? [y/N] ", count[0], search.scope(session));
        if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
            throw new Refused(Exit.FAILED, "nothing was removed");
        }
        return count[0];
    }

    /** Names alone, which is all that there is while the database is away, do not tell what datums are merged to. */
    private static void requireWhole(Answer page) {
        page.json().optionalString("code").ifPresent(code -> {
            throw new Refused(Exit.UNREACHABLE, code + ": the database cannot be asked", page.object());
        });
    }

    private static boolean isAggregate(Map<String, Object> row) {
        return "aggregate".equals(row.get("kind"));
    }

    private void remove(Session session, List<Map<String, Object>> part, Rows rows) {
        goOn(session);
        List<Told> items;
        try {
            items = asked(session, part);
        } catch (Refused e) {
            if (!dryRun && (e.isOpen() || e.exit() == Exit.INTERRUPTED)) {
                part.forEach(row -> tell(rows, item(row, UNKNOWN, "NO_ANSWER", "It may be removed.")));
            }
            throw e;
        }
        items.forEach(item -> tell(rows, item.members()));
    }

    /** What a server made of each. One that made something of them perhaps is followed by no other, which would find them absent. */
    private List<Told> asked(Session session, List<Map<String, Object>> part) {
        JsonWriter json = new JsonWriter().object().name("keys").array();
        for (Map<String, Object> row : part) {
            json.object();
            for (String name : List.of("namespace", "group", "dataId")) {
                json.field(name, (String) row.get(name));
            }
            json.field("version", (Long) row.get("version")).endObject();
        }
        json.endArray().field("dryRun", dryRun);
        if (why.text() != null) {
            json.field("comment", why.text());
        }
        List<Told> items = session.api()
                .call("POST", "/configs/remove")
                .unrepeated()
                .json(json.endObject())
                .send()
                .json()
                .objects("items");
        items.forEach(item -> item.string("outcome"));
        if (items.size() != part.size()) {
            throw new Refused(Exit.UNREACHABLE, "no Diamond answers there: it tells of other items than were asked for")
                    .open();
        }
        return items;
    }

    private static void goOn(Session session) {
        if (session.interrupted()) {
            throw new Refused(Exit.INTERRUPTED, "interrupted");
        }
    }

    private static Map<String, Object> item(Map<String, Object> row, String outcome, String code, String detail) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("namespace", row.get("namespace"));
        item.put("group", row.get("group"));
        item.put("dataId", row.get("dataId"));
        item.put("outcome", outcome);
        item.put("code", code);
        item.put("detail", detail);
        return item;
    }

    private void tell(Rows rows, Map<String, Object> item) {
        tally.add((String) item.get("outcome"));
        rows.add(item);
    }

    /** What ended it, with what was done before, and what may be of a part that nobody answered. */
    private Refused ended(Refused e) {
        boolean asked = e.exit() == Exit.INTERRUPTED;
        boolean open = tally.count(UNKNOWN) > 0;
        if (dryRun || !(tally.done() > 0 || asked || open)) {
            return e;
        }
        return new Refused(
                asked || tally.done() == 0 ? e.exit() : Exit.PARTLY,
                e.getMessage() + "; told: " + tally + (open ? ", which may be removed" : "")
                        + "; run again, it does the rest",
                e.problem());
    }
}
