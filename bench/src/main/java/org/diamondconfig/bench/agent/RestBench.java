/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.diamondconfig.agent.AgentMain;
import org.diamondconfig.agent.reader.AgentReader;
import org.diamondconfig.bench.figures.Bound;
import org.diamondconfig.bench.figures.Figure;
import org.diamondconfig.bench.figures.Ledger;
import org.diamondconfig.client.test.FakeDiamond;

/** What an agent costs that follows many keys one by one, of which none changes: processor time and resident memory. */
public final class RestBench {

    private static final long LOOK_NANOS = 10_000_000;

    private RestBench() {}

    /** Measures for so long, once it has had so long to come to rest. */
    public static Ledger run(Path store, int keys, Duration settling, Duration measured) throws IOException {
        Path setup = store.resolve("agent.conf");
        try (FakeDiamond diamond = new FakeDiamond().start()) {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < keys; i++) {
                diamond.publish(Shelf.key(i), Shelf.content(i));
                lines.append("key = ").append(Shelf.key(i)).append('\n');
            }
            Files.writeString(setup, Shelf.setup(store, diamond.uri().toString(), lines.toString()));
            long start = System.nanoTime();
            try (Talk agent = Talk.java(AgentMain.class, Shelf.AGENT_JVM, setup)) {
                agent.hear();
                AgentReader reader = AgentReader.ofFiles(store, Shelf.CLUSTER);
                while (IntStream.range(0, keys)
                        .anyMatch(i -> reader.find(Shelf.key(i)).isEmpty())) {
                    LockSupport.parkNanos(LOOK_NANOS);
                }
                double filled = (System.nanoTime() - start) / 1e9;
                LockSupport.parkNanos(settling.toNanos());
                double before = processor(agent.pid());
                LockSupport.parkNanos(measured.toNanos());
                double share = 100 * (processor(agent.pid()) - before) / (measured.toNanos() / 1e9);
                return new Ledger(
                                "agent idle " + keys,
                                String.join(" ", Shelf.AGENT_JVM) + ", " + measured.toSeconds() + " s",
                                Instant.now())
                        .add(Figure.of("idle, share of a core", "%", share, Bound.atMost(0.2)))
                        .add(Figure.of("resident memory", "MiB", resident(agent.pid()), Bound.REPORTED))
                        .add(Figure.of("start to the last key", "s", filled, Bound.REPORTED));
            }
        }
    }

    /** Processor time of a process so far, in seconds. */
    private static double processor(long pid) {
        return ProcessHandle.of(pid)
                        .flatMap(handle -> handle.info().totalCpuDuration())
                        .orElseThrow(() -> new IllegalStateException("the agent has ended"))
                        .toNanos()
                / 1e9;
    }

    /** Resident memory of a process, in MiB. */
    static double resident(long pid) throws IOException {
        String line = Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(each -> each.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return Double.parseDouble(line.replaceAll("\\D", "")) / 1024;
    }
}
