/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.diamondconfig.agent.store.Stores;
import org.diamondconfig.client.test.FakeDiamond;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class KilledAgentTest {

    private static final int KILLS = 6;
    private static final long SEED = 8;

    /** As many as this are seen from here, before the reader that looks all the time is asked for half of them. */
    private static final int VERSIONS = 2 * (KILLS + 1);

    private static final Duration LONG = Duration.ofMinutes(2);

    @RegisterExtension
    final FakeDiamond diamond = new FakeDiamond();

    @TempDir
    private Path folder;

    private final AtomicBoolean ended = new AtomicBoolean();

    private void publishOn() {
        for (int i = 0; !ended.get(); i++) {
            diamond.publish(Stores.KEY, String.valueOf((char) ('a' + i % 26)).repeat(60_000));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private Process agent(Path conf) throws Exception {
        Process agent = Child.java(AgentMain.class, conf);
        assertThat(agent.inputReader().readLine()).contains("1 clusters");
        return agent;
    }

    @Test
    void agentKilledAtAnyMoment_leavesReadersTheOldOrTheNew_neverNone() throws Exception {
        Path conf = Files.writeString(
                folder.resolve("agent.conf"),
                "[agent]\nstore = " + folder.resolve("store") + "\nstate = " + folder.resolve("state")
                        + "\n[cluster main]\nservers = " + diamond.uri() + "\nfiles = false\nkey = " + Stores.KEY
                        + "\n");
        Random random = new Random(SEED);
        Thread publisher = new Thread(this::publishOn);
        publisher.start();
        Process agent = agent(conf);
        try {
            Host.awaitValue(folder.resolve("store"));
            Process reader = Child.java(WatchMain.class, folder.resolve("store"));
            BufferedReader said = reader.inputReader();
            assertThat(said.readLine()).isEqualTo("mapped");
            for (int kill = 0; kill < KILLS; kill++) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(500)));
                agent.destroyForcibly().waitFor();
                agent = agent(conf);
            }
            Set<Long> versions = new HashSet<>();
            await().atMost(LONG)
                    .until(() -> versions.add(Host.version(folder.resolve("store"))) && versions.size() >= VERSIONS);
            reader.getOutputStream().write('\n');
            reader.getOutputStream().flush();
            assertThat(said.readLine()).isEqualTo("misses 0 torn 0 older 0");
            assertThat(Integer.parseInt(said.readLine())).isGreaterThan(KILLS);
            Child.end(reader);
        } finally {
            agent.destroyForcibly().waitFor();
            ended.set(true);
            publisher.join();
        }
    }
}
