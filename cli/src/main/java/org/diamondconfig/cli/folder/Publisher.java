/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.folder;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.diamondconfig.cli.api.Calls;
import org.diamondconfig.cli.core.Session;
import org.diamondconfig.cli.edge.Behind;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Progress;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.wire.Md5;

/**
 * Publishes items in batches as large as the server takes, one at a time, while the next is put together. Each is reported before
 * the next is begun: when it is killed, what it printed is what was done, but for the last batch. Confined to one thread, but for
 * the wait for an answer.
 */
final class Publisher implements AutoCloseable {

    private static final int MOST_ITEMS = 100;
    private static final int MOST_CHARACTERS = 2_500_000; // at most three bytes each, of 8 MiB

    private final Session session;
    private final Report report;
    private final String comment;
    private final Progress progress;
    private final Behind sending = new Behind();
    private final List<Item> waiting = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private int characters;
    private List<Item> sent = List.of();
    private List<Map<String, Object>> results = List.of();

    Publisher(Session session, Report report, String comment, Progress progress) {
        this.session = session;
        this.report = report;
        this.comment = comment;
        this.progress = progress;
    }

    void add(Item item) {
        String text = item.json(comment);
        boolean full = waiting.size() == MOST_ITEMS || characters + text.length() > MOST_CHARACTERS;
        if (full && !waiting.isEmpty()) {
            send();
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

    private void send() {
        settle();
        report.goOn();
        String body = "{\"items\":[" + String.join(",", texts) + "]}";
        sent = List.copyOf(waiting);
        waiting.clear();
        texts.clear();
        characters = 0;
        Calls call = session.api().call("POST", "/configs/publish").body(body);
        sending.begin(() -> results = call.send().rows("results", "status"));
    }

    /** Ends the command where it is, if a person wants it to, behind the batch that is under way. */
    void goOn() {
        if (session.interrupted()) {
            settle();
        }
        report.goOn();
    }

    /** Reports the batch that is under way, once it is answered. */
    private void settle() {
        if (sent.isEmpty()) {
            return;
        }
        List<Item> items = sent;
        sent = List.of();
        try {
            sending.await();
            if (results.size() != items.size()) {
                throw new Refused(Exit.UNREACHABLE, "no Diamond answers there: it tells of other items than were sent");
            }
            for (int i = 0; i < items.size(); i++) {
                Item item = items.get(i);
                Map<String, Object> result = results.get(i);
                report.published(item, Long.valueOf(412).equals(result.get("status")) ? after(item, result) : result);
            }
        } catch (Refused e) {
            report.failed(items.stream().map(Item::key).toList(), e);
        }
        progress.add(items.size());
        session.out().flush();
    }

    /** Publishes what waits, and reports all. */
    void flush() {
        settle();
        if (!waiting.isEmpty()) {
            send();
            settle();
        }
    }

    /** Reports what was sent; what waits is not sent any more. */
    @Override
    public void close() {
        try (sending) {
            settle();
        }
    }
}
