/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.diamondconfig.agent.reader.AgentReader;
import org.diamondconfig.agent.store.Stores;
import org.diamondconfig.client.test.FakeDiamond;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The agent as it is installed: what is packed, started by the command of the unit file. */
class InstalledIT {

    private static final Path UNIT = Path.of("../server-config/systemd/diamond-agent.service");
    private static final Path JAR = Path.of("target/diamond-agent/diamond-agent-runnable.jar");
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int LARGEST = 10 << 20;

    @RegisterExtension
    final FakeDiamond diamond = new FakeDiamond();

    @TempDir
    private Path folder;

    /** The unit's own options of the JVM, and what is packed here. */
    private static List<String> command(Object... arguments) throws IOException {
        String start = Files.readAllLines(UNIT).stream()
                .filter(line -> line.startsWith("ExecStart="))
                .findFirst()
                .orElseThrow();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Arrays.stream(start.split(" ", -1))
                .skip(1)
                .takeWhile(word -> !word.equals("-jar"))
                .forEach(command::add);
        command.addAll(List.of("-jar", JAR.toString()));
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        return command;
    }

    private Path setup(String lines) throws IOException {
        return Files.writeString(
                folder.resolve("agent.conf"),
                "[agent]\nstore = " + folder.resolve("store") + "\nstate = " + folder.resolve("state")
                        + "\n[cluster main]\nservers = " + diamond.uri() + "\nkey = " + Stores.KEY + "\n" + lines);
    }

    @Test
    void unit_isSound() throws Exception {
        assumeTrue(Child.works("systemd-analyze", "--version"), "systemd-analyze is not installed");

        assertThat(Child.run(List.of("systemd-analyze", "verify", UNIT.toString())))
                .isEqualTo("|0");
    }

    @Test
    void file_isChecked() throws Exception {
        assertThat(Child.run(command("--check", setup("")))).endsWith(": sound\n|0");
        assertThat(Child.run(command("--check", setup("colour = red\n"))))
                .contains("agent.conf:7: colour")
                .endsWith("|2");
        assertThat(Child.run(command())).contains("usage: ").endsWith("|2");
    }

    @Test
    void agent_followsUntilItIsTold_andItsReadersGoOn() throws Exception {
        diamond.publish(Stores.KEY, "tea: 3");
        Process agent = start(setup(""));
        try {
            Host.awaitValue(folder.resolve("store"));
            try (AgentReader reader = AgentReader.open(folder.resolve("store"), "main")) {
                assertThat(reader.isMapped()).isTrue();
                diamond.publish(Stores.KEY, "tea: 4");
                await().atMost(LONG)
                        .until(() ->
                                reader.get(Stores.KEY).orElseThrow().content().equals("tea: 4"));
                assertThat(Child.run(command(setup(""))))
                        .contains("kept by another agent: process " + agent.pid())
                        .endsWith("|3");

                agent.destroy();
                assertThat(agent.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(agent.exitValue()).isEqualTo(143);
                assertThat(reader.get(Stores.KEY).orElseThrow().content()).isEqualTo("tea: 4");
            }
        } finally {
            agent.destroyForcibly().waitFor();
        }
    }

    /** 10 MiB, as much as a server merges of datums unless it is told otherwise; one that is larger still is passed over. */
    @Test
    void largestValueOfAServer_fitsIntoTheHeapOfTheUnit() throws Exception {
        Path mirror = folder.resolve("mirror");
        ConfigKey huge = ConfigKey.of("shop", "huge.txt");
        diamond.publish(huge, "x".repeat(LARGEST * 13 / 10));
        Path setup = setup(
                "key = " + huge + "\n[mirror]\ncluster = main\nkey = " + Stores.KEY + "\nfile = " + mirror + "\n");
        diamond.publish(Stores.KEY, "a".repeat(LARGEST));
        Process agent = start(setup);
        try {
            awaitMirror(agent, mirror, 'a');
            for (char letter : new char[] {'b', 'c', 'd'}) {
                diamond.publish(Stores.KEY, String.valueOf(letter).repeat(LARGEST));
                awaitMirror(agent, mirror, letter);
            }
            agent.destroy();
            assertThat(agent.waitFor(60, TimeUnit.SECONDS)).isTrue();

            diamond.publish(Stores.KEY, "e".repeat(LARGEST));
            agent = start(setup);
            awaitMirror(agent, mirror, 'e');
        } finally {
            agent.destroyForcibly().waitFor();
        }
    }

    /** However slow the machine: a large value may take its time. */
    private static Process start(Path setup) throws IOException {
        ProcessBuilder agent = new ProcessBuilder(command(setup)).redirectError(ProcessBuilder.Redirect.INHERIT);
        agent.environment().put("DIAMOND_CALL_TIMEOUT", "30s");
        return agent.start();
    }

    private static void awaitMirror(Process agent, Path mirror, char letter) {
        await().atMost(LONG).until(() -> {
            assertThat(agent.isAlive()).as("the agent lives").isTrue();
            return Files.exists(mirror) && Files.size(mirror) == LARGEST && firstOf(mirror) == letter;
        });
    }

    private static int firstOf(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return bytes.read();
        }
    }

    @Test
    void folderThatOthersMayWrite_isRefused() throws Exception {
        Path store = Files.createDirectory(folder.resolve("store"));
        Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThat(Child.run(command(setup("")))).contains("may write it").endsWith("|4");
    }
}
