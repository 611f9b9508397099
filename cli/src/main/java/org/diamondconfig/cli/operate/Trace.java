/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.operate;

import java.util.concurrent.Callable;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Rows;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Where a change has been. */
@Command(name = "trace", description = "Tell where a change has been on the server that answers, and when.")
public final class Trace implements Callable<Integer> {

    @ParentCommand
    private Root root;

    @Parameters(paramLabel = "DATAID", description = "The configuration.")
    private String dataId;

    @Option(names = "--version-number", required = true, paramLabel = "N", description = "The version.")
    private long version;

    @Override
    public Integer call() {
        Session session = root.session();
        try (Rows rows = session.out().rows("step", "at", "millis", "detail")) {
            session.api()
                    .get("/trace")
                    .about(session.key(dataId))
                    .with("version", version)
                    .send()
                    .rows("marks")
                    .forEach(rows::add);
        }
        return Exit.OK.code();
    }
}
