/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.diamondconfig.agent.AgentMain;
import org.diamondconfig.agent.Child;
import org.diamondconfig.agent.reader.AgentReader;
import org.diamondconfig.client.test.FakeDiamond;

/** What an agent costs that follows 1,000 keys one by one, of which none changes: processor time and resident memory. */
final class Idle {

    private static final int KEYS = 1_000;
    private static final Duration SETTLING = Duration.ofSeconds(10);
    private static final Duration MEASURED = Duration.ofSeconds(40);

    private Idle() {}

    static void run(Path store) throws Exception {
        Path conf = store.resolve("agent.conf");
        try (FakeDiamond diamond = new FakeDiamond().start()) {
            StringBuilder lines = new StringBuilder("[agent]\nstore = " + store + "\nstate = " + store.resolve("state")
                    + "\n[cluster main]\nservers = " + diamond.uri() + '\n');
            for (int i = 0; i < KEYS; i++) {
                diamond.publish(RoundRobin.key(i), "content ".repeat(128));
                lines.append("key = ").append(RoundRobin.key(i)).append('\n');
            }
            Files.writeString(conf, lines);
            long start = System.nanoTime();
            Process agent = Child.java(AgentMain.class, conf);
            try {
                AgentReader reader = AgentReader.ofFiles(store, "main");
                while (reader.find(RoundRobin.key(KEYS - 1)).isEmpty()) {
                    agent.waitFor(10, TimeUnit.MILLISECONDS);
                }
                System.out.println(
                        "last of " + KEYS + " keys after " + (System.nanoTime() - start) / 1_000_000 + " ms");
                agent.waitFor(SETTLING.toSeconds(), TimeUnit.SECONDS);
                Duration before = spent(agent);
                agent.waitFor(MEASURED.toSeconds(), TimeUnit.SECONDS);
                double share = 100.0 * spent(agent).minus(before).toMillis() / MEASURED.toMillis();
                System.out.println("idle: " + share + " % of a core; resident " + resident(agent));
            } finally {
                agent.destroyForcibly().waitFor();
            }
        }
    }

    private static Duration spent(Process process) {
        return process.info().totalCpuDuration().orElseThrow();
    }

    private static String resident(Process process) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .findFirst()
                .orElseThrow()
                .substring(6)
                .strip();
    }
}
