/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/examples where all does not go well; that they read, publish and watch is tried at a real server. */
@Timeout(120)
class ExamplesTest {

    private static final Path EXAMPLES = Path.of("../docs/examples").toAbsolutePath();
    private static final String TOKEN = "dmt_secret";

    @TempDir
    private Path home;

    private ProcessBuilder example(String program, String script, String url, String... arguments) {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(
                                folder -> Files.isExecutable(Path.of(folder, program.equals("sh") ? "curl" : program))),
                program + " is not installed");
        List<String> command = new java.util.ArrayList<>(
                List.of(program, EXAMPLES.resolve(script).toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectError(home.resolve("said").toFile());
        builder.environment().put("DIAMOND_URL", url);
        builder.environment().put("DIAMOND_TOKEN", TOKEN);
        builder.environment().put("TMPDIR", home.toString());
        return builder;
    }

    /** What it printed; it has failed. */
    private static String failed(ProcessBuilder example) throws IOException, InterruptedException {
        Process process = example.start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(printed).isNotZero();
        return printed;
    }

    @ParameterizedTest
    @CsvSource({"sh, diamond.sh", "python3, diamond.py", "node, diamond.mjs"})
    void refusal_isNoContent_andNoSuccess(String program, String script) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] problem = "{\"code\":\"FORBIDDEN\"}".getBytes(UTF_8);
            exchange.sendResponseHeaders(403, problem.length);
            exchange.getResponseBody().write(problem);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            Path file = Files.writeString(home.resolve("file"), "one");

            assertThat(failed(example(program, script, url, "read", "app"))).isEmpty();
            assertThat(failed(example(program, script, url, "publish", "app", file.toString())))
                    .isEmpty();
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"sh, diamond.sh", "python3, diamond.py", "node, diamond.mjs"})
    void watch_asksAgain_whereAnAnswerBreaksOff_andPrintsNoneInPart(String program, String script) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answers = CompletableFuture.runAsync(() -> {
                answer(server, "");
                answer(server, "HTTP/1.1 200 OK\r\nETag: \"1.1\"\r\nContent-Length: 9\r\n\r\nnot\n");
                answer(server, "HTTP/1.1 200 OK\r\nETag: \"1.1\"\r\nContent-Length: 5\r\n\r\nwhole");
            });
            String url = "http://127.0.0.1:" + server.getLocalPort();
            Process watch = example(program, script, url, "watch", "app").start();
            try (BufferedReader lines = watch.inputReader(UTF_8)) {
                assertThat(lines.readLine()).isEqualTo("whole");
            } finally {
                watch.destroyForcibly();
            }
            answers.get();
        }
    }

    /** Reads one request, and answers so, which ends the connection. */
    private static void answer(ServerSocket server, String answer) {
        try (Socket socket = server.accept();
                OutputStream out = socket.getOutputStream()) {
            int ends = 0;
            for (int next = 0; next >= 0 && ends < 4; ) { // until the empty line
                next = socket.getInputStream().read();
                ends = next == '\r' || next == '\n' ? ends + 1 : 0;
            }
            out.write(answer.getBytes(UTF_8));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void token_isNoArgument_whichOthersWouldSee() throws Exception {
        Path curl = Files.writeString(home.resolve("curl"), "#!/bin/sh\necho \"$*\" > asked\ncat > shown\n");
        Files.setPosixFilePermissions(curl, PosixFilePermissions.fromString("rwxr-xr-x"));
        ProcessBuilder example = example("sh", "diamond.sh", "http://127.0.0.1:1", "read", "app");
        example.environment().merge("PATH", home.toString(), (all, first) -> first + File.pathSeparator + all);

        assertThat(example.start().waitFor()).isZero();

        assertThat(home.resolve("asked")).content().contains("dataId=app").doesNotContain(TOKEN);
        assertThat(home.resolve("shown")).hasContent("Authorization: Bearer " + TOKEN);
    }
}
