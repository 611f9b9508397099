/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.diamondconfig.agent.store.Stores;
import org.diamondconfig.client.test.FakeDiamond;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A store on a tmpfs of its own, which can be full and read-only in earnest. */
class SharedMemoryTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    /** As many bytes as the mount has, and more. */
    private static final int BALLAST = 2 << 20;

    @RegisterExtension
    final FakeDiamond diamond = new FakeDiamond();

    @TempDir
    private Path folder;

    private Host host;
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        host = new Host(folder);
        Files.createDirectory(host.store);
        String store = host.store.toString();
        mounted = Child.works("mount", "-t", "tmpfs", "-o", "size=1m,mode=0755", "tmpfs", store);
        assumeTrue(mounted, "only root, on Linux, may mount a tmpfs");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            Child.run(List.of("umount", "-l", host.store.toString()));
        }
    }

    private Agent agent() throws Exception {
        return host.agent(
                "compare-interval = 300ms\n[cluster main]\nservers = " + diamond.uri() + "\nstore-size = 64M\n"
                        + "key = " + Stores.KEY + "\n[mirror]\ncluster = main\nkey = " + Stores.KEY + "\nfile = "
                        + host.file("mirror") + "\n");
    }

    private static String ask(Process reader, BufferedReader said) throws IOException {
        reader.getOutputStream().write("read\n".getBytes(StandardCharsets.US_ASCII));
        reader.getOutputStream().flush();
        return said.readLine();
    }

    /** Takes all that is left. */
    private Path fill() {
        Path ballast = host.store.resolve("ballast");
        assertThatThrownBy(() -> Files.write(ballast, new byte[BALLAST])).isInstanceOf(IOException.class);
        return ballast;
    }

    @Test
    void fullMemory_keepsTheOldValue_untilThereIsRoom() throws Exception {
        diamond.publish(Stores.KEY, "tea: 3");
        String large = "x".repeat(100_000);
        try (Agent agent = agent()) {
            assertThat(agent).isNotNull();
            Host.awaitValue(host.store);
            Process reader = Child.java(AskMain.class, host.store);
            try (BufferedReader said = reader.inputReader()) {
                assertThat(ask(reader, said)).isEqualTo("mapped tea: 3");
                Path ballast = fill();

                diamond.publish(Stores.KEY, large);
                await().atMost(LONG).until(() -> host.read("mirror").equals(large));
                assertThat(ask(reader, said)).isEqualTo("mapped tea: 3");

                Files.delete(ballast);
                await().atMost(LONG).until(() -> ask(reader, said).equals("mapped " + large));
            } finally {
                reader.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void fullMemory_isSaidAtTheStart() {
        fill();

        assertThatThrownBy(this::agent).isInstanceOf(IOException.class);
    }

    /** What an agent has opened cannot be made read-only: the system says that it is busy. */
    @Test
    void readOnlyMemory_isSaidAtTheStart_andReadersGoOn() throws Exception {
        diamond.publish(Stores.KEY, "tea: 3");
        try (Agent agent = agent()) {
            assertThat(agent).isNotNull();
            Host.awaitValue(host.store);
        }
        String store = host.store.toString();
        assertThat(Child.run(List.of("mount", "-o", "remount,ro", store))).isEqualTo("|0");

        assertThatThrownBy(this::agent).isInstanceOf(IOException.class).hasMessageContaining(store);
        Process reader = Child.java(AskMain.class, host.store);
        assertThat(ask(reader, reader.inputReader())).endsWith(" tea: 3");
        reader.destroyForcibly().waitFor();

        assertThat(Child.run(List.of("mount", "-o", "remount,rw", store))).isEqualTo("|0");
        diamond.publish(Stores.KEY, "tea: 4");
        try (Agent agent = agent()) {
            assertThat(agent).isNotNull();
            await().atMost(LONG).until(() -> host.read("mirror").equals("tea: 4"));
        }
    }
}
