/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;

/**
 * nginx or HAProxy with the configuration of server-config, of which only addresses, ports and certificates are replaced.
 * Listens on the loopback with a certificate made for it. Confined to one thread; it ends with this JVM.
 */
final class ReverseProxy implements AutoCloseable {

    private static final String NGINX_AROUND = """
            daemon off;
            pid nginx.pid;
            error_log stderr;
            events {
                worker_connections 1024;
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

    private final Path home;
    private final int port = Ports.free();
    private final Child process;

    private ReverseProxy(Path home, String program, List<Node> nodes) throws IOException {
        this.home = home.toAbsolutePath();
        makeCertificate();
        if (program.equals("nginx")) {
            Files.writeString(this.home.resolve("nginx.conf"), NGINX_AROUND);
            Files.writeString(this.home.resolve("site.conf"), moved(documented("nginx.conf"), nodes));
            process = start("nginx", "-p", this.home.toString(), "-c", "nginx.conf", "-e", "stderr");
        } else {
            Files.writeString(this.home.resolve("haproxy.cfg"), moved(documented("haproxy.cfg"), nodes));
            process = start("haproxy", "-db", "-f", "haproxy.cfg");
        }
    }

    /** nginx with nginx.conf, in front of these three nodes. */
    static ReverseProxy nginx(Path home, List<Node> nodes) throws IOException {
        return new ReverseProxy(home, "nginx", nodes);
    }

    /** HAProxy with haproxy.cfg, in front of these three nodes. */
    static ReverseProxy haproxy(Path home, List<Node> nodes) throws IOException {
        return new ReverseProxy(home, "haproxy", nodes);
    }

    /** Whether this machine has what it takes: nginx, haproxy and openssl. */
    static boolean isInstalled(String program) {
        return List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin").stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static String documented(String file) throws IOException {
        return Files.readString(Path.of(System.getProperty("server.config"), "proxy", file));
    }

    private void makeCertificate() throws IOException {
        Signals.run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-keyout",
                home.resolve("privkey.pem").toString(),
                "-out",
                home.resolve("fullchain.pem").toString());
        Files.writeString(
                home.resolve("diamond.pem"),
                Files.readString(home.resolve("fullchain.pem")) + Files.readString(home.resolve("privkey.pem")));
    }

    /** The documented text at this test's places; each place must be there. */
    private String moved(String text, List<Node> nodes) {
        Map<String, String> places = Map.of(
                "10.0.0.11:8080", nodes.get(0).uri().getAuthority(),
                "10.0.0.12:8080", nodes.get(1).uri().getAuthority(),
                "10.0.0.13:8080", nodes.get(2).uri().getAuthority(),
                "10.0.0.0/8", "127.0.0.0/8",
                "/etc/ssl/diamond", home.toString());
        String moved = text.replaceFirst(
                "listen 443|bind :443",
                text.contains("bind :443") ? "bind 127.0.0.1:" + port : "listen 127.0.0.1:" + port);
        for (Map.Entry<String, String> place : places.entrySet()) {
            if (!moved.contains(place.getKey())) {
                throw new IllegalStateException("the documented file names no " + place.getKey());
            }
            moved = moved.replace(place.getKey(), place.getValue());
        }
        return moved;
    }

    private Child start(String... command) {
        Child started = Child.start(
                List.of(command), home.resolve("proxy.log"), Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"));
        Awaitility.await(command[0] + ", see " + home.resolve("proxy.log"))
                .failFast(() -> !started.alive())
                .until(() -> Ports.isTaken(port));
        return started;
    }

    /** The base of all addresses, through this proxy. */
    URI uri() {
        return URI.create("https://127.0.0.1:" + port + "/diamond-server");
    }

    /** Calls through this proxy, whose certificate is trusted. */
    Api api() throws IOException {
        return new Api(uri(), HttpClient.newBuilder().sslContext(trusting()).build());
    }

    private SSLContext trusting() throws IOException {
        return Authority.trusting(home.resolve("fullchain.pem"));
    }

    /** The first line of the answer to a GET of this path, asked from this address of the machine with these lines of a header. */
    String statusLine(String from, String path, String... headers) throws IOException {
        try (Socket connection = new Socket()) {
            connection.bind(new InetSocketAddress(from, 0));
            connection.connect(new InetSocketAddress("127.0.0.1", port));
            try (Socket secured = trusting().getSocketFactory().createSocket(connection, "127.0.0.1", port, true)) {
                String request = "GET /diamond-server" + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                        + String.join("\r\n", headers) + "\r\n\r\n";
                secured.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                return new String(secured.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .findFirst()
                        .orElse("");
            }
        }
    }

    @Override
    public void close() {
        process.stop();
    }
}
