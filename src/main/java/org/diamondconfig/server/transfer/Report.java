/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.transfer.Item.Outcome;
import org.diamondconfig.wire.JsonWriter;

/**
 * What a transfer tells while it goes on: one JSON object, or, as lines, a head, the items and a tail, each an object on its own.
 * Confined to one thread.
 */
public final class Report {

    private static final char LINE = '\n';
    private static final char COMMA = ',';

    private final OutputStream out;
    private final boolean lines;
    private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    private boolean begun;

    /** @param lines whether each part is to be a line of its own */
    public Report(OutputStream out, boolean lines) {
        this.out = out;
        this.lines = lines;
    }

    /** Tells how many items there will be; by lines at once, before anything is done. */
    public void begin(boolean dryRun, long total) throws IOException {
        byte[] head = new JsonWriter()
                .object()
                .field("dryRun", dryRun)
                .field("total", total)
                .endObject()
                .toUtf8();
        if (lines) {
            line(head);
            flush();
        } else {
            out.write(head, 0, head.length - 1);
            out.write(",\"items\":[".getBytes(StandardCharsets.US_ASCII));
        }
    }

    void item(Item item) throws IOException {
        counts.merge(item.outcome(), 1, Integer::sum);
        JsonWriter json = new JsonWriter();
        item.write(json);
        if (lines) {
            line(json.toUtf8());
            return;
        }
        if (begun) {
            out.write(COMMA);
        }
        begun = true;
        out.write(json.toUtf8());
    }

    /** Hands over what was told, so that whoever watches sees it. */
    void flush() throws IOException {
        if (lines) {
            out.flush();
        }
    }

    /** How a transfer ended. Immutable. */
    record End(String plan, boolean aborted, Optional<String> next, Optional<ProblemException> problem) {}

    void end(End end) throws IOException {
        JsonWriter json = new JsonWriter().object();
        for (Outcome outcome : Outcome.values()) {
            json.field(outcome.name().toLowerCase(Locale.ROOT), counts.getOrDefault(outcome, 0));
        }
        json.field("aborted", end.aborted).field("plan", end.plan);
        end.next.ifPresent(cursor -> json.field("next", cursor));
        end.problem.ifPresent(problem -> json.field("code", problem.code()).field("detail", problem.getMessage()));
        byte[] tail = json.endObject().toUtf8();
        if (lines) {
            line(tail);
        } else {
            out.write(']');
            out.write(COMMA);
            out.write(tail, 1, tail.length - 1);
        }
        out.flush();
    }

    private void line(byte[] json) throws IOException {
        out.write(json);
        out.write(LINE);
    }
}
