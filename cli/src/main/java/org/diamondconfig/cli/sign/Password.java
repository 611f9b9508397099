/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.sign;

import java.util.concurrent.Callable;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.wire.JsonWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Sets another password of one's own. */
@Command(
        name = "passwd",
        description = {
            "Set another password of your own, once you have signed in with --user.",
            "Without a terminal the standard input has the old one and the new one, a line each."
        })
public final class Password implements Callable<Integer> {

    @ParentCommand
    private Root root;

    @Override
    public Integer call() {
        String[] two = root.around()
                .console()
                .map(console ->
                        new String[] {Secret.asked(console, "Old password: "), Secret.asked(console, "New password: ")})
                .orElseGet(() -> Secret.input(root.around()).split("\\R"));
        if (two.length != 2) {
            throw new Refused(Exit.USAGE, "two lines expected: the old password and the new one");
        }
        root.session()
                .api()
                .call("PUT", "/session/password")
                .json(new JsonWriter()
                        .object()
                        .field("old", two[0])
                        .field("new", two[1])
                        .endObject())
                .send();
        root.session().out().say("set; your other sessions are over");
        return Exit.OK.code();
    }
}
