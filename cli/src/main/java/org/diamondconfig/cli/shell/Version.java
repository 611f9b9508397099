/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.shell;

import java.util.concurrent.Callable;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.edge.Exit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Which of the programs of this name it is. */
@Command(
        name = "version",
        description = "Print the version of this command, as --version does; servers tell theirs by cluster.")
public final class Version implements Callable<Integer> {

    @ParentCommand
    private Root root;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        root.session().out().line(String.join(" ", spec.root().version()));
        return Exit.OK.code();
    }
}
