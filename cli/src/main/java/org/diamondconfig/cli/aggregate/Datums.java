/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.aggregate;

import org.diamondconfig.cli.config.Contents;
import org.diamondconfig.cli.core.Reason;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Rows;
import org.diamondconfig.wire.ConfigKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The datums of a key that many publish to. */
@Command(name = "datum", description = "The datums of a key that is merged from what many publish.")
public final class Datums {

    @ParentCommand
    private Root root;

    @Command(name = "list", description = "List the datums of a key.")
    void list(@Parameters(paramLabel = "DATAID", description = "The key.") String dataId) {
        Session session = root.session();
        try (Rows rows = session.out().rows("datumId", "version", "content", "at", "by")) {
            session.api().get("/datums").about(session.key(dataId)).each("datums", rows::add);
        }
    }

    @Command(name = "put", description = "Publish one datum: the content of a file, or of the standard input.")
    void put(
            @Parameters(paramLabel = "DATAID", description = "The key.") String dataId,
            @Parameters(paramLabel = "DATUMID", description = "The datum.") String datumId,
            @Option(
                            names = {"-f", "--file"},
                            defaultValue = "-",
                            paramLabel = "FILE",
                            description = "The content; - is the standard input.")
                    String file,
            @Mixin Reason why) {
        Session session = root.session();
        session.out()
                .row(
                        session.api()
                                .call("PUT", "/datums")
                                .about(session.key(dataId))
                                .with("datumId", datumId)
                                .with("comment", why.text())
                                .once()
                                .text(Contents.read(root.around(), file))
                                .send()
                                .object(),
                        "datumId",
                        "datumVersion",
                        "dirty");
    }

    @Command(name = "rm", description = "Remove one datum; with the last one the key goes.")
    void remove(
            @Parameters(paramLabel = "DATAID", description = "The key.") String dataId,
            @Parameters(paramLabel = "DATUMID", description = "The datum.") String datumId,
            @Mixin Reason why) {
        Session session = root.session();
        session.api()
                .call("DELETE", "/datums")
                .about(session.key(dataId))
                .with("datumId", datumId)
                .with("comment", why.text())
                .once()
                .send();
        session.out().say(datumId + " removed");
    }

    @Command(name = "clear", description = "Remove all datums of a key, and so the key.")
    void clear(@Parameters(paramLabel = "DATAID", description = "The key.") String dataId, @Mixin Reason why) {
        Session session = root.session();
        ConfigKey key = session.key(dataId);
        session.api()
                .call("DELETE", "/datums/all")
                .about(key)
                .with("comment", why.text())
                .once()
                .send();
        session.out().say(key + " removed");
    }

    @Command(name = "history", description = "Tell who changed which datum, newest first.")
    void history(@Parameters(paramLabel = "DATAID", description = "The key.") String dataId) {
        Session session = root.session();
        try (Rows rows = session.out().rows("dirty", "operation", "datumId", "version", "at", "by", "comment")) {
            session.api().get("/datums/history").about(session.key(dataId)).each("changes", rows::add);
        }
    }
}
