/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.sign;

import java.util.concurrent.Callable;
import org.diamondconfig.cli.context.Context;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.core.Target;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Refused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Signs out, and forgets what the context kept. */
@Command(
        name = "logout",
        description = "Sign out, and forget what lets you in; a token stays good until it is revoked.")
public final class Logout implements Callable<Integer> {

    @ParentCommand
    private Root root;

    @Option(names = "--everywhere", description = "End all your sessions, those at other places too.")
    private boolean everywhere;

    @Override
    public Integer call() {
        Session session = root.session();
        Target target = session.target();
        if (target.contextName().isEmpty()) {
            throw new Refused(Exit.USAGE, "no context is in use");
        }
        boolean isSignedIn = target.context().get(Context.COOKIE).isPresent();
        if (everywhere) {
            endAll(session, isSignedIn);
        }
        target.contexts()
                .with(target.contextName(), target.context().signedOut())
                .write(Target.file(root.around()));
        if (isSignedIn && !everywhere) {
            int status = session.api().call("DELETE", "/session").ask().status();
            if (status >= 400 && status != 401) {
                session.out().say("the server did not take it (HTTP " + status + "); the session ends by itself");
            }
        }
        session.out().say("signed out of context " + target.contextName());
        return Exit.OK.code();
    }

    /** The cookie is forgotten only after it: who could not be heard can say it again. */
    private static void endAll(Session session, boolean isSignedIn) {
        if (!isSignedIn) {
            throw new Refused(Exit.USAGE, "nobody is signed in here: sign in first, so that your sessions are known");
        }
        session.api().call("DELETE", "/session").with("all", true).send();
    }
}
