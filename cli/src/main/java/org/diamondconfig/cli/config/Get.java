/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.diamondconfig.cli.api.Answer;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Out;
import org.diamondconfig.wire.ConfigKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints a content, byte for byte. */
@Command(name = "get", description = "Print the content of a configuration, byte for byte.")
public final class Get implements Callable<Integer> {

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

    @Override
    public Integer call() {
        Out out = root.session().out();
        ConfigKey key = root.session().key(dataId);
        if (version != null) {
            print(out, Contents.version(root.session(), key, version));
            return Exit.OK.code();
        }
        Answer answer = root.session()
                .api()
                .get("/config")
                .about(key)
                .with("level", stored ? "database" : null)
                .send();
        byte[] content = answer.content();
        if (md5) {
            out.line(answer.header("Diamond-Md5").orElse(""));
        } else if (out.json()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("namespace", key.namespace());
            row.put("group", key.group());
            row.put("dataId", key.dataId());
            row.put("epoch", answer.header("Diamond-Epoch").orElse(""));
            row.put("version", answer.number("Diamond-Version"));
            row.put("md5", answer.header("Diamond-Md5").orElse(""));
            row.put("type", answer.header("Diamond-Type").orElse(""));
            row.put("content", Contents.text("the content", content));
            out.object(row);
        } else {
            out.bytes(content);
        }
        return Exit.OK.code();
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
