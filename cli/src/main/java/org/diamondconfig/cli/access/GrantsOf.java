/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.diamondconfig.cli.api.Answer;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.JsonText;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.cli.edge.Rows;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ScopeType;

/** What subjects may do in one namespace. */
@Command(
        name = "grants",
        description = {
            "What a subject (user:bob, group:ops, token:4f2a91c0) was granted in a namespace, -n.",
            "A grant is CAN[,CAN]:NAMESPACE[/GROUP[/DATAID]], reader:shop say. What it is denied (deny: before it) is listed,",
            "and changed by who may grant everything alone, with all else: diamond users set NAME --grant."
        })
public final class GrantsOf {

    private static final String[] COLUMNS = {"effect", "can", "namespace", "group", "dataId"};

    @ParentCommand
    private Root root;

    @Option(
            names = {"-m", "--message"},
            scope = ScopeType.INHERIT,
            paramLabel = "TEXT",
            description = "Why, for the history, of each of these that changes something.")
    private String message;

    @Command(name = "list", description = "List them.")
    void list(@Parameters(paramLabel = "SUBJECT", description = "Whose.") String subject) {
        try (Rows rows = root.session().out().rows(COLUMNS)) {
            look(subject).rows("grants").forEach(rows::add);
        }
    }

    @Command(name = "add", description = "Add some.")
    void add(
            @Parameters(paramLabel = "SUBJECT", description = "To whom.") String subject,
            @Parameters(arity = "1..*", paramLabel = "GRANT", description = "What.") List<String> grants) {
        List<Map<String, Object>> added = changes(grants);
        Answer now = look(subject);
        List<Map<String, Object>> all = allowed(now);
        all.addAll(added);
        write(subject, all, now);
    }

    @Command(name = "set", description = "Replace all that it is allowed in this namespace; none: take that away.")
    void set(
            @Parameters(paramLabel = "SUBJECT", description = "To whom.") String subject,
            @Parameters(arity = "0..*", paramLabel = "GRANT", description = "What.") List<String> grants) {
        write(subject, changes(grants), look(subject));
    }

    @Command(name = "rm", description = "Take some away, each as it was given.")
    void remove(
            @Parameters(paramLabel = "SUBJECT", description = "From whom.") String subject,
            @Parameters(arity = "1..*", paramLabel = "GRANT", description = "What.") List<String> grants) {
        List<Map<String, Object>> gone = changes(grants);
        Answer now = look(subject);
        List<Map<String, Object>> left = allowed(now);
        for (Map<String, Object> grant : gone) {
            if (!left.remove(grant)) {
                throw new Refused(Exit.NOT_FOUND, "there is no such grant: " + JsonText.of(grant));
            }
        }
        write(subject, left, now);
    }

    @Command(
            name = "check",
            description = {
                "Tell whether you, or another subject, may do this to a configuration, there or not, and by which grant.",
                "Exit 4 if not."
            })
    int check(
            @Parameters(
                            paramLabel = "ACTION",
                            description = "read, publish, remove, rollback, administer, grant or operate.")
                    String action,
            @Parameters(paramLabel = "DATAID", description = "The configuration.") String dataId,
            @Option(names = "--of", paramLabel = "SUBJECT", description = "Not you, but this one: for owners.")
                    String subject) {
        Session session = root.session();
        ConfigKey key = session.key(dataId);
        JsonWriter json = new JsonWriter().object();
        if (subject != null) {
            json.field("subject", Accounts.subject(subject));
        }
        json.name("checks")
                .array()
                .object()
                .field("action", action)
                .field("namespace", key.namespace())
                .field("group", key.group())
                .field("dataId", key.dataId())
                .endObject()
                .endArray()
                .endObject();
        Answer answer = session.api().call("POST", "/access/check").json(json).send();
        Map<String, Object> verdict = new LinkedHashMap<>();
        verdict.put("subject", answer.json().string("subject"));
        answer.rows("checks").forEach(verdict::putAll);
        session.out().row(verdict, "subject", "action", "namespace", "group", "dataId", "allowed", "why", "of");
        return (Boolean.TRUE.equals(verdict.get("allowed")) ? Exit.OK : Exit.ACCESS).code();
    }

    private String namespace() {
        String named = root.session().target().namespace().orElse(ConfigKey.PUBLIC);
        return ConfigKey.displayNamespace(named);
    }

    /** All but denials, which stay whatever is written, and are refused if they are. */
    private static List<Map<String, Object>> allowed(Answer now) {
        List<Map<String, Object>> allowed = new ArrayList<>(now.rows("grants"));
        allowed.removeIf(grant -> "deny".equals(grant.get("effect")));
        return allowed;
    }

    /** Such as may be changed here. */
    private static List<Map<String, Object>> changes(List<String> texts) {
        List<Map<String, Object>> changes = GrantText.all(texts);
        if (changes.stream().anyMatch(grant -> "deny".equals(grant.get("effect")))) {
            throw new Refused(
                    Exit.USAGE, "denials are changed with all else of a subject: diamond users set NAME --grant, say");
        }
        return changes;
    }

    private Answer look(String subject) {
        return root.session()
                .api()
                .get("/access/grants")
                .with("subject", Accounts.subject(subject))
                .with("namespace", namespace())
                .send();
    }

    private void write(String subject, List<Map<String, Object>> grants, Answer seen) {
        JsonWriter json = new JsonWriter();
        JsonText.write(json, Map.of("grants", grants));
        Session session = root.session();
        Answer answer = session.api()
                .call("PUT", "/access/grants")
                .with("subject", subject)
                .with("namespace", namespace())
                .with("comment", message)
                .header("If-Match", seen.header("ETag").orElse(null))
                .once()
                .json(json)
                .send();
        session.out().row(answer.object(), "subject", "version");
    }
}
