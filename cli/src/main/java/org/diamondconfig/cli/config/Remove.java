/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.config;

import java.util.List;
import java.util.concurrent.Callable;
import org.diamondconfig.cli.api.Answer;
import org.diamondconfig.cli.api.Calls;
import org.diamondconfig.cli.core.Reason;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.wire.ConfigKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Removes configurations. */
@Command(name = "rm", description = "Remove configurations; their histories stay.")
public final class Remove implements Callable<Integer> {

    @ParentCommand
    private Root root;

    @Parameters(arity = "1..*", paramLabel = "DATAID", description = "The configurations.")
    private List<String> dataIds;

    @Option(names = "--if-version", paramLabel = "N", description = "Only if it is at this version.")
    private Long version;

    @Option(names = "--ignore-missing", description = "One that is not there is as good as removed.")
    private boolean ignoreMissing;

    @Mixin
    private Reason why;

    @Override
    public Integer call() {
        Session session = root.session();
        List<ConfigKey> keys = dataIds.stream().map(session::key).toList();
        if (version != null && keys.size() > 1) {
            throw new Refused(Exit.USAGE, "--if-version is about one configuration");
        }
        int done = 0;
        for (ConfigKey key : keys) {
            try {
                remove(session, key);
                done++;
            } catch (Refused e) {
                if (done == 0) {
                    throw e;
                }
                throw new Refused(Exit.PARTLY, done + " removed, then " + key + ": " + e.getMessage(), e.problem());
            }
        }
        return Exit.OK.code();
    }

    private void remove(Session session, ConfigKey key) {
        Calls call = session.api()
                .call("DELETE", "/config")
                .about(key)
                .with("comment", why.text())
                .once();
        if (version != null) {
            call.header("If-Match", Contents.etag(session, key, version));
        }
        Answer answer = call.ask();
        if (ignoreMissing && answer.code().equals("CONFIG_NOT_FOUND")) {
            session.out().say(key + " was not there");
            return;
        }
        answer.required();
        session.out().say(key + " removed");
    }
}
