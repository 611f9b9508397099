/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.folder;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Progress;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.wire.Md5;

/**
 * Publishes items in batches as large as the server takes, and reports each before the next batch is begun: when it is killed, what
 * it printed is what was done, but for the last batch. Confined to one thread.
 */
final class Publisher {

    private static final int MOST_ITEMS = 100;
    private static final int MOST_CHARACTERS = 2_500_000; // at most three bytes each, of 8 MiB

    private final Session session;
    private final Report report;
    private final String comment;
    private final Progress progress;
    private final List<Item> waiting = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private int characters;

    Publisher(Session session, Report report, String comment, Progress progress) {
        this.session = session;
        this.report = report;
        this.comment = comment;
        this.progress = progress;
    }

    void add(Item item) {
        String text = item.json(comment);
        if (waiting.size() == MOST_ITEMS || characters + text.length() > MOST_CHARACTERS) {
            flush();
        }
        waiting.add(item);
        texts.add(text);
        characters += text.length();
    }

    /** A batch whose answer was lost is sent again, and what it has done stands in its own way: then it is as it should be. */
    private Map<String, Object> after(Item item, Map<String, Object> result) {
        String md5 = Md5.hex(item.content().getBytes(StandardCharsets.UTF_8));
        return Remote.stored(session, item.key())
                .filter(row -> md5.equals(row.get("md5")) && Labels.areOf(row, item.labels()))
                .map(row -> Map.of("status", (Object) 200L, "version", row.get("version")))
                .orElse(result);
    }

    void flush() {
        if (waiting.isEmpty()) {
            return;
        }
        report.goOn();
        try {
            List<Map<String, Object>> results = session.api()
                    .call("POST", "/configs/publish")
                    .body("{\"items\":[" + String.join(",", texts) + "]}")
                    .send()
                    .rows("results");
            if (results.size() != waiting.size()) {
                throw new Refused(Exit.UNREACHABLE, "no Diamond answers there: it tells of other items than were sent");
            }
            for (int i = 0; i < waiting.size(); i++) {
                Item item = waiting.get(i);
                Map<String, Object> result = results.get(i);
                report.published(item, Long.valueOf(412).equals(result.get("status")) ? after(item, result) : result);
            }
        } catch (Refused e) {
            report.failed(waiting.stream().map(Item::key).toList(), e);
        }
        progress.add(waiting.size());
        session.out().flush();
        waiting.clear();
        texts.clear();
        characters = 0;
    }
}
