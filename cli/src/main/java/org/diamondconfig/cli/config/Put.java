/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.diamondconfig.cli.api.Answer;
import org.diamondconfig.cli.api.Calls;
import org.diamondconfig.cli.api.Told;
import org.diamondconfig.cli.core.Reason;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Publishes a content. */
@Command(name = "put", description = "Publish a content: of a file, of --content, or of the standard input.")
public final class Put implements Callable<Integer> {

    @ParentCommand
    private Root root;

    @Parameters(paramLabel = "DATAID", description = "The configuration.")
    private String dataId;

    @ArgGroup
    private Given given;

    @ArgGroup
    private OnlyIf onlyIf;

    /** Where the content is; the standard input if it is nowhere. */
    static final class Given {
        @Option(
                names = {"-f", "--file"},
                paramLabel = "FILE",
                description = "The content; - is the standard input.")
        private String file;

        @Option(names = "--content", paramLabel = "TEXT", description = "The content itself.")
        private String content;
    }

    /** On what condition. */
    static final class OnlyIf {
        @Option(names = "--if-version", paramLabel = "N", description = "Only if it is at this version.")
        private Long version;

        @Option(names = "--create", description = "Only if it is not there yet.")
        private boolean create;
    }

    @Option(names = "--type", paramLabel = "TYPE", description = "text, properties, yaml, json, xml, html or toml.")
    private String type;

    @Option(names = "--description", paramLabel = "TEXT", description = "What it is.")
    private String description;

    @Option(names = "--tag", paramLabel = "TAG", description = "A tag; may be repeated.")
    private List<String> tags;

    @Option(names = "--app", paramLabel = "NAME", description = "The application that it belongs to.")
    private String app;

    @Mixin
    private Reason why;

    @Option(names = "--allow-empty", description = "An empty content is meant.")
    private boolean allowEmpty;

    @Option(names = "--dry-run", description = "Publish nothing; print the difference, and exit 1 if there is one.")
    private boolean dryRun;

    @Override
    public Integer call() {
        Session session = root.session();
        ConfigKey key = session.key(dataId);
        byte[] content = content();
        if (dryRun) {
            return dry(session, key, content);
        }
        Calls call = session.api()
                .call("PUT", "/config")
                .about(key)
                .with("type", type)
                .with("description", description)
                .with("tags", tags == null ? null : String.join(",", tags))
                .with("app", app)
                .with("comment", why.text())
                .with("allowEmpty", allowEmpty ? "true" : null)
                .once()
                .text(content);
        if (onlyIf != null && onlyIf.create) {
            call.header("If-None-Match", "*");
        } else if (onlyIf != null && onlyIf.version != null) {
            call.header("If-Match", Contents.etag(session, key, onlyIf.version));
        }
        print(session, key, call.send());
        return Exit.OK.code();
    }

    private byte[] content() {
        if (given != null && given.content != null) {
            return given.content.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        }
        if (given == null && root.around().console().isPresent()) {
            throw new Refused(Exit.USAGE, "name the content: -f FILE, --content TEXT, or -f - for the keyboard");
        }
        return Contents.read(root.around(), given == null ? Contents.STDIN : given.file);
    }

    private int dry(Session session, ConfigKey key, byte[] content) {
        String kind = type == null ? ConfigType.ofFileName(key.dataId()).wireName() : type;
        Told findings = Validate.findings(session, kind, content);
        String told = LineDiff.unified(
                key + " now", Contents.current(session, key), key + " then", Contents.text(dataId, content));
        if (session.out().json()) {
            Map<String, Object> row = Diff.row(told);
            row.putAll(findings.members());
            session.out().object(row);
        } else {
            findings.objects("problems")
                    .forEach(each -> session.out()
                            .say(each.number("line") + ":" + each.number("column") + ": " + each.string("severity")
                                    + " " + each.string("code") + ": " + each.string("message")));
            session.out().bytes(told.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        if (!findings.flag("valid", true)) {
            return Exit.INVALID.code();
        }
        return told.isEmpty() ? Exit.OK.code() : Exit.FAILED.code();
    }

    /** Prints what became of one that was published. */
    public static void print(Session session, ConfigKey key, Answer answer) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("namespace", key.namespace());
        row.put("group", key.group());
        row.put("dataId", key.dataId());
        row.putAll(answer.object());
        session.out().row(row, "dataId", "version", "md5");
    }
}
