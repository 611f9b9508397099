/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.diamondconfig.bench.agent.HeapBench;
import org.diamondconfig.bench.agent.ReadBench;
import org.diamondconfig.bench.agent.RestBench;
import org.diamondconfig.bench.agent.RewriteBench;
import org.diamondconfig.bench.agent.VisibleBench;
import org.diamondconfig.bench.figures.Ledger;

/** The measurements of the agent of a host: {@code agent <which> [name=value]...}, in a folder of its own below /dev/shm. */
final class AgentBench {

    private static final Path SHARED = Path.of("/dev/shm");

    /** The reader in C. */
    private static final Path SOURCE = Path.of("..", "c", "round-robin.c");

    /** The largest value that a server takes unless it is told otherwise. */
    private static final int LARGEST_KIB = 1024;

    private AgentBench() {}

    static Ledger run(List<String> words) {
        if (words.isEmpty()) {
            throw unknown("");
        }
        try {
            Path store = Files.createTempDirectory(SHARED, "diamond-bench");
            try {
                return run(words.get(0), words.subList(1, words.size()), store);
            } finally {
                delete(store);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Ledger run(String which, List<String> rest, Path store) throws IOException, InterruptedException {
        switch (which) {
            case "read" -> {
                Options options = Options.parse(rest, 0);
                Path source = Options.TARGET.resolve(SOURCE).normalize();
                return ReadBench.run(store, source, options.warmUp().toNanos(), options.pairs());
            }
            case "rewrite" -> {
                return RewriteBench.run(store, Options.parse(rest, 1_000_000).size());
            }
            case "visible" -> {
                return visible(Options.parse(rest, 300), store);
            }
            case "idle" -> {
                Options options = Options.parse(rest, 1_000);
                return RestBench.run(
                        store, options.size(), options.warmUp(), options.slice().multipliedBy(options.pairs()));
            }
            case "heap" -> {
                Options options = Options.parse(rest, 1_000);
                return HeapBench.run(store, options.size(), LARGEST_KIB);
            }
            default -> throw unknown(which);
        }
    }

    private static Ledger visible(Options options, Path store) throws IOException, InterruptedException {
        try (Bed bed = Bed.start(options)) {
            URI server = URI.create("http://127.0.0.1:" + bed.address().getPort() + "/diamond-server");
            return VisibleBench.run(
                    store,
                    server,
                    content -> bed.line()
                            .exchange(Bed.put(VisibleBench.key(), content))
                            .require(200),
                    options.size());
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static IllegalArgumentException unknown(String which) {
        return new IllegalArgumentException("agent " + which + ": read, rewrite, visible, idle or heap");
    }
}
