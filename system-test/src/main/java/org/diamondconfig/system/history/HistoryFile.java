/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.history;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.diamondconfig.system.history.History.Merged;
import org.diamondconfig.system.history.History.Row;
import org.diamondconfig.system.history.Operation.Act;
import org.diamondconfig.system.history.Operation.Kind;
import org.diamondconfig.system.history.Operation.Level;
import org.diamondconfig.system.history.Operation.Outcome;
import org.diamondconfig.system.history.Operation.Span;
import org.diamondconfig.system.history.Operation.Told;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.JsonWriter;

/**
 * A history on disk: a JSON object a line, an operation, a row, what a version is merged from, or a calm.
 *
 * <pre>{@code
 * {"by":"c1","number":7,"kind":"PUBLISH_IF","key":"cas/2","value":"<md5>","expected":4,"start":12,"end":34,
 *  "outcome":"OK","version":5,"read":"","epoch":"1-<store id>","level":"CLIENT"}
 * {"row":"cas/2","version":5,"value":"<md5>","epoch":"1-<store id>","change":0}
 * {"merged":"datums/k0","version":9,"datums":["<md5>","<md5>"],"epoch":"1-<store id>"}
 * {"calm":12,"until":5678}
 * }</pre>
 *
 * <p>A line of an operation replaces an earlier one of the same number: whoever writes says so before and after, so that a
 * killed process leaves behind what it was about to do. A last line that was cut off by a kill is left out.
 */
public final class HistoryFile {

    private HistoryFile() {}

    /** The line of an operation, with its line feed. */
    public static byte[] line(Operation operation) {
        JsonWriter json = new JsonWriter().object();
        json.field("by", operation.process()).field("number", operation.number());
        Act act = operation.act();
        json.field("kind", act.kind().name()).field("key", act.key());
        json.field("value", act.value()).field("expected", act.expected());
        json.field("start", operation.span().start())
                .field("end", operation.span().end());
        Told told = operation.told();
        json.field("outcome", told.outcome().name()).field("version", told.version());
        json.field("read", told.value()).field("epoch", told.epoch());
        json.field("level", told.level().name());
        return (json.endObject() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] line(Row row) {
        JsonWriter json = new JsonWriter().object().field("row", row.key()).field("version", row.version());
        json.field("value", row.value()).field("epoch", row.epoch()).field("change", row.change());
        return (json.endObject() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] line(Merged merged) {
        JsonWriter json =
                new JsonWriter().object().field("merged", merged.key()).field("version", merged.version());
        json.name("datums").array();
        merged.datums().forEach(json::value);
        json.endArray().field("epoch", merged.epoch());
        return (json.endObject() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] line(Span calm) {
        JsonWriter json = new JsonWriter().object().field("calm", calm.start()).field("until", calm.end());
        return (json.endObject() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Writes the whole history. */
    public static void write(Path file, History history) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (Operation operation : history.operations()) {
                out.write(line(operation));
            }
            for (Row row : history.rows()) {
                out.write(line(row));
            }
            for (Merged merged : history.merged()) {
                out.write(line(merged));
            }
            for (Span calm : history.calms()) {
                out.write(line(calm));
            }
        }
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if a line is not one of a history; the message names it
     */
    public static History read(Path file) throws IOException {
        Lines lines = new Lines();
        String text = Files.readString(file);
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        int number = 0;
        for (String line : whole.lines().toList()) {
            number++;
            try {
                lines.add(JsonObject.of(Json.parse(line), "a line"));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(file + " line " + number + ": " + e.getMessage(), e);
            }
        }
        return lines.history();
    }

    /** What was read so far. Confined to one thread. */
    private static final class Lines {

        private final Map<List<Object>, Operation> operations = new LinkedHashMap<>();
        private final List<Row> rows = new ArrayList<>();
        private final List<Merged> merged = new ArrayList<>();
        private final List<Span> calms = new ArrayList<>();

        void add(JsonObject json) {
            if (json.has("row")) {
                rows.add(row(json));
            } else if (json.has("merged")) {
                merged.add(merged(json));
            } else if (json.has("calm")) {
                calms.add(new Span(json.number("calm"), json.number("until")));
            } else {
                Operation operation = operation(json);
                operations.put(List.of(operation.process(), operation.number()), operation);
            }
        }

        History history() {
            return new History(new ArrayList<>(operations.values()), rows, merged, calms);
        }
    }

    private static Row row(JsonObject json) {
        return new Row(
                json.string("row").intern(),
                json.number("version"),
                json.string("value").intern(),
                json.string("epoch").intern(),
                json.optionalNumber("change").orElse(0));
    }

    private static Merged merged(JsonObject json) {
        return new Merged(
                json.string("merged").intern(),
                json.number("version"),
                json.strings("datums").stream().map(String::intern).toList(),
                json.string("epoch").intern());
    }

    private static Operation operation(JsonObject json) {
        return new Operation(
                json.string("by").intern(),
                json.number("number"),
                new Act(
                        Kind.valueOf(json.string("kind")),
                        json.string("key").intern(),
                        json.string("value"),
                        json.number("expected")),
                new Span(json.number("start"), json.number("end")),
                new Told(
                        Outcome.valueOf(json.string("outcome")),
                        json.number("version"),
                        json.string("read"),
                        json.string("epoch").intern(),
                        Level.valueOf(json.string("level"))));
    }
}
