/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.sign;

import java.util.concurrent.Callable;
import org.diamondconfig.cli.api.Answer;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Rows;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Tells who asks, and what he may do. */
@Command(name = "whoami", description = "Tell who you are to the servers, and what you may do.")
public final class WhoAmI implements Callable<Integer> {

    @ParentCommand
    private Root root;

    @Override
    public Integer call() {
        Session session = root.session();
        Answer answer = session.api().get("/whoami").send();
        if (session.out().json()) {
            session.out().object(answer.object());
            return Exit.OK.code();
        }
        session.out()
                .say(answer.json().string("subject") + ", the server is "
                        + answer.json().string("access"));
        try (Rows rows = session.out().rows("effect", "can", "namespace", "group", "dataId")) {
            answer.rows("grants").forEach(rows::add);
        }
        return Exit.OK.code();
    }
}
