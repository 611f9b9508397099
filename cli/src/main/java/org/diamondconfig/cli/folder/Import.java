/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.diamondconfig.cli.config.Contents;
import org.diamondconfig.cli.core.Clash;
import org.diamondconfig.cli.core.Policy;
import org.diamondconfig.cli.core.Reason;
import org.diamondconfig.cli.core.Root;
import org.diamondconfig.cli.core.Search;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Progress;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Publishes a folder. */
@Command(
        name = "import",
        description = {
            "Publish what is in a folder: FOLDER/NAMESPACE/GROUP/DATAID, of the namespace and group that are set, or all.",
            "Nothing is removed.",
            "A name that no key has, and nothing is done. One that ended before its time is begun again: what is the same",
            "already is not written twice.",
            "Exit 8: some were refused, and each is told."
        })
public final class Import implements Callable<Integer> {

    private static final int LOOK = 100;
    private static final long FOUND = 200;
    private static final long ABSENT = 404;

    @ParentCommand
    private Root root;

    @Parameters(paramLabel = "FOLDER", description = "Where from.")
    private Path folder;

    @Mixin
    private Clash clash;

    @Option(names = "--dry-run", description = "Write nothing; tell what would be done, and exit 1 if anything.")
    private boolean dryRun;

    @Mixin
    private Search search;

    @Mixin
    private Reason why;

    /** Whether there was one with another content, where that is to end it. */
    private boolean stands;

    private Tree tree;
    private Labels labels;

    @Override
    public Integer call() {
        Session session = root.session();
        tree = new Tree(folder, search.wanted(session));
        labels = Labels.read(folder);
        long[] files = {0};
        tree.check(file -> files[0]++);
        if (clash.policy() == Policy.ABORT && !dryRun) {
            requireNoOther(session);
        }
        try (Report report = new Report(session);
                Progress progress = session.out().progress("imported");
                Publisher publisher = new Publisher(session, report, why.text(), progress)) {
            progress.of(files[0]);
            look(session, decided(report, publisher, progress), report, publisher::goOn);
            publisher.flush();
            int code = report.end(tree.others());
            if (dryRun && stands) {
                return Exit.CONFLICT.code(); // where it is no dry run, nothing is done then
            }
            boolean would = dryRun && report.count(Report.CREATED) + report.count(Report.CHANGED) > 0;
            return code == 0 && would ? Exit.FAILED.code() : code;
        }
    }

    /** By the policy; the publisher counts what it is handed. */
    private Look decided(Report report, Publisher publisher, Progress progress) {
        return (file, key, there) -> {
            byte[] content = Contents.read(root.around(), file.toString());
            boolean absent = there == null;
            boolean same = !absent && Md5.hex(content).equals(there.get("md5"));
            if (!absent && clash.policy() == Policy.SKIP && !same) {
                report.add(key, Report.SKIPPED, Map.of("detail", "EXISTS"));
                progress.add(1);
            } else if (!absent && !same && clash.policy() == Policy.ABORT) {
                stands = true;
                String how = dryRun ? "it is there with another content" : "somebody else published it meanwhile";
                report.refused(key, Exit.CONFLICT, "EXISTS", how);
                progress.add(1);
            } else if (dryRun) {
                report.add(key, absent ? Report.CREATED : same ? Report.SAME : Report.CHANGED, Map.of());
                progress.add(1);
            } else {
                String condition = absent ? "" : Remote.etag(key, there, there.get("version"));
                publisher.add(new Item(key, Contents.text(file.toString(), content), labels.of(key), condition));
            }
        };
    }

    private void requireNoOther(Session session) {
        long[] others = {0};
        String[] first = {""};
        look(
                session,
                (file, key, there) -> {
                    byte[] content = Contents.read(root.around(), file.toString());
                    if (there != null && !Md5.hex(content).equals(there.get("md5"))) {
                        first[0] = others[0]++ == 0 ? key.toString() : first[0];
                    }
                },
                null,
                () -> requireNoWish(session));
        if (others[0] > 0) {
            throw new Refused(
                    Exit.CONFLICT,
                    others[0] + " are there with another content, " + first[0]
                            + " say; nothing was written. --policy skip or overwrite decides");
        }
    }

    private static void requireNoWish(Session session) {
        if (session.interrupted()) {
            throw new Refused(Exit.INTERRUPTED, "interrupted: nothing was done");
        }
    }

    /** What is done with a file, and with what the server has under its key; null if it has nothing. */
    private interface Look {
        void at(Path file, ConfigKey key, Map<String, Object> there);
    }

    /** Looks at all files, a hundred at a time, unless it may not go on; one that is not fit goes to the report, if there is one. */
    private void look(Session session, Look look, Report report, Runnable goOn) {
        List<Path> some = new ArrayList<>();
        tree.each(file -> {
            some.add(file);
            if (some.size() == LOOK) {
                goOn.run();
                compare(session, some, look, report);
            }
        });
        if (!some.isEmpty()) {
            goOn.run();
            compare(session, some, look, report);
        }
    }

    /** What nobody knows is not published. */
    private static void refuse(ConfigKey key, Map<String, Object> row, Report report) {
        Exit exit = Exit.ofStatus(((Long) row.get("status")).intValue());
        String code = String.valueOf(row.get("code"));
        if (report == null) {
            throw new Refused(exit, key + ": " + code + ": " + row.get("detail") + "; nothing was done", row);
        }
        report.refused(key, exit, code, row.get("detail"));
    }

    private void compare(Session session, List<Path> files, Look look, Report report) {
        Map<ConfigKey, Path> keys = new LinkedHashMap<>();
        files.forEach(file -> keys.put(tree.key(file), file));
        files.clear();
        Map<ConfigKey, Map<String, Object>> rows = Remote.read(session, keys.keySet());
        keys.forEach((key, file) -> {
            Map<String, Object> there = rows.get(key);
            long status = (Long) there.get("status");
            if (status != FOUND && status != ABSENT) {
                refuse(key, there, report);
                return;
            }
            try {
                if (!Files.isRegularFile(file)) {
                    throw new IOException("is no file");
                }
                look.at(file, key, status == FOUND ? there : null);
            } catch (IOException | Refused e) {
                Exit exit = e instanceof Refused refused ? refused.exit() : Exit.INVALID;
                if (report == null || exit != Exit.INVALID) {
                    throw e instanceof Refused refused ? refused : Tree.failed(file, e);
                }
                report.refused(key, exit, "FILE", e.getMessage());
            }
        });
    }
}
