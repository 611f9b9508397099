/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.diamondconfig.server.RawHttp.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The address host of server-config/original-clients, its addresses and ports replaced and nothing else, asked as unmodified
 * clients ask: by the names, at the paths, that are compiled into them.
 */
class OriginalClientsRecipeTest {

    private static final Path NGINX = Path.of("/usr/sbin/nginx");
    private static final Path RECIPE = Path.of("../server-config/original-clients/nginx.conf");
    private static final String AROUND = """
            daemon off;
            pid nginx.pid;
            error_log stderr;
            events {
            }
            http {
                access_log off;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                include site.conf;
            }
            """;

    private static TestServer server;
    private static Process nginx;
    private static int port;
    private static int otherPort;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(NGINX), "nginx is not installed: apt-get install nginx");
        server = TestServer.start(folder.resolve("data"), Map.of("diamond.cluster.address", "10.0.0.11:8080"));
        port = freePort();
        otherPort = freePort();
        Path home = Files.createDirectories(folder.resolve("nginx"));
        Files.writeString(home.resolve("nginx.conf"), AROUND);
        Files.writeString(
                home.resolve("site.conf"),
                Files.readString(RECIPE)
                        .replaceAll("server 10\\.0\\.0\\.1[123]:8080", "server 127.0.0.1:" + server.port())
                        .replace("listen 80;", "listen 127.0.0.1:" + port + ";")
                        .replace("listen 8080;", "listen 127.0.0.1:" + otherPort + ";"));
        nginx = new ProcessBuilder(NGINX.toString(), "-p", home.toString(), "-c", "nginx.conf", "-e", "stderr")
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("nginx.log").toFile())
                .start();
        Awaitility.await("nginx, see " + home)
                .failFast(() -> !nginx.isAlive())
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() ->
                        get(port, "jmenv.tbsite.net", "/diamond-server/diamond").status() == 200);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (nginx != null) {
            nginx.destroy();
            nginx.waitFor(10, TimeUnit.SECONDS);
            server.close();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Reply get(int port, String host, String path) throws IOException {
        try (RawHttp connection = new RawHttp("127.0.0.1", port)) {
            return connection.exchange(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void original_findsTheServersByHost() throws IOException {
        Reply reply = get(port, "jmenv.tbsite.net", "/diamond-server/diamond");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("10.0.0.11\n");
    }

    @Test
    void original_findsTheUnits_andTheServersOfTheCenter() throws IOException {
        String host = "jmenv.tbsite.net:8080";

        assertThat(get(otherPort, host, "/diamond-server/unit-list?nofix=1").body())
                .isEqualTo("center\n");
        assertThat(get(otherPort, host, "/diamond-server/diamond-unit-center?nofix=1")
                        .body())
                .isEqualTo("10.0.0.11\n");
        assertThat(get(otherPort, host, "/diamond-server/diamond-unit-elsewhere?nofix=1")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void gdiamond_findsTheServersByHost() throws IOException {
        assertThat(get(otherPort, "gdiamond.namesrv.net:8080", "/namesrv/addrs").body())
                .isEqualTo("10.0.0.11\n");
    }

    @Test
    void addressHost_handsOutListsAndNothingElse() throws IOException {
        assertThat(get(port, "jmenv.tbsite.net", "/diamond-server/api/v1/config?dataId=a")
                        .status())
                .isEqualTo(404);
    }
}
