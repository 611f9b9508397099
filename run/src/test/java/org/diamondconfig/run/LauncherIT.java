/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The self-contained jar as a person starts it: what it says, how it ends, and that it leaves the port free. */
class LauncherIT {

    private static final Path JAR = Path.of("target/diamond.jar");

    @TempDir
    private Path data;

    private Process server;

    @AfterEach
    void endTheServer() throws InterruptedException {
        if (server != null) {
            server.destroyForcibly().waitFor();
        }
    }

    @Test
    void takenPort_isOneSentence() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertRefused(
                    CannotStart.PORT_TAKEN,
                    "port " + other.getLocalPort() + " of 127.0.0.1 cannot be used",
                    "-Ddiamond.port=" + other.getLocalPort(),
                    "-Ddiamond.data=" + data);
        }
    }

    @Test
    void unusableFolder_isOneSentence() throws Exception {
        Path file = Files.createFile(data.resolve("a-file"));

        assertRefused(
                CannotStart.FOLDER_UNUSABLE,
                "the data folder " + file + " cannot be written",
                "-Ddiamond.port=" + freePort(),
                "-Ddiamond.data=" + file);
    }

    @Test
    void databaseOfARunningServer_isOneSentence() throws Exception {
        Path database = Files.createFile(data.resolve("diamond.mv.db"));

        try (FileChannel channel = FileChannel.open(database, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            assertThat(held.isValid()).isTrue();
            assertRefused(
                    CannotStart.FOLDER_IN_USE,
                    "another process has the database " + database + " open",
                    "-Ddiamond.port=" + freePort(),
                    "-Ddiamond.data=" + data);
        }
    }

    @Test
    void wordForAPort_isOneSentence() throws Exception {
        assertRefused(CannotStart.BAD_SETTING, "diamond.port: http is no port", "-Ddiamond.port=http");
    }

    @Test
    void server_greetsThenStopsOnASignalAndFreesThePort() throws Exception {
        int port = freePort();
        Path console = data.resolve("console.txt");
        server = start(
                console, "-Xmx512m", "-XX:TieredStopAtLevel=1", "-Ddiamond.port=" + port, "-Ddiamond.data=" + data);

        while (server.isAlive() && !Files.readString(console).contains("Ctrl-C stops it.")) {
            server.waitFor(200, TimeUnit.MILLISECONDS);
        }
        assertThat(console).content().contains("Diamond is up at http://localhost:" + port + "/diamond-server");

        server.destroy();
        assertThat(server.waitFor(30, TimeUnit.SECONDS)).as("ended in time").isTrue();
        try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(free.isBound()).isTrue();
        }
    }

    private void assertRefused(int exitCode, String sentence, String... options) throws Exception {
        Path console = data.resolve("console.txt");
        server = start(console, options);

        assertThat(server.waitFor(60, TimeUnit.SECONDS)).as("ended in time").isTrue();
        assertThat(server.exitValue()).isEqualTo(exitCode);
        assertThat(Files.readAllLines(console))
                .singleElement()
                .asString()
                .startsWith("Diamond cannot start: ")
                .contains(sentence)
                .endsWith(".");
    }

    private static Process start(Path console, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-jar", JAR.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(console.toFile())
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return probe.getLocalPort();
        }
    }
}
