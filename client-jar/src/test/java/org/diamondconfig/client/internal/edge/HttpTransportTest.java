/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.diamondconfig.wire.tls.Tls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link Transport} asks of an implementation, against a server of the JDK. */
class HttpTransportTest {

    private static final int MAX_BODY = 1_000;
    private static final Duration LONG = Duration.ofSeconds(30);

    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final AtomicInteger redirected = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private HttpTransport transport;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(
                "/echo",
                exchange -> send(exchange, 200, exchange.getRequestBody().readAllBytes()));
        server.createContext("/large", exchange -> send(exchange, 200, new byte[MAX_BODY + 1]));
        server.createContext("/hang", exchange -> hang());
        server.createContext("/cut", HttpExchange::close);
        server.createContext("/half", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write(new byte[50]);
            exchange.getResponseBody().flush();
            hang();
        });
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", uri("/target").toString());
            send(exchange, 302, new byte[0]);
        });
        server.createContext("/target", exchange -> {
            redirected.incrementAndGet();
            send(exchange, 200, new byte[0]);
        });
        server.start();
        transport = new HttpTransport(LONG, MAX_BODY, Tls.ofTheJvm());
    }

    @AfterEach
    void close() {
        transport.close();
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void hang() {
        arrived.countDown();
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("X-Test", "one");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private Transport.Exchange start(String path, String body, Duration timeout) {
        return transport.start(
                new Transport.Call("POST", uri(path), Map.of(), body.getBytes(StandardCharsets.UTF_8), timeout));
    }

    @Test
    void answerHasStatusHeadersAndBody() throws Exception {
        Transport.Reply reply = start("/echo", "é", LONG).await();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("x-TEST")).contains("one");
        assertThat(reply.body()).isEqualTo("é".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void bodyOfTheLimitIsTaken_oneByteMoreIsNot() throws Exception {
        assertThat(start("/echo", "x".repeat(MAX_BODY), LONG).await().body()).hasSize(MAX_BODY);
        assertThatExceptionOfType(Transport.TooLarge.class)
                .isThrownBy(() -> start("/large", "", LONG).await())
                .withMessageContaining("more than " + MAX_BODY);
    }

    @Test
    void redirectIsNotFollowed() throws Exception {
        assertThat(start("/moved", "", LONG).await().status()).isEqualTo(302);
        assertThat(redirected).hasValue(0);
    }

    @Test
    void hangEndsWithTheTimeout_bodyIncluded() {
        assertThatIOException()
                .isThrownBy(() -> start("/hang", "", Duration.ofMillis(100)).await());
        assertThatIOException()
                .isThrownBy(() -> start("/half", "", Duration.ofMillis(100)).await());
    }

    @Test
    void droppedConnectionIsAFailure() {
        assertThatIOException().isThrownBy(() -> start("/cut", "", LONG).await());
    }

    @Test
    void cancelEndsTheWait() throws Exception {
        Transport.Exchange exchange = start("/hang", "", LONG);
        arrived.await();

        exchange.cancel();

        assertThatIOException().isThrownBy(exchange::await);
    }

    @Test
    void interruptEndsTheWait() {
        Transport.Exchange exchange = start("/hang", "", LONG);
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(InterruptedException.class).isThrownBy(exchange::await);
    }

    @Test
    void closeEndsEveryExchange_andLaterOnesFail() throws Exception {
        Transport.Exchange exchange = start("/hang", "", LONG);
        arrived.await();

        transport.close();

        assertThatIOException().isThrownBy(exchange::await);
        assertThatIOException().isThrownBy(() -> start("/echo", "x", LONG).await());
    }
}
