/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.diamondconfig.wire.tls.Authority;
import org.diamondconfig.wire.tls.StoreFile;
import org.diamondconfig.wire.tls.Tls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom an https server must be to be believed, each against a server of the JDK with a certificate of a test's own authority. */
class HttpTransportTlsTest {

    private static final String HERE = "san=ip:127.0.0.1";

    @TempDir
    private static Path folder;

    private static Authority authority;

    private HttpServer server;
    private HttpTransport transport;

    @BeforeAll
    static void makeAuthority() {
        authority = new Authority(folder)
                .signed("good", "-ext", HERE)
                .signed("expired", "-ext", HERE, "-startdate", "-10d", "-validity", "5")
                .signed("early", "-ext", HERE, "-startdate", "+5d", "-validity", "5")
                .signed("elsewhere", "-ext", "san=dns:config.example.org");
    }

    @AfterEach
    void close() {
        transport.close();
        if (server != null) {
            server.stop(0);
        }
    }

    private void serve(String alias) throws IOException {
        serve(alias, new String[] {"TLSv1.2", "TLSv1.3"}, false);
    }

    private void serve(String alias, String[] protocols, boolean asksForACertificate) throws IOException {
        SSLContext context = authority.server(alias);
        HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters ours = context.getDefaultSSLParameters();
                ours.setProtocols(protocols);
                ours.setNeedClientAuth(asksForACertificate);
                parameters.setSSLParameters(ours);
            }
        });
        server = https;
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    private static Optional<StoreFile> file(String setting, Path path, String password) {
        return StoreFile.of(setting, path.toString(), password, "");
    }

    private static Tls trusting(Path file) {
        return Tls.of(file("diamond.tls.trust-store", file, ""), Optional.empty());
    }

    private int status(Tls tls) throws IOException, InterruptedException {
        return status(tls, server.getAddress().getPort());
    }

    private int status(Tls tls, int port) throws IOException, InterruptedException {
        transport = new HttpTransport(Duration.ofSeconds(20), 1_000, tls);
        URI uri = URI.create("https://127.0.0.1:" + port + "/");
        return transport
                .start(new Transport.Call("GET", uri, Map.of(), new byte[0], Duration.ofSeconds(20)))
                .await()
                .status();
    }

    private void assertRefused(Tls tls, String why) {
        assertThatIOException().isThrownBy(() -> status(tls)).withMessageContaining(why);
    }

    @Test
    void serverWhoseAuthorityIsTrusted_isBelieved() throws Exception {
        serve("good");

        assertThat(status(trusting(authority.pem()))).isEqualTo(204);
    }

    @Test
    void serverOfAnAuthorityThatTheJvmDoesNotKnow_isNot() throws Exception {
        serve("good");

        assertRefused(Tls.ofTheJvm(), "signed by nobody who is trusted here");
    }

    @Test
    void serverOfAnotherAuthorityOfTheSameName_isNot(@TempDir Path elsewhere) throws Exception {
        serve("good");

        assertRefused(trusting(new Authority(elsewhere).pem()), "its certificate is ");
    }

    @Test
    void certificateThatHasExpired_isRefused() throws Exception {
        serve("expired");

        assertRefused(trusting(authority.pem()), "its certificate has expired (");
    }

    @Test
    void certificateThatIsNotValidYet_isRefused() throws Exception {
        serve("early");

        assertRefused(trusting(authority.pem()), "its certificate is not valid yet (");
    }

    @Test
    void certificateForAnotherName_isRefused() throws Exception {
        serve("elsewhere");

        assertRefused(trusting(authority.pem()), "its certificate is for another name: ");
    }

    @Test
    void serverThatSpeaksPlainHttp_isToldApart() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answer = CompletableFuture.runAsync(() -> answerPlainly(plain));

            assertThatIOException()
                    .isThrownBy(() -> status(trusting(authority.pem()), plain.getLocalPort()))
                    .withMessageContaining("it speaks no TLS at this port");
            answer.join();
        }
    }

    private static void answerPlainly(ServerSocket server) {
        try (Socket connection = server.accept()) {
            assertThat(connection.getInputStream().read()).isNotNegative();
            connection.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            connection.getOutputStream().flush();
            assertThat(connection.getInputStream().skip(Long.MAX_VALUE)).isNotNegative();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void serverThatAsksForACertificate_isShownOneOfTheKeyStore() throws Exception {
        serve("good", new String[] {"TLSv1.2"}, true);

        assertRefused(trusting(authority.pem()), "diamond.tls.key-store");
        transport.close();
        assertThat(status(Tls.of(
                        file("diamond.tls.trust-store", authority.pem(), ""),
                        file("diamond.tls.key-store", authority.keys(), Authority.PASSWORD))))
                .isEqualTo(204);
    }

    /** The files are read when the client is built. */
    @Test
    void trustIsOfTheStart_whateverBecomesOfTheFile(@TempDir Path home) throws Exception {
        serve("good");
        Path copy = Files.copy(authority.pem(), home.resolve("ca.pem"));
        Tls tls = trusting(copy);

        Files.delete(copy);

        assertThat(status(tls)).isEqualTo(204);
    }
}
