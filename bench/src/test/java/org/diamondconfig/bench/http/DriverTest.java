/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DriverTest {

    private static final Request GET = Request.of("GET", "/");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void line_readsLengthAndChunks() {
        answer(0);
        try (Line line = new Line(server.getAddress())) {
            assertThat(line.exchange(GET).text()).isEqualTo("hello");
            assertThat(line.exchange(Request.withBody("POST", "/", new byte[] {1, 2}))
                            .text())
                    .isEqualTo("hello");
        }
        server.removeContext("/");
        answer(5);
        try (Line line = new Line(server.getAddress())) {
            Answer answer = line.exchange(GET);
            assertThat(answer.text()).isEqualTo("hello");
            assertThat(answer.header("content-length")).contains("5");
        }
    }

    @Test
    void closedLoop_countsAnswersAndTheirTimes() {
        answer(5);
        try (Line line = new Line(server.getAddress())) {
            line.exchange(GET).require(200);
        }
        try (ClosedLoop loop = new ClosedLoop(server.getAddress(), 4, GET, 200)) {
            ClosedLoop.Slice slice = loop.run(Duration.ofSeconds(1));

            assertThat(slice.perSecond()).isEqualTo(slice.micros().size());
            assertThat(slice.micros().median()).isPositive();
        }
    }

    @Test
    void crowd_waitsForEveryAnswer() {
        CountDownLatch change = new CountDownLatch(1);
        server.createContext("/", exchange -> {
            try (exchange) {
                change.await();
                exchange.sendResponseHeaders(200, -1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try (Crowd crowd = new Crowd(server.getAddress(), 20)) {
            crowd.ask(i -> GET);
            assertThat(crowd.arrived()).isZero();

            change.countDown();

            assertThat(crowd.awaitAll(Duration.ofSeconds(30))).hasSize(20).isSorted();
        }
    }

    /** Answers everything with hello, in chunks when the length is 0. */
    private void answer(long length) {
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(200, length);
                exchange.getResponseBody().write("hello".getBytes(StandardCharsets.UTF_8));
            }
        });
    }
}
