/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.config;

import java.util.concurrent.Callable;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Rows;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lists the versions of a configuration. */
@Command(name = "history", description = "List the versions of a configuration, newest first.")
public final class History implements Callable<Integer> {

    @ParentCommand
    private Root root;

    @Parameters(paramLabel = "DATAID", description = "The configuration.")
    private String dataId;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "The newest so many, at most 500; all if it is left out.")
    private Integer limit;

    @Override
    public Integer call() {
        Session session = root.session();
        try (Rows rows = session.out().rows("version", "operation", "type", "at", "by", "comment")) {
            session.api().get("/history").about(session.key(dataId)).each("versions", limit, rows::add);
        }
        return Exit.OK.code();
    }
}
