/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.diamondconfig.cli.api.Answer;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Out;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.wire.ConfigKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints a content, byte for byte. */
@Command(name = "get", description = "Print the content of a configuration, byte for byte.")
public final class Get implements Callable<Integer> {

    private static final int NOT_MODIFIED = 304;

    @ParentCommand
    private Root root;

    @Parameters(paramLabel = "DATAID", description = "The configuration.")
    private String dataId;

    @Option(names = "--version-number", paramLabel = "N", description = "The content of an older version.")
    private Long version;

    @Option(names = "--md5", description = "Print its md5 instead.")
    private boolean md5;

    @Option(names = "--stored", description = "As the database has it, past every server's copy.")
    private boolean stored;

    @Option(
            names = "--if-none-match",
            paramLabel = "ETAG",
            description = {
                "Only if it is not what you have, told by its ETag (-o json prints it) or by its md5: else nothing is printed,",
                "and the exit is 9. An empty one is nothing that you have."
            })
    private String had;

    /**
     * What its user has of a key.
     *
     * @param tag generation and version; empty if it was told by an md5
     * @param md5 empty if it was told by an ETag
     */
    private record Had(String tag, String md5) {

        static final Had NOTHING = new Had("", "");

        static Had parse(String text) {
            if (text == null || text.isEmpty()) {
                return NOTHING;
            }
            if (text.matches("[0-9a-fA-F]{32}")) {
                return new Had("", text.toLowerCase(Locale.ROOT));
            }
            String tag = text.replaceFirst("^\"(.*)\"$", "$1"); // quotes are hard to hand over in a shell
            if (!tag.matches("[0-9]{1,18}\\.[0-9]{1,18}")) {
                throw new Refused(
                        Exit.USAGE,
                        "--if-none-match: an ETag, which is a number, a dot and a number, or an md5 expected");
            }
            return new Had(tag, "");
        }

        /** What the API takes; null if there is none, or an md5, which servers do not compare. */
        String header() {
            return tag.isEmpty() ? null : '"' + tag + '"';
        }

        /** Whether it is still so. What answers 304 has to be a Diamond, and mean this. */
        boolean isStill(Answer answer) {
            return answer.status() == NOT_MODIFIED
                    ? !tag.isEmpty() && tag.equals(etag(answer))
                    : !md5.isEmpty() && md5.equals(answer.header("Diamond-Md5").orElse(""));
        }
    }

    @Override
    public Integer call() {
        Session session = root.session();
        ConfigKey key = session.key(dataId);
        Had known = Had.parse(had);
        if (version != null) {
            if (had != null) {
                throw new Refused(Exit.USAGE, "--if-none-match: an older version never changes");
            }
            print(session.out(), Contents.version(session, key, version));
            return Exit.OK.code();
        }
        Answer answer = session.api()
                .get("/config")
                .about(key)
                .with("level", stored ? "database" : null)
                .header("If-None-Match", known.header())
                .ask();
        if (answer.status() == NOT_MODIFIED && known.isStill(answer)) {
            return unchanged(session, key);
        }
        byte[] content = answer.content();
        if (known.isStill(answer)) {
            return unchanged(session, key);
        }
        print(session.out(), key, answer, content);
        return Exit.OK.code();
    }

    private static int unchanged(Session session, ConfigKey key) {
        session.out().say(key + " is what you have already");
        return Exit.UNCHANGED.code();
    }

    private static String etag(Answer answer) {
        return answer.epoch().generation() + "." + answer.number("Diamond-Version");
    }

    private void print(Out out, ConfigKey key, Answer answer, byte[] content) {
        if (md5) {
            out.line(answer.header("Diamond-Md5").orElse(""));
        } else if (out.json()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("namespace", key.namespace());
            row.put("group", key.group());
            row.put("dataId", key.dataId());
            row.put("epoch", answer.header("Diamond-Epoch").orElse(""));
            row.put("version", answer.number("Diamond-Version"));
            row.put("etag", '"' + etag(answer) + '"');
            row.put("md5", answer.header("Diamond-Md5").orElse(""));
            row.put("type", answer.header("Diamond-Type").orElse(""));
            row.put("content", Contents.text("the content", content));
            out.object(row);
        } else {
            out.bytes(content);
        }
    }

    private void print(Out out, Map<String, Object> row) {
        if (md5) {
            out.line(String.valueOf(row.get("md5")));
        } else if (out.json()) {
            out.object(row);
        } else {
            out.bytes(String.valueOf(row.get("content")).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
    }
}
