/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.config;

import java.util.concurrent.Callable;
import org.diamondconfig.cli.api.Told;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Rows;
import org.diamondconfig.wire.ConfigType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Tells what is wrong with a file. */
@Command(
        name = "validate",
        description = "Tell what is wrong with a file by the rules of its type. Exit 6 if anything is.")
public final class Validate implements Callable<Integer> {

    @ParentCommand
    private Root root;

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "The content; - is the standard input.")
    private String file;

    @Option(names = "--type", paramLabel = "TYPE", description = "Its type; by the name of the file if it is left out.")
    private String type;

    @Override
    public Integer call() {
        Session session = root.session();
        String kind = type == null ? ConfigType.ofFileName(file).wireName() : type;
        Told findings = findings(session, kind, Contents.read(root.around(), file));
        try (Rows rows = session.out().rows("line", "column", "severity", "code", "message")) {
            findings.objects("problems").forEach(each -> rows.add(each.members()));
        }
        return findings.flag("valid", true) ? Exit.OK.code() : Exit.INVALID.code();
    }

    static Told findings(Session session, String type, byte[] content) {
        return session.api()
                .call("POST", "/validate")
                .with("type", type)
                .text(content)
                .send()
                .json();
    }
}
