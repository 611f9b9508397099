/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The self-contained jar as a person starts it: what it says, how it ends, and that it leaves the port free. */
class LauncherIT {

    private static final Path JAR = Path.of("target/diamond.jar");
    private static final String PASSWORD = "otters-dive";

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
    void help_isShown_andNothingIsStarted() throws Exception {
        Path console = data.resolve("console.txt");
        server = start(console, List.of("--help"), "-Ddiamond.data=" + data.resolve("server"));

        assertThat(server.waitFor(180, TimeUnit.SECONDS)).as("ended in time").isTrue();
        assertThat(server.exitValue()).isZero();
        assertThat(console).content().startsWith("Usage: java ").contains("diamond.port", "docs/settings.md");
        assertThat(data.resolve("server")).doesNotExist();
    }

    @Test
    void unknownArgument_isOneSentence() throws Exception {
        Path console = data.resolve("console.txt");
        server = start(console, List.of("--port", "9090"), "-Ddiamond.data=" + data.resolve("server"));

        assertRefused(CannotStart.BAD_ARGUMENT, "it takes no argument --port", console);
        assertThat(data.resolve("server")).doesNotExist();
    }

    /** It listens for TLS as well, with a key that the JDK's keytool made. */
    @Test
    void server_greetsThenStopsOnASignalAndFreesThePort() throws Exception {
        int port = freePort();
        int tlsPort = freePort();
        Path console = data.resolve("console.txt");
        Path keys = keys();
        server = start(
                console,
                List.of(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-Ddiamond.port=" + port,
                "-Ddiamond.tls.port=" + tlsPort,
                "-Ddiamond.tls.key-store=" + keys,
                "-Ddiamond.tls.key-store.password=" + PASSWORD,
                "-Ddiamond.data=" + data.resolve("server"));

        while (server.isAlive() && !Files.readString(console).contains("Ctrl-C stops it.")) {
            server.waitFor(200, TimeUnit.MILLISECONDS);
        }
        assertThat(console)
                .content()
                .contains(
                        "Diamond is up at http://localhost:" + port + "/diamond-server, and by TLS at port " + tlsPort);
        assertAliveByHttp1(trusting(keys), "https://127.0.0.1:" + tlsPort);

        server.destroy();
        assertThat(server.waitFor(120, TimeUnit.SECONDS)).as("ended in time").isTrue();
        try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(free.isBound()).isTrue();
        }
    }

    private Path keys() throws Exception {
        Path keys = data.resolve("keys.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(List.of(
                        keytool,
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "any",
                        "-dname",
                        "CN=config",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        PASSWORD))
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();
        return keys;
    }

    private static HttpClient trusting(Path keys) throws Exception {
        KeyStore store = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    /** The client asks for HTTP/2, and would take it. */
    private static void assertAliveByHttp1(HttpClient client, String server) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + "/diamond-server/health/live"))
                .build();
        HttpResponse<Void> answer = client.send(request, BodyHandlers.discarding());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }

    private void assertRefused(int exitCode, String sentence, String... options) throws Exception {
        Path console = data.resolve("console.txt");
        server = start(console, List.of(), options);
        assertRefused(exitCode, sentence, console);
    }

    private void assertRefused(int exitCode, String sentence, Path console) throws Exception {
        assertThat(server.waitFor(180, TimeUnit.SECONDS)).as("ended in time").isTrue();
        assertThat(server.exitValue()).isEqualTo(exitCode);
        assertThat(Files.readAllLines(console))
                .singleElement()
                .asString()
                .startsWith("Diamond cannot start: ")
                .contains(sentence)
                .endsWith(".");
    }

    private static Process start(Path console, List<String> arguments, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(arguments);
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
