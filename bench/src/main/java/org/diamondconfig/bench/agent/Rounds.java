/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.diamondconfig.agent.reader.AgentReader;
import org.diamondconfig.wire.ConfigKey;

/** Reads all keys in turn when it is told to: {@code agent} or {@code files} in, nanoseconds a read out. */
final class Rounds {

    private static final int AGENT_PASSES = 10;
    private static final int FILE_PASSES = 3;

    private Rounds() {}

    /** Something that reads one key; answers how many bytes. */
    private interface Look {

        int at(int i) throws IOException;
    }

    public static void main(String[] arguments) throws Exception {
        Path store = Path.of(arguments[0]);
        ConfigKey[] keys =
                IntStream.range(0, ReadBench.KEYS).mapToObj(Shelf::key).toArray(ConfigKey[]::new);
        Path[] files = IntStream.range(0, ReadBench.KEYS)
                .mapToObj(i -> store.resolve("plain").resolve(Integer.toString(i)))
                .toArray(Path[]::new);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (AgentReader reader = AgentReader.open(store, Shelf.CLUSTER)) {
            if (!reader.isMapped()) {
                throw new IllegalStateException("not by LMDB");
            }
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                System.out.println(
                        line.equals("agent")
                                ? nanos(
                                        AGENT_PASSES,
                                        i -> reader.find(keys[i]).orElseThrow().contentBytes().length)
                                : nanos(FILE_PASSES, i -> Files.readAllBytes(files[i]).length));
            }
        }
    }

    private static double nanos(int passes, Look look) throws IOException {
        long bytes = 0;
        long start = System.nanoTime();
        for (int pass = 0; pass < passes; pass++) {
            for (int i = 0; i < ReadBench.KEYS; i++) {
                bytes += look.at(i);
            }
        }
        double nanos = (double) (System.nanoTime() - start) / passes / ReadBench.KEYS;
        if (bytes != 1024L * ReadBench.KEYS * passes) {
            throw new IllegalStateException("read " + bytes + " bytes");
        }
        return nanos;
    }
}
