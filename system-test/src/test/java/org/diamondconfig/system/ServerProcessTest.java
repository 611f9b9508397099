/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node's life, on the smallest server there is: one source file run by the java command. */
class ServerProcessTest {

    @TempDir
    Path home;

    @Test
    void start_returnsOnceHealthLiveAnswers() {
        try (Node node = node("")) {
            node.start();

            assertThat(node.running()).isTrue();
            assertThat(ProcessHandle.of(node.pid())).isPresent();
            assertThat(node.data()).isEqualTo(home.resolve("data"));
        }
    }

    @Test
    void restart_keepsThePortAndTheLog() throws Exception {
        try (Node node = node("")) {
            node.start();
            URI first = node.uri();
            node.stop();
            assertThat(node.running()).isFalse();

            node.start();

            assertThat(node.uri()).isEqualTo(first);
            assertThat(Files.readAllLines(node.log())).containsExactly("up", "down", "up");
        }
    }

    @Test
    void kill_givesTheServerNoTimeToSayGoodbye() throws Exception {
        try (Node node = node("")) {
            node.start();
            long pid = node.pid();

            node.kill();

            assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false))
                    .isFalse();
            assertThat(Files.readAllLines(node.log())).containsExactly("up");
        }
    }

    @Test
    void start_aServerThatEnds_failsWithTheLogsTail() {
        try (Node node = node("broken")) {
            assertThatThrownBy(node::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("ended with 1")
                    .hasMessageContaining("broken as asked");
        }
    }

    private Node node(String argument) {
        NodeOptions options = NodeOptions.in(home);
        return new ServerProcess(options, port -> {
            Path source = Files.writeString(home.resolve("Tiny.java"), TINY);
            return List.of(Folders.java(), source.toString(), Integer.toString(port), argument);
        });
    }

    private static final String TINY = """
            import com.sun.net.httpserver.HttpServer;
            import java.net.InetAddress;
            import java.net.InetSocketAddress;

            class Tiny {
                public static void main(String[] args) throws Exception {
                    if (!args[1].isEmpty()) {
                        throw new IllegalStateException("broken as asked");
                    }
                    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
                    HttpServer server = HttpServer.create(address, 0);
                    server.createContext("/diamond-server/health/live", exchange -> {
                        exchange.sendResponseHeaders(200, -1);
                        exchange.close();
                    });
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("down")));
                    System.out.println("up");
                    server.start();
                }
            }
            """;
}
