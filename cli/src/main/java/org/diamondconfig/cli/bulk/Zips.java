/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.bulk;

import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.core.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Zips of the server. */
@Command(
        name = "zip",
        description = "Configurations as one zip, which the server makes and reads: its own, or one of Nacos.",
        subcommands = {ZipExport.class, ZipImport.class})
public final class Zips {

    @ParentCommand
    private Root root;

    Session session() {
        return root.session();
    }
}
