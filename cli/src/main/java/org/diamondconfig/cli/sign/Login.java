/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.sign;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.diamondconfig.cli.api.Answer;
import org.diamondconfig.cli.api.Told;
import org.diamondconfig.cli.context.Context;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.core.Target;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.wire.JsonWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Signs in, by a token or by a name and a password, and notes it in the context. */
@Command(
        name = "login",
        description = {
            "Sign in, and keep what lets you in with the context.",
            "With --user by a password; else by a token, which is asked for, or read from the standard input."
        })
public final class Login implements Callable<Integer> {

    @ParentCommand
    private Root root;

    @Option(
            names = {"-u", "--user"},
            paramLabel = "NAME",
            description = "The name of a person.")
    private String user;

    @Override
    public Integer call() {
        Session session = root.session();
        Target target = session.target();
        String name = target.contextName().isEmpty() ? "default" : target.contextName();
        if (target.contextName().isEmpty() && target.contexts().all().containsKey(name)) {
            throw new Refused(
                    Exit.USAGE, "context " + name + " is there, and not current: diamond context use " + name);
        }
        Context context = itsOwn(name, target).signedOut();
        context = user == null ? byToken(context) : byPassword(session, context);
        target.contexts().with(name, context).write(Target.file(root.around()));
        session.out().say("signed in; kept in context " + name);
        return Exit.OK.code();
    }

    /** The context with its servers. It is not led to others: whoever works there would not know. */
    private static Context itsOwn(String name, Target target) {
        Context context = target.context();
        Optional<String> own = context.get(Context.SERVER);
        if (own.isPresent() && !target.contextsOwn()) {
            throw new Refused(
                    Exit.USAGE,
                    "context " + name + " is for " + own.get()
                            + "; make another one: diamond context add NAME --server " + target.servers() + " --use");
        }
        return own.isPresent() ? context : context.with(Context.SERVER, target.servers());
    }

    private Context byToken(Context context) {
        String token = Secret.read(root.around(), "Token: ");
        if (!token.matches("[!-~]+")) {
            throw new Refused(Exit.ACCESS, "that is no token: visible ASCII characters expected");
        }
        root.session().apiShowing(token).get("/whoami").send();
        return context.with(Context.TOKEN, token);
    }

    private Context byPassword(Session session, Context context) {
        Answer answer = session.apiShowing("")
                .call("POST", "/session")
                .json(new JsonWriter()
                        .object()
                        .field("user", user)
                        .field("password", Secret.read(root.around(), "Password of " + user + ": "))
                        .endObject())
                .send();
        Told told = answer.json();
        if (told.flag("mustChange", false)) {
            session.out().say("choose another password: diamond passwd");
        }
        String cookie = answer.header("Set-Cookie").orElse("").replaceFirst(";.*", "");
        return context.with(Context.COOKIE, cookie).with(Context.CSRF, told.string("csrf"));
    }
}
