/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.diamondconfig.agent.Agent;
import org.diamondconfig.agent.Child;
import org.diamondconfig.agent.setup.AgentSetup;
import org.diamondconfig.agent.setup.ClusterSetup.Sharing;
import org.diamondconfig.agent.setup.Readers;
import org.diamondconfig.agent.store.ClusterStore;
import org.diamondconfig.agent.store.ReadMain;
import org.diamondconfig.agent.store.RewriteMain;
import org.diamondconfig.agent.store.Stores;
import org.diamondconfig.client.DiamondClient;
import org.diamondconfig.client.test.FakeDiamond;

/** {@code read}, {@code rewrite [reads]}, {@code visible [changes]} or {@code idle}; ratios are of one run. */
public final class AgentBench {

    private AgentBench() {}

    /** Runs one of them in a folder of its own below /dev/shm. The arguments may also come as one text with spaces. */
    public static void main(String[] words) throws Exception {
        String[] arguments = String.join(" ", words).strip().split(" +", -1);
        Path store = Files.createTempDirectory(Path.of("/dev/shm"), "diamond-bench");
        try {
            switch (arguments[0]) {
                case "read" -> read(store);
                case "rewrite" -> rewrite(store, arguments.length > 1 ? arguments[1] : "1000000");
                case "visible" -> visible(store, arguments.length > 1 ? Integer.parseInt(arguments[1]) : 300);
                case "idle" -> Idle.run(store);
                default -> throw new IllegalArgumentException("read, rewrite, visible or idle");
            }
        } finally {
            try (Stream<Path> all = Files.walk(store)) {
                for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void read(Path store) throws Exception {
        Sharing sharing = new Sharing(Readers.GROUP, Optional.empty(), 64 << 20, false);
        Path plain = Files.createDirectory(store.resolve("plain"));
        try (ClusterStore open = Stores.open(store, sharing)) {
            for (int i = 0; i < RoundRobin.KEYS; i++) {
                String content = ("content " + i + ' ').repeat(200).substring(0, 1024);
                open.put(Stores.told(RoundRobin.key(i), 1, content));
                Files.writeString(plain.resolve(Integer.toString(i)), content);
            }
        }
        System.out.println("in another JVM: " + line(Child.java(RoundRobin.class, store)));
        Path program = store.resolve("round");
        List<String> compile = List.of("gcc", "-O2", "-o", program.toString(), "src/test/c/round-robin.c", "-llmdb");
        if (Child.run(compile).endsWith("|0")) {
            System.out.println("in C: "
                    + Child.run(List.of(
                            program.toString(), store.resolve("main.mdb").toString())));
        }
    }

    private static void rewrite(Path store, String reads) throws Exception {
        Process writer = Child.java(RewriteMain.class, store);
        try {
            System.out.println("writer has " + line(writer));
            long start = System.nanoTime();
            System.out.println(reads + " reads of 60 KB: " + line(Child.java(ReadMain.class, store, reads)) + ", "
                    + (System.nanoTime() - start) / 1_000_000 + " ms");
        } finally {
            writer.destroyForcibly().waitFor();
        }
    }

    private static void visible(Path store, int changes) throws Exception {
        Path conf = store.resolve("agent.conf");
        BlockingQueue<Long> called = new LinkedBlockingQueue<>();
        try (FakeDiamond diamond = new FakeDiamond().start();
                DiamondClient client = DiamondClient.builder()
                        .servers(diamond.uri().toString())
                        .home(store.resolve("home"))
                        .build()) {
            diamond.publish(Stores.KEY, "0");
            Files.writeString(
                    conf,
                    "[agent]\nstore = " + store + "\nstate = " + store.resolve("state") + "\n[cluster main]\nservers = "
                            + diamond.uri() + "\nkey = " + Stores.KEY + "\n");
            try (Agent agent = Agent.start(AgentSetup.read(conf), conf)) {
                client.listen(Stores.KEY, config -> called.add(System.nanoTime()));
                called.take();
                Process spinning = Child.java(Spinning.class, store);
                BufferedReader seen = spinning.inputReader();
                seen.readLine();
                List<long[]> all = new ArrayList<>();
                for (int i = 1; i <= changes; i++) {
                    long start = System.nanoTime();
                    diamond.publish(Stores.KEY, Integer.toString(i));
                    long callback = called.take() - start;
                    all.add(new long[] {callback, Long.parseLong(seen.readLine()) - start});
                }
                spinning.destroyForcibly();
                System.out.println(
                        "agent " + agent.getClass().getSimpleName() + ": callback p50 " + at(all, 0, 50) + " us, p99 "
                                + at(all, 0, 99) + "; visible p50 " + at(all, 1, 50) + " us, p99 " + at(all, 1, 99));
            }
        }
    }

    private static long at(List<long[]> all, int column, int percent) {
        long[] sorted = all.stream().mapToLong(each -> each[column]).sorted().toArray();
        return Arrays.stream(sorted)
                        .skip((sorted.length - 1L) * percent / 100)
                        .findFirst()
                        .orElseThrow()
                / 1000;
    }

    private static String line(Process process) throws IOException {
        return process.inputReader().readLine();
    }
}
