/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.operate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.diamondconfig.cli.api.Answer;
import org.diamondconfig.cli.api.Told;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Rows;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Where a change has been. */
@Command(name = "trace", description = "Tell where a change has been, on the server that answers or on all, and when.")
public final class Trace implements Callable<Integer> {

    @ParentCommand
    private Root root;

    @Parameters(paramLabel = "DATAID", description = "The configuration.")
    private String dataId;

    @Option(names = "--version-number", required = true, paramLabel = "N", description = "The version.")
    private long version;

    @Option(names = "--all-nodes", description = "On all nodes, not on the one alone that answers.")
    private boolean all;

    @Override
    public Integer call() {
        Session session = root.session();
        String[] columns = {"step", "at", "millis", "detail"};
        String[] ofAll = {"node", "step", "at", "millis", "detail"};
        try (Rows rows = session.out().rows(all ? ofAll : columns)) {
            Answer answer = session.api()
                    .get("/trace")
                    .about(session.key(dataId))
                    .with("version", version)
                    .with("nodes", all ? "all" : null)
                    .send();
            answer.rows("marks").forEach(mark -> rows.add(all ? at("this", mark) : mark));
            if (answer.json().has("others")) {
                for (Told other : answer.json().objects("others")) {
                    String node = other.string("node");
                    other.objects("marks").forEach(mark -> rows.add(at(node, mark.members())));
                }
            }
            Missing.tell(session, answer);
        }
        return Exit.OK.code();
    }

    private static Map<String, Object> at(String node, Map<String, Object> mark) {
        Map<String, Object> row = new LinkedHashMap<>(Map.of("node", node));
        row.putAll(mark);
        return row;
    }
}
