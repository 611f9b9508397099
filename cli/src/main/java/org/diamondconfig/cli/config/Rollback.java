/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.config;

import java.util.concurrent.Callable;
import org.diamondconfig.cli.api.Calls;
import org.diamondconfig.cli.core.Reason;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.wire.ConfigKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Makes an old version the new one. */
@Command(name = "rollback", description = "Publish the content of an older version again, as a new version.")
public final class Rollback implements Callable<Integer> {

    @ParentCommand
    private Root root;

    @Parameters(paramLabel = "DATAID", description = "The configuration.")
    private String dataId;

    @Option(names = "--to", required = true, paramLabel = "N", description = "The version to go back to.")
    private long to;

    @Option(names = "--if-version", paramLabel = "N", description = "Only if it is at this version now.")
    private Long version;

    @Mixin
    private Reason why;

    @Override
    public Integer call() {
        Session session = root.session();
        ConfigKey key = session.key(dataId);
        Calls call = session.api()
                .call("POST", "/rollback")
                .about(key)
                .with("version", to)
                .with("comment", why.text())
                .once();
        if (version != null) {
            call.header("If-Match", Contents.etag(session, key, version));
        }
        Put.print(session, key, call.send());
        return Exit.OK.code();
    }
}
