/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.bulk;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.diamondconfig.cli.core.Filter;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Progress;
import org.diamondconfig.cli.edge.Refused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Has the server make a zip, and keeps it. */
@Command(
        name = "export",
        description = {
            "Write a zip of the configurations of the namespace and group that are set, or of all that may be read.",
            "It is there when it is whole, and not before. What datums are merged to is in it, to be read."
        })
final class ZipExport implements Callable<Integer> {

    @ParentCommand
    private Zips zips;

    @Parameters(paramLabel = "FILE", description = "Where to.")
    private Path file;

    @Mixin
    private Filter filter;

    @Option(names = "--force", description = "Replace a file that is there.")
    private boolean force;

    @Override
    public Integer call() {
        if (Files.isDirectory(file)) {
            throw new Refused(Exit.USAGE, file + ": is a folder; diamond export writes into folders");
        }
        boolean there = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        if (there && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new Refused(
                    Exit.USAGE, file + ": is no file of its own, a link or a device say; nothing replaces it");
        }
        if (there && !force) {
            throw new Refused(Exit.USAGE, file + ": is there already; --force replaces it");
        }
        Session session = zips.session();
        try (Download zip = new Download(file);
                Progress progress = session.out().progress("bytes received:")) {
            filter.of(session, "/export").pieces(() -> goOn(session), piece -> {
                progress.add(piece.remaining());
                zip.write(piece);
            });
            long files = zip.end(force);
            session.out().say((files - 1) + " exported to " + file + ", " + progress.count() + " bytes");
        }
        return Exit.OK.code();
    }

    private static void goOn(Session session) {
        if (session.interrupted()) {
            throw new Refused(Exit.INTERRUPTED, "interrupted: nothing was written");
        }
    }
}
