/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.folder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.diamondconfig.cli.api.Answer;
import org.diamondconfig.cli.core.Filter;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Behind;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Progress;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Writes configurations into a folder. */
@Command(
        name = "export",
        description = {
            "Write configurations into a folder: FOLDER/NAMESPACE/GROUP/DATAID, and .labels.jsonl.",
            "Of the namespace and group that are set, or of all that may be read. What datums are merged to is left out."
        })
public final class Export implements Callable<Integer> {

    private static final int PAGE = 500;

    @ParentCommand
    private Root root;

    @Parameters(paramLabel = "FOLDER", description = "Where to; what else is there stays.")
    private Path folder;

    @Mixin
    private Filter filter;

    private final List<ConfigKey> page = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        Session session = root.session();
        Tree tree = new Tree(Files.createDirectories(folder));
        long[] leftOut = {0};
        try (LabelNotes labels = new LabelNotes(folder);
                Behind files = new Behind();
                Progress progress = session.out().progress("exported")) {
            expect(session, progress);
            filter.of(session, "/configs").pages(found -> {
                for (Map<String, Object> row : Remote.whole(found)) {
                    if (Remote.isAggregate(row)) {
                        leftOut[0]++;
                        progress.without(1);
                        continue;
                    }
                    ConfigKey key = Remote.key(row);
                    labels.note(key, row);
                    page.add(key);
                    if (page.size() == PAGE) {
                        write(session, tree, progress, files);
                    }
                }
            });
            write(session, tree, progress, files);
            files.await();
            labels.end();
            session.out().say(progress.count() + " exported to " + folder + left(leftOut[0]));
        }
        return Exit.OK.code();
    }

    /** How many there are, for the bar and for nothing else: without an answer there is no bar. */
    private void expect(Session session, Progress progress) {
        if (!progress.isShown()) {
            return;
        }
        try {
            Answer counts = filter.of(session, "/configs/facets").ask();
            if (counts.status() == 200) {
                counts.json().optionalNumber("all").ifPresent(progress::of);
            }
        } catch (Refused e) {
            if (e.exit() == Exit.INTERRUPTED) {
                throw e;
            }
        }
    }

    private static String left(long count) {
        return count == 0 ? "" : ", " + count + " merged from datums left out";
    }

    /** Reads a page, while the one before is written. */
    private void write(Session session, Tree tree, Progress progress, Behind files) {
        if (page.isEmpty()) {
            return;
        }
        if (session.interrupted()) {
            files.await();
            throw new Refused(
                    Exit.INTERRUPTED,
                    "interrupted: " + progress.count() + " contents are in " + folder
                            + ", no labels; run again, it does all");
        }
        Map<ConfigKey, byte[]> contents = new LinkedHashMap<>();
        Remote.read(session, page, row -> {
            ConfigKey key = Remote.key(row);
            if (row.get("content") instanceof String content) {
                byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
                if (!Md5.hex(bytes).equals(row.get("md5"))) {
                    throw new Refused(Exit.UNREACHABLE, key + ": its content has not the md5 that is stated");
                }
                contents.put(key, bytes);
            } else if (Long.valueOf(200).equals(row.get("status"))) {
                files.await(); // alone, since what one answer has no room for may be large
                tree.write(key, session.api().get("/config").about(key).send().content());
                progress.add(1);
            } else if (!Long.valueOf(404).equals(row.get("status"))) {
                throw new Refused(Exit.FAILED, key + ": " + row.get("code"));
            }
        });
        page.clear();
        files.begin(() -> contents.forEach(tree::write));
        progress.add(contents.size());
    }
}
