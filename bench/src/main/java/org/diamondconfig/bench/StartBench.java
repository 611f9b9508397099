/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.diamondconfig.bench.figures.Bound;
import org.diamondconfig.bench.figures.Figure;
import org.diamondconfig.bench.figures.Ledger;
import org.diamondconfig.bench.figures.Sample;
import org.diamondconfig.bench.http.Answer;
import org.diamondconfig.bench.http.Line;
import org.diamondconfig.bench.http.Request;
import org.diamondconfig.bench.server.Threads;
import org.diamondconfig.system.Node;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.JsonWriter;

/**
 * How long our part of a start takes with many configurations in H2 and a warm dump, by the server's own metric, and what
 * the process then weighs. The configurations are loaded once and kept for the next run.
 */
final class StartBench {

    private static final int BATCH = 100;
    private static final int LOADERS = 4;

    private final Options options;
    private final Path home;
    private final List<Double> ours = new ArrayList<>();
    private final List<Double> whole = new ArrayList<>();
    private final List<Double> resident = new ArrayList<>();

    private StartBench(Options options) {
        this.options = options;
        this.home = Options.TARGET.resolve("start-" + options.server() + "-" + options.size());
    }

    static Ledger run(Options options) {
        return new StartBench(options).measure();
    }

    private Ledger measure() {
        if (!Files.exists(home.resolve("loaded"))) {
            load();
        }
        for (int i = 0; i < options.pairs(); i++) {
            start();
        }
        return new Ledger(
                        "start " + options.server() + " " + options.size(),
                        options.server() + ", -Xmx1g",
                        Instant.now())
                .add(new Figure("our part of the start", "s", Sample.of(ours), Bound.atMost(5)))
                .add(Figure.told("the whole start, until a read is answered", "s", Sample.of(whole)))
                .add(Figure.told("resident memory", "MiB", Sample.of(resident)));
    }

    private void start() {
        try (Node node = Bed.node(options, home, "-Xmx1g")) {
            long began = System.nanoTime();
            node.start();
            try (Bed bed = Bed.on(node)) {
                read(bed);
                whole.add((System.nanoTime() - began) / 1e9);
                ours.add(bed.metric("diamond_start_seconds"));
                resident.add(Jvm.resident(node.pid()) / 1048576.0);
                if (bed.metric("diamond_dump_entries") < options.size()) {
                    throw new IllegalStateException("the dump was not warm");
                }
            }
            node.stop();
        }
    }

    private void read(Bed bed) {
        Request last = Request.of("GET", Bed.target(key(options.size() - 1)));
        Answer answer = bed.line().exchange(last);
        while (answer.status() == 503) {
            LockSupport.parkNanos(5_000_000);
            answer = bed.line().exchange(last);
        }
        answer.require(200);
    }

    private void load() {
        try (Node node = Bed.node(options, home, "-Xmx2g")) {
            node.start();
            try (Bed bed = Bed.on(node);
                    Threads threads = new Threads(LOADERS)) {
                threads.each(number -> load(bed, number));
            }
            node.stop();
            Files.createFile(home.resolve("loaded"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void load(Bed bed, int loader) {
        try (Line line = new Line(bed.address())) {
            for (int first = loader * BATCH; first < options.size(); first += LOADERS * BATCH) {
                String body = batch(first);
                Answer answer = line.exchange(Request.withBody(
                                "POST",
                                Bed.API + "/configs/publish",
                                body.getBytes(StandardCharsets.UTF_8),
                                "Content-Type: application/json"))
                        .require(200);
                if (answer.text().contains("\"code\"")) {
                    throw new IllegalStateException(answer.text());
                }
            }
        }
    }

    private String batch(int first) {
        JsonWriter json = new JsonWriter().object().name("items").array();
        for (int i = first; i < Math.min(first + BATCH, options.size()); i++) {
            ConfigKey key = key(i);
            json.object()
                    .field("group", key.group())
                    .field("dataId", key.dataId())
                    .field("content", content(i))
                    .endObject();
        }
        return json.endArray().endObject().toString();
    }

    private static String content(int number) {
        return "spring.datasource.url=jdbc:mysql://db-" + number + "/app\npool.size=" + number + "\n";
    }

    private static ConfigKey key(int number) {
        return ConfigKey.of(
                "team-" + number % 100, "service-" + number % 1_000 + "/settings-" + number + ".properties");
    }
}
