/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.diamondconfig.bench.figures.Bound;
import org.diamondconfig.bench.figures.Figure;
import org.diamondconfig.bench.figures.Ledger;
import org.diamondconfig.bench.figures.Sample;
import org.diamondconfig.client.DiamondClient;
import org.diamondconfig.client.DiamondException;
import org.diamondconfig.system.Cluster;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Json;
import org.diamondconfig.wire.JsonObject;

/**
 * Many publishers, each with a datum of its own, of one key, at three nodes at once: how many versions that makes, and how long
 * after the last acknowledgement the last client of the last node is called with all of them. And what one more datum costs a
 * key that has many.
 */
public final class DatumBench {

    private static final int NODES = 3;
    private static final int PUBLISHERS = 1_000;
    private static final Duration BURST = Duration.ofSeconds(2);

    /** At work at once where nothing is measured. */
    private static final int HANDS = 12;

    private static final int ATTEMPTS = 100;

    private static final long LEAST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long MOST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

    private static final int FEW = 100;
    private static final ConfigKey SMALL = ConfigKey.of("bench", "few");
    private static final ConfigKey LARGE = ConfigKey.of("bench", "many");
    private static final Duration MERGED_WITHIN = Duration.ofSeconds(30);
    private static final String FILLING = "x".repeat(192);

    private final Cluster cluster;
    private final List<DiamondClient> clients = new ArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService crowd = Executors.newFixedThreadPool(PUBLISHERS);
    private final ExecutorService hands = Executors.newFixedThreadPool(HANDS);
    private final LongAdder repeated = new LongAdder();

    private DatumBench(Cluster cluster, Path home) {
        this.cluster = cluster;
        for (int node = 0; node < NODES; node++) {
            clients.add(DiamondClient.builder()
                    .home(home.resolve("publisher-" + node))
                    .servers(cluster.node(node).uri().toString())
                    .build());
        }
    }

    /** Measures so many bursts of 1,000 publishers, and so many pairs of single publishes to a key of {@code many} datums. */
    public static Ledger run(Path home, int bursts, int pairs, int many) {
        try (Cluster cluster = Cluster.of(NODES)
                .fullGrown()
                .with("diamond.datum.count", "20000")
                .withOptions(node -> node.withJvm("-Xmx768m"))
                .start(home)) {
            DatumBench bench = new DatumBench(cluster, home);
            try {
                Ledger ledger = new Ledger(
                        "cluster datums",
                        NODES + " x Payara Micro, MariaDB, " + bursts + " bursts, " + pairs + " pairs",
                        Instant.now());
                return bench.oneMore(pairs, many, bench.bursts(home, bursts, ledger));
            } finally {
                bench.close();
            }
        }
    }

    /** One burst: seconds from first publish to last answer, versions it made, milliseconds from that answer to each last call. */
    private record Burst(double seconds, double versions, List<Double> millis) {}

    private Ledger bursts(Path home, int bursts, Ledger ledger) {
        publish(hands, ConfigKey.of("bench", "warm-up"), 0, PUBLISHERS, Duration.ZERO);
        burst(home, 0);
        repeated.reset();
        List<Burst> all = new ArrayList<>();
        for (int i = 1; i <= bursts; i++) {
            all.add(burst(home, i));
        }
        double[] millis = all.stream()
                .flatMap(burst -> burst.millis().stream())
                .mapToDouble(Double::doubleValue)
                .toArray();
        return ledger.add(Figure.of(
                        "last acknowledgement to last call, p99",
                        "ms",
                        Sample.of(millis).percentile(99),
                        Bound.atMost(1_000)))
                .add(Figure.told("last acknowledgement to last call", "ms", Sample.of(millis)))
                .add(Figure.of(
                        "versions of a burst of 1,000, the most",
                        "",
                        sample(all.stream().map(Burst::versions).toList()).greatest(),
                        Bound.atMost(75)))
                .add(Figure.told(
                        "1,000 publishes sent within 2 s: the last acknowledged after",
                        "s",
                        sample(all.stream().map(Burst::seconds).toList())))
                .add(Figure.told("publishes that were repeated", "", Sample.of((double) repeated.sum())));
    }

    private static Sample sample(List<Double> values) {
        return Sample.of(values);
    }

    private Burst burst(Path home, int number) {
        ConfigKey key = ConfigKey.of("bench", "burst-" + number);
        String whole = IntStream.range(0, PUBLISHERS)
                .mapToObj(DatumBench::name)
                .map(name -> name + FILLING)
                .collect(Collectors.joining("\r\n"));
        List<Ear> ears = IntStream.range(0, NODES)
                .mapToObj(node -> new Ear(home.resolve("ear-" + number + "-" + node), cluster.node(node), key))
                .toList();
        try {
            long began = System.nanoTime();
            publish(crowd, key, 0, PUBLISHERS, BURST.dividedBy(PUBLISHERS));
            long acknowledged = System.nanoTime();
            List<Double> millis = ears.stream()
                    .map(ear -> (ear.awaitLast(whole) - acknowledged) / 1e6)
                    .toList();
            long versions = clients.get(0).get(key).orElseThrow().version();
            return new Burst((acknowledged - began) / 1e9, versions, millis);
        } finally {
            ears.forEach(Ear::close);
        }
    }

    private static String name(int number) {
        return "d%06d".formatted(number);
    }

    /** Publishes these datums at all nodes, one at each in turn, so far apart; returns once all are acknowledged. */
    private void publish(ExecutorService by, ConfigKey key, int from, int to, Duration apart) {
        long began = System.nanoTime();
        List<Future<?>> all = new ArrayList<>();
        for (int i = from; i < to; i++) {
            DiamondClient client = clients.get(i % NODES);
            String name = name(i);
            long due = began + apart.toNanos() * (i - from);
            all.add(by.submit(() -> {
                LockSupport.parkNanos(due - System.nanoTime());
                publish(client, key, name);
            }));
        }
        for (Future<?> each : all) {
            try {
                each.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            } catch (ExecutionException e) {
                throw new IllegalStateException("a publish failed", e);
            }
        }
    }

    /**
     * As a publisher does who wants to be sure: again and again, after the second that a busy server asks for, give or take half,
     * until it is acknowledged.
     */
    private void publish(DiamondClient client, ConfigKey key, String name) {
        for (int attempt = 1; ; attempt++) {
            try {
                client.publishDatum(key, name, name + FILLING);
                return;
            } catch (DiamondException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                repeated.increment();
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LEAST_PAUSE_NANOS, MOST_PAUSE_NANOS));
            }
        }
    }

    private Ledger oneMore(int pairs, int many, Ledger ledger) {
        publish(hands, SMALL, 0, FEW, Duration.ZERO);
        publish(hands, LARGE, 0, many, Duration.ZERO);
        double[] few = new double[pairs];
        double[] lots = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            few[i] = millisOfOneMore(SMALL, FEW + i);
            lots[i] = millisOfOneMore(LARGE, many + i);
        }
        double ratio = Sample.of(lots).median() / Sample.of(few).median();
        return ledger.add(Figure.of(
                        "one datum of " + many + " / one of " + FEW + ", to the acknowledgement",
                        "x",
                        ratio,
                        Bound.atMost(3)))
                .add(Figure.told("one datum of " + FEW, "ms", Sample.of(few)))
                .add(Figure.told("one datum of " + many, "ms", Sample.of(lots)));
    }

    /** The publish of a datum that is not there yet, while no merge of either key is under way. */
    private double millisOfOneMore(ConfigKey key, int number) {
        awaitMerged(SMALL);
        awaitMerged(LARGE);
        String name = name(number);
        long began = System.nanoTime();
        clients.get(0).publishDatum(key, name, name + FILLING);
        return (System.nanoTime() - began) / 1e6;
    }

    /** Waits until the content of a key shows all of its datums. */
    private void awaitMerged(ConfigKey key) {
        HttpRequest count = HttpRequest.newBuilder(URI.create(cluster.node(0).uri() + "/api/v1/datums?limit=1&group="
                        + key.group() + "&dataId=" + key.dataId()))
                .build();
        long deadline = System.nanoTime() + MERGED_WITHIN.toNanos();
        while (!isMerged(count)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(key + " is not merged within " + MERGED_WITHIN);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private boolean isMerged(HttpRequest count) {
        try {
            HttpResponse<byte[]> answer = http.send(count, HttpResponse.BodyHandlers.ofByteArray());
            JsonObject page = Json.parseObject(answer.body());
            return page.number("dirty") == page.number("merged");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void close() {
        crowd.shutdownNow();
        hands.shutdownNow();
        clients.forEach(DiamondClient::close);
    }
}
