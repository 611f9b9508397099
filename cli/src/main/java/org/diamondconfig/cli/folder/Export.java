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
            filter.of(session, "/configs/facets").expectedBy(progress);
            try {
                filter.of(session, "/configs").with("contents", true).pages(found -> pages.take(found, labels));
                pages.end();
                labels.end();
            } catch (Refused e) {
                throw pages.ended(e);
            }
            session.out().say(pages.folders.files() + " exported to " + folder + left(pages.leftOut));
        }
        return Exit.OK.code();
    }

    private static String left(long count) {
        return count == 0 ? "" : ", " + count + " merged from datums left out";
    }

    /**
     * Contents on their way into a folder, a page at a time: it is written while the next is gone through, and the one after that is
     * fetched. Confined to one thread, but for {@link #write}.
     */
    private static final class Pages implements AutoCloseable {

        private static final int ALONE = 2; // the number of whoever writes what a page has no content of

        private final Session session;
        private final Tree tree;
        private final GroupFolders folders;
        private final Progress progress;
        private final Behind writers = new Behind();
        private long leftOut;

        Pages(Session session, Tree tree, Progress progress) {
            this.session = session;
            this.tree = tree;
            this.folders = new GroupFolders(tree);
            this.progress = progress;
        }

        /** One more page of the search. */
        void take(Answer page, LabelNotes labels) {
            if (session.interrupted()) {
                throw new Refused(Exit.INTERRUPTED, "interrupted");
            }
            List<ConfigKey> keys = new ArrayList<>();
            List<ConfigKey> alone = new ArrayList<>();
            List<Map.Entry<ConfigKey, byte[]>> contents = new ArrayList<>();
            for (Map<String, Object> row : Remote.whole(page)) {
                if (Remote.isAggregate(row)) {
                    leftOut++;
                    progress.without(1);
                    continue;
                }
                ConfigKey key = Remote.key(row);
                labels.note(key, row);
                keys.add(key);
                if (row.get("content") instanceof String content) {
                    contents.add(Map.entry(key, whole(key, content, row.get("md5"))));
                } else {
                    alone.add(key);
                }
            }
            writers.await();
            folders.turnTo(keys);
            int half = contents.size() / 2;
            writers.begin(
                    () -> write(contents.subList(0, half), 0), () -> write(contents.subList(half, contents.size()), 1));
            alone.forEach(this::writeAlone);
            progress.add(keys.size());
        }

        /** All pages were taken. */
        void end() {
            writers.await();
            folders.end();
        }

        /** What the server had not at hand when it made the page; nothing, if it was removed since. */
        private void writeAlone(ConfigKey key) {
            Answer answer = session.api().get("/config").about(key).ask();
            if (answer.status() != 404) {
                folders.write(key, answer.required().content(), ALONE);
            }
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
            String more = failed(writers::await) + failed(folders::end);
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
            writers.close();
        }
    }
}
