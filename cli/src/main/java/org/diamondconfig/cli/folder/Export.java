/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.folder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    @Override
    public Integer call() throws IOException {
        Session session = root.session();
        Tree tree = new Tree(Files.createDirectories(folder));
        try (LabelNotes labels = new LabelNotes(folder);
                Progress progress = session.out().progress("exported");
                Pages pages = new Pages(session, tree, progress)) {
            expect(session, progress);
            try {
                filter.of(session, "/configs")
                        .pages(found -> Remote.whole(found).forEach(row -> pages.take(row, labels)));
                pages.end();
            } catch (Refused e) {
                throw pages.ended(e);
            }
            labels.end();
            session.out().say(pages.folders.files() + " exported to " + folder + left(pages.leftOut));
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

    /**
     * Contents on their way into a folder, of which two pages are held at most: one is written while the next is read, and the names of
     * the one after that are looked for. Confined to one thread, but for {@link #read} and what that begins.
     */
    private static final class Pages implements AutoCloseable {

        private final Session session;
        private final Tree tree;
        private final GroupFolders folders;
        private final Progress progress;
        private final Behind reader = new Behind();
        private final Behind writers = new Behind();
        private final List<ConfigKey> page = new ArrayList<>();
        private long leftOut;

        Pages(Session session, Tree tree, Progress progress) {
            this.session = session;
            this.tree = tree;
            this.folders = new GroupFolders(tree);
            this.progress = progress;
        }

        /** One more row of the search. */
        void take(Map<String, Object> row, LabelNotes labels) {
            if (Remote.isAggregate(row)) {
                leftOut++;
                progress.without(1);
                return;
            }
            ConfigKey key = Remote.key(row);
            labels.note(key, row);
            page.add(key);
            if (page.size() == PAGE) {
                next();
            }
        }

        /** All rows were taken. */
        void end() {
            if (!page.isEmpty()) {
                next();
            }
            reader.await();
            writers.await();
            folders.end();
        }

        private void next() {
            reader.await();
            if (session.interrupted()) {
                throw new Refused(Exit.INTERRUPTED, "interrupted");
            }
            List<ConfigKey> keys = List.copyOf(page);
            page.clear();
            reader.begin(() -> read(keys));
            progress.add(keys.size());
        }

        /** Reads a page, while the one before is written. */
        private void read(List<ConfigKey> keys) {
            List<Map.Entry<ConfigKey, byte[]>> contents = new ArrayList<>();
            Remote.read(session, keys, row -> {
                ConfigKey key = Remote.key(row);
                if (row.get("content") instanceof String content) {
                    contents.add(Map.entry(key, whole(key, content, row.get("md5"))));
                } else if (Long.valueOf(200).equals(row.get("status"))) {
                    writeAlone(key, keys);
                } else if (!Long.valueOf(404).equals(row.get("status"))) {
                    throw new Refused(Exit.FAILED, key + ": " + row.get("code"));
                }
            });
            writers.await();
            folders.turnTo(keys);
            int half = contents.size() / 2;
            writers.begin(
                    () -> write(contents.subList(0, half), 0), () -> write(contents.subList(half, contents.size()), 1));
        }

        /** What one answer has no room for, since it may be large. */
        private void writeAlone(ConfigKey key, List<ConfigKey> page) {
            writers.await();
            folders.turnTo(page);
            folders.write(key, session.api().get("/config").about(key).send().content(), 0);
        }

        private static byte[] whole(ConfigKey key, String content, Object md5) {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            if (!Md5.hex(bytes).equals(md5)) {
                throw new Refused(Exit.UNREACHABLE, key + ": its content has not the md5 that is stated");
            }
            return bytes;
        }

        private void write(List<Map.Entry<ConfigKey, byte[]>> contents, int writer) {
            contents.forEach(content -> folders.write(content.getKey(), content.getValue(), writer));
        }

        /** Why it ends before its time, behind what is under way: with what else failed there, and with what was done. */
        Refused ended(Refused why) {
            String more = failed(reader::await) + failed(writers::await) + failed(folders::end);
            boolean wanted = why.exit() == Exit.INTERRUPTED;
            if (!wanted && more.isEmpty() && folders.files() == 0) {
                return why;
            }
            String done = folders.files() + " contents are in " + tree.folder() + ", no labels; run again, it does all";
            return new Refused(why.exit(), why.getMessage() + more + (wanted ? ": " : "; ") + done, why.problem());
        }

        private static String failed(Runnable last) {
            try {
                last.run();
                return "";
            } catch (Refused e) {
                return "; " + e.getMessage();
            }
        }

        @Override
        public void close() {
            reader.close();
            writers.close();
        }
    }
}
