/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.agent;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.diamondconfig.agent.AgentMain;
import org.diamondconfig.agent.reader.AgentReader;
import org.diamondconfig.agent.reader.StoredConfig;
import org.diamondconfig.bench.figures.Bound;
import org.diamondconfig.bench.figures.Figure;
import org.diamondconfig.bench.figures.Ledger;
import org.diamondconfig.bench.figures.Sample;
import org.diamondconfig.client.DiamondClient;

/**
 * How long after a publish is sent a reader of another process sees it that looks without a rest, and how long until a client
 * of the same server is called back: of each publish both.
 */
public final class VisibleBench {

    /** Longer than agent and client take to poll again. */
    private static final long POLLED_AGAIN_NANOS = 100_000_000;

    private static final int WARM_UP = 50;

    private VisibleBench() {}

    /** Measures so many publishes to {@link #key()}. */
    public static Ledger run(Path store, URI server, Consumer<String> publish, int changes)
            throws IOException, InterruptedException {
        Path setup = store.resolve("agent.conf");
        Files.writeString(setup, Shelf.setup(store, server.toString(), "key = " + Shelf.HOT + '\n'));
        BlockingQueue<Long> called = new LinkedBlockingQueue<>();
        publish.accept("0");
        try (Talk agent = Talk.java(AgentMain.class, Shelf.AGENT_JVM, setup);
                DiamondClient client = DiamondClient.builder()
                        .servers(server.toString())
                        .home(store.resolve("home"))
                        .build()) {
            agent.hear();
            client.listen(Shelf.HOT, config -> called.add(System.nanoTime()));
            called.take();
            try (Talk spinning = Talk.java(Spinning.class, Shelf.READER_JVM, store)) {
                spinning.hear();
                double[] callback = new double[changes];
                double[] visible = new double[changes];
                for (int i = -WARM_UP; i < changes; i++) {
                    LockSupport.parkNanos(POLLED_AGAIN_NANOS);
                    long start = System.nanoTime();
                    publish.accept("published as " + i);
                    int at = Math.max(i, 0);
                    callback[at] = (called.take() - start) / 1e6;
                    visible[at] = (Long.parseLong(spinning.hear()) - start) / 1e6;
                }
                return ledger(Sample.of(callback), Sample.of(visible));
            }
        }
    }

    /** What is to be published to. */
    public static org.diamondconfig.wire.ConfigKey key() {
        return Shelf.HOT;
    }

    private static Ledger ledger(Sample callback, Sample visible) {
        return new Ledger("agent visible", visible.size() + " publishes", Instant.now())
                .add(Figure.of(
                        "visible to a spinning reader / callback, p50",
                        "x",
                        visible.median() / callback.median(),
                        Bound.atMost(3)))
                .add(Figure.told("publish to visible", "ms", visible))
                .add(Figure.told("publish to callback", "ms", callback))
                .add(Figure.of("publish to visible, p99", "ms", visible.percentile(99), Bound.REPORTED))
                .add(Figure.of("publish to callback, p99", "ms", callback.percentile(99), Bound.REPORTED));
    }

    /** Prints when it saw each version first, by the clock that all processes share; the value it begins with, too. */
    static final class Spinning {

        private Spinning() {}

        public static void main(String[] arguments) throws IOException {
            try (AgentReader reader = AgentReader.open(Path.of(arguments[0]), Shelf.CLUSTER)) {
                for (long last = -1; ; ) {
                    long version =
                            reader.find(Shelf.HOT).map(StoredConfig::version).orElse(last);
                    if (version != last) {
                        System.out.println(System.nanoTime());
                        last = version;
                    }
                    Thread.onSpinWait();
                }
            }
        }
    }
}
