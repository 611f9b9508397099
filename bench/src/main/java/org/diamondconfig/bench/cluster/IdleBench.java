/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.diamondconfig.bench.figures.Bound;
import org.diamondconfig.bench.figures.Figure;
import org.diamondconfig.bench.figures.Ledger;
import org.diamondconfig.bench.server.Threads;
import org.diamondconfig.system.MariaDb;
import org.diamondconfig.system.Node;
import org.diamondconfig.system.NodeOptions;
import org.diamondconfig.system.Nodes;
import org.diamondconfig.wire.JsonWriter;

/**
 * What the sweeps cost when nothing changes, as the difference between the same three nodes with them and without; and how
 * many rows a second the dump of an empty node takes.
 */
public final class IdleBench {

    private static final int NODES = 3;
    private static final int BATCH = 100;
    private static final int LOADERS = 4;

    /** After a start, until all that comes with it is over. */
    private static final Duration SETTLES = Duration.ofSeconds(20);

    private static final long LOOK_NANOS = 20_000_000;

    private final Path home;
    private final int keys;
    private final Duration slice;
    private final MariaDb database;

    private IdleBench(Path home, int keys, Duration slice, MariaDb database) {
        this.home = home;
        this.keys = keys;
        this.slice = slice;
        this.database = database;
    }

    /** Seconds of processor time in one second: of the nodes on average, and of the database. */
    private record Cost(double node, double database) {}

    /** Measures with so many configurations, over so long a time on each side. */
    public static Ledger run(Path home, int keys, Duration slice) {
        try (MariaDb database = new MariaDb(folder(home.resolve("mariadb")))) {
            return new IdleBench(home, keys, slice, database).measure();
        }
    }

    private static Path folder(Path path) {
        try {
            return Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Ledger measure() {
        try (Node first = node(0, "1s", "60s")) {
            first.start();
            load(first);
            first.stop();
        }
        double rows = firstDump();
        Cost swept = idle("1s", "60s");
        Cost still = idle("24h", "24h");
        return new Ledger(
                        "cluster idle " + keys,
                        NODES + " x Payara Micro, MariaDB, " + slice.toSeconds() + " s each",
                        Instant.now())
                .add(Figure.of(
                        "sweeps, share of a core, a node", "%", 100 * (swept.node() - still.node()), Bound.atMost(2)))
                .add(Figure.of(
                        "sweeps, share of a core, database",
                        "%",
                        100 * (swept.database() - still.database()),
                        Bound.atMost(5)))
                .add(told("node with sweeps", swept.node()))
                .add(told("node without", still.node()))
                .add(told("database with sweeps", swept.database()))
                .add(told("database without", still.database()))
                .add(Figure.of("first dump of an empty node", "rows/s", rows, Bound.REPORTED));
    }

    private static Figure told(String name, double cost) {
        return Figure.of(name, "%", 100 * cost, Bound.REPORTED);
    }

    private Node node(int number, String delta, String full) {
        NodeOptions options = NodeOptions.in(home.resolve("node-" + number))
                .withJvm("-Xmx1g")
                .with("diamond.sweep.delta", delta)
                .with("diamond.sweep.full", full);
        return Nodes.payara(database.of(options));
    }

    private void load(Node node) {
        try (Threads threads = new Threads(LOADERS)) {
            threads.each(loader -> {
                try (Mouth mouth = new Mouth(node)) {
                    for (int from = loader * BATCH; from < keys; from += LOADERS * BATCH) {
                        mouth.sayAll(batch(from));
                    }
                }
            });
        }
    }

    private String batch(int from) {
        JsonWriter json = new JsonWriter().object().name("items").array();
        for (int i = from; i < Math.min(from + BATCH, keys); i++) {
            json.object()
                    .field("group", "team-" + i % 100)
                    .field("dataId", "service-" + i % 1_000 + "/settings-" + i + ".properties")
                    .field("content", "spring.datasource.url=jdbc:mysql://db-" + i + "/app\npool.size=" + i + "\n")
                    .endObject();
        }
        return json.endArray().endObject().toString();
    }

    /** Rows a second of a node that has none, once it is under way and until it is nearly done. */
    private double firstDump() {
        try (Node empty = node(1, "1s", "60s")) {
            empty.start();
            try (Mouth mouth = new Mouth(empty)) {
                double first = mouth.metric("diamond_dump_entries");
                long began = System.nanoTime();
                while (mouth.metric("diamond_dump_complete") < 1) {
                    LockSupport.parkNanos(LOOK_NANOS);
                }
                double rows = mouth.metric("diamond_dump_entries") - first;
                double seconds = (System.nanoTime() - began) / 1e9;
                empty.stop();
                return rows / seconds;
            }
        }
    }

    private Cost idle(String delta, String full) {
        List<Node> nodes = new ArrayList<>();
        try {
            IntStream.range(0, NODES).forEach(i -> nodes.add(node(i, delta, full)));
            nodes.stream()
                    .map(node -> CompletableFuture.runAsync(node::start))
                    .toList()
                    .forEach(CompletableFuture::join);
            LockSupport.parkNanos(SETTLES.toNanos());
            double before = processors(nodes);
            double databaseBefore = processor(database.pid());
            LockSupport.parkNanos(slice.toNanos());
            double seconds = slice.toNanos() / 1e9;
            double ofNodes = (processors(nodes) - before) / NODES;
            return new Cost(ofNodes / seconds, (processor(database.pid()) - databaseBefore) / seconds);
        } finally {
            nodes.forEach(Node::stop);
            nodes.forEach(Node::close);
        }
    }

    private static double processors(List<Node> nodes) {
        return nodes.stream().mapToDouble(node -> processor(node.pid())).sum();
    }

    /** Processor time of a process so far, in seconds. */
    private static double processor(long pid) {
        return ProcessHandle.of(pid)
                        .flatMap(handle -> handle.info().totalCpuDuration())
                        .orElseThrow(() -> new IllegalStateException("process " + pid + " has ended"))
                        .toNanos()
                / 1e9;
    }
}
