/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.diamondconfig.bench.figures.Bound;
import org.diamondconfig.bench.figures.Figure;
import org.diamondconfig.bench.figures.Ledger;
import org.diamondconfig.bench.figures.Pairs;
import org.diamondconfig.bench.figures.Sample;
import org.diamondconfig.bench.http.Line;
import org.diamondconfig.bench.server.BareTransaction;
import org.diamondconfig.bench.server.LocalServer;
import org.diamondconfig.bench.server.MariaDb;
import org.diamondconfig.bench.server.Threads;
import org.diamondconfig.server.config.Publication;
import org.diamondconfig.wire.ConfigKey;

/**
 * Publishing with 8 threads at the facade, the dump of this node included, against the same statements as plain JDBC on the
 * same pool; on MariaDB with full durability and on H2, and over HTTP beside both.
 */
final class PublishBench {

    private static final int THREADS = 8;
    private static final int KEYS_PER_THREAD = 50;
    private static final String FILLER = "0123456789abcde\n".repeat(63);

    private final Options options;
    private final Ledger ledger;
    private final AtomicInteger changes = new AtomicInteger();
    private final List<ConfigKey> keys = IntStream.range(0, THREADS * KEYS_PER_THREAD)
            .mapToObj(i -> ConfigKey.of("bench", "publish/" + i))
            .toList();

    private PublishBench(Options options) {
        this.options = options;
        this.ledger = new Ledger("publish " + options.server(), options.conditions() + ", 8 threads", Instant.now());
    }

    static Ledger run(Options options) {
        return new PublishBench(options).measure();
    }

    private Ledger measure() {
        Path folder = options.fresh();
        try (MariaDb mariaDb = new MariaDb(Options.TARGET.resolve("mariadb"))) {
            facade("MariaDB", mariaDb.database("facade"), folder.resolve("facade-mariadb"), Bound.atLeast(0.5));
            facade("H2", Map.of(), folder.resolve("facade-h2"), Bound.REPORTED);
            http("MariaDB", mariaDb.database("http"), folder.resolve("http-mariadb"));
            http("H2", Map.of(), folder.resolve("http-h2"));
        }
        return ledger;
    }

    private void facade(String name, Map<String, String> database, Path data, Bound bound) {
        Map<String, String> settings = new HashMap<>(database);
        settings.put("diamond.data", data.toString());
        try (LocalServer server = new LocalServer(settings);
                Threads threads = new Threads(THREADS)) {
            keys.forEach(key -> publish(server, key));
            BareTransaction bare = new BareTransaction(server.pool());
            DoubleSupplier ours = () -> rate(threads, number -> publish(server, next(number)));
            DoubleSupplier theirs = () -> rate(threads, number -> bare.publish(next(number), content()));
            warmUp(ours, theirs);
            Pairs pairs = Pairs.measure(options.pairs(), ours, theirs);
            ledger.add(name + ": publish at the facade / bare JDBC", "1/s", pairs, bound);
        }
    }

    private void http(String name, Map<String, String> database, Path home) {
        try (Bed bed = Bed.start(options.withSettings(database), home, "-Xmx1g");
                Threads threads = new Threads(THREADS)) {
            keys.forEach(key -> bed.line().exchange(Bed.put(key, content())).require(200));
            List<Line> lines = IntStream.range(0, THREADS)
                    .mapToObj(i -> new Line(bed.address()))
                    .toList();
            DoubleSupplier puts = () -> rate(
                    threads,
                    number -> lines.get(number)
                            .exchange(Bed.put(next(number), content()))
                            .require(200));
            warmUp(puts);
            List<Double> rates = new ArrayList<>();
            for (int i = 0; i < options.pairs(); i++) {
                rates.add(puts.getAsDouble());
            }
            ledger.add(Figure.told(name + ": publish over HTTP", "1/s", Sample.of(rates)));
            lines.forEach(Line::close);
        }
    }

    private double rate(Threads threads, IntConsumer work) {
        return threads.perSecond(options.slice(), work);
    }

    /** Measured as later, and thrown away. */
    private void warmUp(DoubleSupplier... all) {
        long end = System.nanoTime() + options.warmUp().toNanos();
        while (System.nanoTime() - end < 0) {
            Sample.of(
                    Arrays.stream(all).mapToDouble(DoubleSupplier::getAsDouble).toArray());
        }
    }

    private void publish(LocalServer server, ConfigKey key) {
        server.configs().publish(LocalServer.CALLER, Publication.of(key, content()));
    }

    /** One of the thread's own keys. */
    private ConfigKey next(int thread) {
        return keys.get(thread * KEYS_PER_THREAD + changes.get() % KEYS_PER_THREAD);
    }

    /** 1 KiB that nobody published before. */
    private String content() {
        return FILLER + changes.incrementAndGet();
    }
}
