/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.diamondconfig.bench.server.LocalServer;
import org.diamondconfig.server.config.Publication;
import org.diamondconfig.server.dump.Lookup;
import org.diamondconfig.wire.ConfigKey;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The dump is asked for a key: by a poll that compares, and by a read that wants the content. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DumpFindBenchmark {

    private static final int KEYS = 2_000;

    private final ConfigKey key = ConfigKey.of("bench", "dump/" + KEYS / 2);
    private LocalServer server;

    /** Publishes many. */
    @Setup
    public void publish() {
        try {
            server = new LocalServer(Map.of(
                    "diamond.data", Files.createTempDirectory("diamond-bench").toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Publication> batch = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            batch.add(Publication.of(ConfigKey.of("bench", "dump/" + i), "value=" + i));
        }
        server.configs().publishAll(LocalServer.CALLER, batch);
    }

    @TearDown
    public void close() {
        server.close();
    }

    @Benchmark
    public Lookup find() {
        return server.dump().find(key, LocalServer.CALLER);
    }

    @Benchmark
    public Lookup read() {
        return server.dump().read(key, LocalServer.CALLER);
    }
}
