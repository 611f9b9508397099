/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.diamondconfig.client.Config;
import org.diamondconfig.client.DiamondClient;
import org.diamondconfig.client.test.FakeDiamond;
import org.diamondconfig.wire.ConfigKey;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** An application reads a configuration that its client is subscribed to. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ClientGetBenchmark {

    private static final int KEYS = 200;

    private final ConfigKey key = ConfigKey.of("bench", "client/" + KEYS / 2);
    private FakeDiamond server;
    private DiamondClient client;

    /** Subscribes a client to many keys. */
    @Setup
    public void subscribe() {
        server = new FakeDiamond().start();
        try {
            client = DiamondClient.builder()
                    .servers(server.uri().toString())
                    .home(Files.createTempDirectory("diamond-bench"))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (int i = 0; i < KEYS; i++) {
            ConfigKey each = ConfigKey.of("bench", "client/" + i);
            server.publish(each, "value=" + i);
            if (client.get(each).isEmpty()) {
                throw new IllegalStateException(each + ": not there");
            }
        }
    }

    @TearDown
    public void close() {
        client.close();
        server.close();
    }

    @Benchmark
    public Optional<Config> get() {
        return client.get(key);
    }
}
