/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.diamondconfig.agent.reader.AgentReader;
import org.diamondconfig.wire.ConfigKey;

/** Reads 10,000 keys of 1 KiB in turn: by the reader, and the same bytes from files, one after the other in each round. */
public final class RoundRobin {

    static final int KEYS = 10_000;
    private static final int ROUNDS = 12;
    private static final int PASSES = 10;

    private RoundRobin() {}

    static ConfigKey key(int i) {
        return ConfigKey.of("shop", "folder/key" + i);
    }

    /** Something that reads one key; answers how many bytes. */
    private interface Look {

        int at(int i) throws IOException;
    }

    public static void main(String[] arguments) throws Exception {
        Path store = Path.of(arguments[0]);
        ConfigKey[] keys = IntStream.range(0, KEYS).mapToObj(RoundRobin::key).toArray(ConfigKey[]::new);
        Path[] files = IntStream.range(0, KEYS)
                .mapToObj(i -> store.resolve("plain").resolve(Integer.toString(i)))
                .toArray(Path[]::new);
        double[] agent = new double[ROUNDS];
        double[] ratio = new double[ROUNDS];
        try (AgentReader reader = AgentReader.open(store, "main")) {
            for (int round = 0; round < ROUNDS; round++) {
                agent[round] =
                        nanos(PASSES, i -> reader.find(keys[i]).orElseThrow().contentBytes().length);
                ratio[round] = nanos(1, i -> Files.readAllBytes(files[i]).length) / agent[round];
            }
        }
        // The first ones warm up.
        double[] counted = Arrays.stream(agent).skip(4).sorted().toArray();
        double[] ratios = Arrays.stream(ratio).skip(4).sorted().toArray();
        System.out.println(Math.round(counted[counted.length / 2]) + " ns a read (" + Math.round(counted[0]) + " to "
                + Math.round(counted[counted.length - 1]) + "), files take "
                + Math.round(ratios[ratios.length / 2] * 10) / 10.0
                + " times as long");
    }

    private static double nanos(int passes, Look look) throws IOException {
        long bytes = 0;
        long start = System.nanoTime();
        for (int pass = 0; pass < passes; pass++) {
            for (int i = 0; i < KEYS; i++) {
                bytes += look.at(i);
            }
        }
        double nanos = (double) (System.nanoTime() - start) / passes / KEYS;
        if (bytes != 1024L * KEYS * passes) {
            throw new IllegalStateException("read " + bytes + " bytes");
        }
        return nanos;
    }
}
