/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.access;

import java.util.List;
import java.util.Map;
import org.diamondconfig.cli.api.Answer;
import org.diamondconfig.cli.api.Calls;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.JsonText;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.cli.edge.Rows;
import org.diamondconfig.wire.JsonWriter;

/** Users, groups, tokens and others as the server keeps them: documents that are read, changed and written on condition. Stateless. */
final class Accounts {

    private Accounts() {}

    static void list(Session session, String kind) {
        try (Rows rows = session.out().rows("subject", "description", "groups", "disabled", "expires", "lastUsed")) {
            session.api().get("/access/accounts").with("kind", kind).each("accounts", rows::add);
        }
    }

    static void show(Session session, String subject) {
        Answer answer =
                session.api().get("/access/accounts").with("subject", subject).send();
        if (session.out().json()) {
            session.out().object(answer.object());
            return;
        }
        session.out().say(subject + ": " + JsonText.of(answer.object()));
        try (Rows rows = session.out().rows("effect", "can", "namespace", "group", "dataId")) {
            answer.rows("grants").forEach(rows::add);
        }
    }

    /** A new one; refused if it is there. */
    static void add(Session session, String subject, Map<String, Object> state, String why) {
        write(call(session, subject, why).header("If-None-Match", "*"), session, state);
    }

    /** Changes what these members say, and leaves the others as they are. */
    static void change(Session session, String subject, Map<String, Object> changed, String why) {
        Answer now =
                session.api().get("/access/accounts").with("subject", subject).send();
        Map<String, Object> state = now.object();
        state.putAll(changed);
        List.of("epoch", "version", "subject", "lastUsed", "at", "by").forEach(state::remove);
        state.remove("expires", ""); // which says that it has no end
        write(call(session, subject, why).header("If-Match", now.header("ETag").orElse(null)), session, state);
    }

    private static Calls call(Session session, String subject, String why) {
        return session.api()
                .call("PUT", "/access/accounts")
                .with("subject", subject)
                .with("comment", why)
                .once();
    }

    private static void write(Calls call, Session session, Map<String, Object> state) {
        JsonWriter json = new JsonWriter();
        JsonText.write(json, state);
        session.out().row(call.json(json).send().object(), "subject", "version");
    }

    static void remove(Session session, String subject, String why) {
        session.api()
                .call("DELETE", "/access/accounts")
                .with("subject", subject)
                .with("comment", why)
                .once()
                .send();
        session.out().say(subject + " removed");
    }

    /** {@code user:bob}, of {@code bob} or of itself. */
    static String subject(String kind, String name) {
        return name.startsWith(kind + ':') ? name : kind + ':' + name;
    }

    /** A subject that is named with its kind. */
    static String subject(String name) {
        if (!name.contains(":")) {
            throw new Refused(
                    Exit.USAGE, "name a subject by its kind: user:" + name + ", group:" + name + " or token:...");
        }
        return name;
    }
}
