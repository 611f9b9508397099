/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.operate;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.diamondconfig.cli.api.Answer;
import org.diamondconfig.cli.api.Calls;
import org.diamondconfig.cli.core.Reason;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.cli.edge.Rows;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.JsonWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** How much may be held. */
@Command(name = "quotas", description = "How much a namespace (-n), or a group of it (-g), holds and may hold.")
public final class Quotas {

    private static final String[] COLUMNS = {"namespace", "group", "heldKeys", "keys", "heldBytes", "bytes", "full"};

    @ParentCommand
    private Root root;

    @Command(name = "list", description = "Tell what is held, and what may be.")
    void list() {
        Session session = root.session();
        try (Rows rows = session.out().rows(COLUMNS)) {
            session.api()
                    .get("/quotas")
                    .with("namespace", namespace(session))
                    .with("group", session.target().group().orElse(null))
                    .each("quotas", rows::add);
        }
    }

    @Command(name = "set", description = "Set how much; 0 is any number, and what is left out stays.")
    void set(
            @Option(names = "--keys", paramLabel = "N", description = "Most configurations.") Long keys,
            @Option(names = "--bytes", paramLabel = "N", description = "Most bytes of contents.") Long bytes,
            @Mixin Reason why) {
        Session session = root.session();
        if (keys == null && bytes == null) {
            throw new Refused(Exit.USAGE, "say how much: --keys, --bytes or both");
        }
        boolean kept = keys == null || bytes == null;
        Map<String, Object> now = kept ? now(session) : Map.of();
        Calls call = session.api()
                .call("PUT", "/quotas")
                .with("namespace", namespace(session))
                .with("group", session.target().group().orElse(null))
                .with("comment", why.text())
                .once();
        Answer answer = (kept ? onto(call, now) : call)
                .json(new JsonWriter()
                        .object()
                        .field("keys", keys == null ? number(now, "keys") : keys)
                        .field("bytes", bytes == null ? number(now, "bytes") : bytes)
                        .endObject())
                .ask();
        if (answer.code().equals("PRECONDITION_FAILED")) {
            throw new Refused(
                    Exit.CONFLICT,
                    "somebody else set this quota meanwhile, and nothing was set: look by quotas list, and set it again",
                    answer.object());
        }
        session.out().row(answer.required().object(), "namespace", "group", "version");
    }

    /** What is set now for the same; nothing, if nothing is. */
    private static Map<String, Object> now(Session session) {
        String group = session.target().group().orElse("");
        Map<String, Object> now = new HashMap<>();
        session.api()
                .get("/quotas")
                .with("namespace", namespace(session))
                .with("group", session.target().group().orElse(null))
                .each("quotas", row -> {
                    if (group.equals(Objects.requireNonNullElse(row.get("group"), ""))) {
                        now.putAll(row);
                    }
                });
        return now;
    }

    /** Only if what was read is still set. */
    private static Calls onto(Calls call, Map<String, Object> now) {
        if (now.get("version") == null) {
            return call.header("If-None-Match", "*");
        }
        try {
            Epoch epoch = Epoch.parse(String.valueOf(now.get("epoch")));
            return call.header("If-Match", "\"" + epoch.generation() + '.' + now.get("version") + '"');
        } catch (IllegalArgumentException e) {
            throw new Refused(Exit.UNREACHABLE, "no Diamond answers there: " + e.getMessage());
        }
    }

    private static long number(Map<String, Object> row, String name) {
        return row.get(name) instanceof Long number ? number : 0;
    }

    @Command(name = "rm", description = "Take away what was set.")
    void remove(@Mixin Reason why) {
        Session session = root.session();
        session.api()
                .call("DELETE", "/quotas")
                .with("namespace", namespace(session))
                .with("group", session.target().group().orElse(null))
                .with("comment", why.text())
                .once()
                .send();
        session.out().say("taken away");
    }

    private static String namespace(Session session) {
        return session.target().namespace().orElse(ConfigKey.PUBLIC);
    }
}
