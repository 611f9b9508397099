/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.folder;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.diamondconfig.cli.api.Answer;
import org.diamondconfig.cli.config.Contents;
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
import picocli.CommandLine.ParentCommand;

/** Makes servers have what a folder has. */
@Command(
        name = "apply",
        description = {
            "Make the groups that are folders hold what is in them: FOLDER/NAMESPACE/GROUP/DATAID.",
            "Of the namespace and group that are set, or all groups.",
            "A name or a content that no server takes, and nothing is done. What somebody changes meanwhile is left alone,",
            "and told. Exit 8: some were refused."
        })
public final class Apply implements Callable<Integer> {

    @ParentCommand
    private Root root;

    @Option(
            names = {"-f", "--folder"},
            required = true,
            paramLabel = "FOLDER",
            description = "Where from.")
    private Path folder;

    @Option(names = "--prune", description = "Remove what is in these groups and not in the folder.")
    private boolean prune;

    @Option(names = "--dry-run", description = "Change nothing; tell what would be done, and exit 1 if anything.")
    private boolean dryRun;

    @Mixin
    private Search search;

    @Mixin
    private Reason why;

    @Override
    public Integer call() {
        Session session = root.session();
        Tree tree = new Tree(folder, search.wanted(session));
        Labels labels = Labels.read(folder);
        long[] files = {0};
        tree.check(file -> {
            Contents.read(root.around(), file.toString());
            files[0]++;
        });
        try (Report report = new Report(session);
                Progress progress = session.out().progress("applied");
                Publisher publisher = new Publisher(session, report, why.text(), progress)) {
            progress.of(files[0]);
            for (Tree.Group group : tree.groups()) {
                Map<String, Remote.Held> there = Remote.group(session, group.any());
                tree.eachOf(group, file -> {
                    ConfigKey key = tree.key(file);
                    Remote.Held held = there.remove(key.dataId());
                    byte[] content = Contents.read(root.around(), file.toString());
                    Item item = new Item(
                            key,
                            Contents.text(file.toString(), content),
                            labels.of(key),
                            held == null ? "" : Remote.etag(key, held.row(), held.version()));
                    progress.add(one(report, publisher, item, held, Md5.hex(content)));
                });
                publisher.flush();
                if (prune) {
                    progress.more(there.size());
                    there.forEach((dataId, held) -> {
                        remove(
                                session,
                                report,
                                new ConfigKey(
                                        group.any().namespace(), group.any().group(), dataId),
                                held);
                        progress.add(1);
                    });
                }
            }
            int code = report.end(tree.others());
            boolean would = dryRun
                    && report.count(Report.CREATED) + report.count(Report.CHANGED) + report.count(Report.REMOVED) > 0;
            return code == 0 && would ? Exit.FAILED.code() : code;
        }
    }

    /** How many are done by it: the publisher counts those that it is handed. */
    private int one(Report report, Publisher publisher, Item item, Remote.Held there, String md5) {
        boolean same = there != null && md5.equals(there.md5()) && Labels.areOf(there.row(), item.labels());
        if (same) {
            report.add(item.key(), Report.SAME, Map.of());
        } else if (dryRun) {
            report.add(item.key(), there == null ? Report.CREATED : Report.CHANGED, Map.of());
        } else {
            publisher.add(item);
            return 0;
        }
        return 1;
    }

    private void remove(Session session, Report report, ConfigKey key, Remote.Held held) {
        if (Remote.isAggregate(held.row())) {
            report.add(key, Report.SKIPPED, Map.of("detail", "AGGREGATE: it is merged from datums"));
            return;
        }
        if (dryRun) {
            report.add(key, Report.REMOVED, Map.of());
            return;
        }
        report.goOn();
        try {
            Answer answer = session.api()
                    .call("DELETE", "/config")
                    .about(key)
                    .with("comment", why.text())
                    .header("If-Match", Remote.etag(key, held.row(), held.version()))
                    .once()
                    .ask();
            if (!answer.code().equals("CONFIG_NOT_FOUND")) {
                answer.required();
            }
            report.add(key, Report.REMOVED, Map.of());
        } catch (Refused e) {
            report.failed(List.of(key), e);
        }
    }
}
