/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.config;

import java.util.concurrent.Callable;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.core.Search;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Rows;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lists configurations. */
@Command(
        name = "list",
        aliases = "ls",
        description = "List configurations: of the namespace that is set, or of all that may be read.")
public final class ListConfigs implements Callable<Integer> {

    @ParentCommand
    private Root root;

    @Parameters(arity = "0..1", paramLabel = "PATTERN", description = "Of dataIds: * is any characters, ? exactly one.")
    private String pattern;

    @Mixin
    private Search search;

    @Option(names = "--content", paramLabel = "TEXT", description = "Those that contain this text.")
    private String content;

    @Option(names = "--tag", paramLabel = "TAG", description = "Those with this tag.")
    private String tag;

    @Option(names = "--type", paramLabel = "TYPE", description = "Those of this type.")
    private String type;

    @Option(names = "--app", paramLabel = "NAME", description = "Those of this application.")
    private String app;

    @Override
    public Integer call() {
        Session session = root.session();
        try (Rows rows = session.out().rows("namespace", "group", "dataId", "type", "version", "at", "by")) {
            search.of(session, pattern)
                    .with("content", content)
                    .with("tag", tag)
                    .with("type", type)
                    .with("app", app)
                    .each("configs", rows::add);
        }
        return Exit.OK.code();
    }
}
