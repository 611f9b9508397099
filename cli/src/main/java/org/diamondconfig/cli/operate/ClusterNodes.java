/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.operate;

import java.util.concurrent.Callable;
import org.diamondconfig.cli.api.Answer;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Rows;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** The nodes. */
@Command(name = "cluster", description = "List the nodes, each with how it is; the one that was asked comes first.")
public final class ClusterNodes implements Callable<Integer> {

    @ParentCommand
    private Root root;

    @Override
    public Integer call() {
        Session session = root.session();
        Answer answer = session.api().get("/cluster").send();
        try (Rows rows = session.out().rows("node", "address", "state", "software", "heartbeatAgeMillis", "lane")) {
            rows.add(answer.json().object("self").members());
            answer.rows("others").forEach(rows::add);
        }
        return Exit.OK.code();
    }
}
