/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.figures;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.diamondconfig.wire.JsonWriter;

/**
 * The figures of one run, printed as a table and kept as one JSON file in a folder of results. Confined to one thread.
 *
 * <p>Numbers stand in the JSON as text with all their digits, so that no reader rounds them.
 */
public final class Ledger {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT);

    private final String title;
    private final String conditions;
    private final Instant began;
    private final List<Figure> figures = new ArrayList<>();

    /**
     * An empty ledger.
     *
     * @param title the command, and the start of the file's name
     * @param conditions how it was measured: server, warm-up, pairs
     */
    public Ledger(String title, String conditions, Instant began) {
        this.title = title;
        this.conditions = conditions;
        this.began = began;
    }

    /** Adds a line. */
    public Ledger add(Figure figure) {
        figures.add(figure);
        return this;
    }

    /** Adds three lines: the ratio with its bound, and both raw figures. */
    public Ledger add(String name, String unit, Pairs pairs, Bound bound) {
        return add(new Figure(name, "x", pairs.ratios(), bound))
                .add(Figure.told(name + ": ours", unit, pairs.ours()))
                .add(Figure.told(name + ": compared with", unit, pairs.theirs()));
    }

    /** Whether every bound is reached. */
    public boolean isMet() {
        return figures.stream().allMatch(Figure::isMet);
    }

    /** Prints the table. */
    public void print(PrintStream out) {
        out.printf(Locale.ROOT, "%n%s (%s)%n", title, conditions);
        out.printf(
                Locale.ROOT,
                "%-58s %-7s %10s %10s %10s %4s %-9s %s%n",
                "",
                "",
                "p10",
                "median",
                "p90",
                "n",
                "goal",
                "");
        for (Figure figure : figures) {
            Sample values = figure.values();
            out.printf(
                    Locale.ROOT,
                    "%-58s %-7s %10s %10s %10s %4d %-9s %s%n",
                    figure.name(),
                    figure.unit(),
                    Figure.format(values.percentile(10)),
                    Figure.format(values.median()),
                    Figure.format(values.percentile(90)),
                    values.size(),
                    figure.bound(),
                    figure.bound().verdict(values.median()));
        }
    }

    /** Writes the JSON file. */
    public Path keep(Path folder) {
        Path file = folder.resolve(title.replaceAll("[^A-Za-z0-9]+", "-") + "-"
                + STAMP.format(began.atOffset(java.time.ZoneOffset.UTC)) + ".json");
        try {
            Files.createDirectories(folder);
            return Files.writeString(file, json());
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written", e);
        }
    }

    String json() {
        JsonWriter json = new JsonWriter().object();
        json.field("title", title).field("conditions", conditions).field("began", began.toString());
        json.field(
                "loadAverage", text(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
        json.name("figures").array();
        for (Figure figure : figures) {
            Sample values = figure.values();
            json.object()
                    .field("name", figure.name())
                    .field("unit", figure.unit())
                    .field("n", values.size());
            json.field("p10", text(values.percentile(10)))
                    .field("median", text(values.median()))
                    .field("p90", text(values.percentile(90)))
                    .field("goal", figure.bound().toString())
                    .field("met", figure.isMet())
                    .endObject();
        }
        return json.endArray().endObject().toString();
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, "%.6g", value);
    }
}
