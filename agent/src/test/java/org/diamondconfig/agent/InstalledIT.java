/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The agent as it is installed: what is packed, started by the command of the unit file. */
class InstalledIT {

    private static final Path UNIT = Path.of("../server-config/systemd/diamond-agent.service");
    private static final Path JAR = Path.of("target/diamond-agent/diamond-agent-runnable.jar");
    private static final Duration LONG = Duration.ofMinutes(1);

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
        Process agent = new ProcessBuilder(command(setup("")))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
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

    @Test
    void folderThatOthersMayWrite_isRefused() throws Exception {
        Path store = Files.createDirectory(folder.resolve("store"));
        Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThat(Child.run(command(setup("")))).contains("may write it").endsWith("|4");
    }
}
