/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.diamondconfig.server.http.Fakes.fake;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.diamondconfig.server.edge.ManualScheduler;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.edge.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is trusted, and how a failure is told, is tested with {@code wire.tls}; here only that it is this which is used. */
class OutboundTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final byte[] BODY = {'{', '}'};
    private static final Scheduler NEVER = new ManualScheduler(new ManualTicker());

    @Test
    void storesThatAreNotThere_stopTheStart(@TempDir Path folder) {
        Path missing = folder.resolve("missing");

        for (String setting : new String[] {"diamond.tls.trust-store", "diamond.tls.key-store"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Outbound(NEVER, Settings.of(Map.of(setting, missing.toString()))))
                    .withMessage(setting + ": " + missing + " is not there");
        }
    }

    @Test
    void failureOfTls_isToldByASentence() throws Exception {
        ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            threads.execute(() -> answerPlainly(plain));
            Outbound outbound = new Outbound(Scheduler.on(threads), Settings.of(Map.of()));
            URI uri = URI.create("https://127.0.0.1:" + plain.getLocalPort() + "/diamond-server");

            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(() -> outbound.get(uri).join())
                    .havingCause()
                    .withMessageStartingWith("it speaks no TLS at this port");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void containerThatTakesNoMoreTasks_keepsNobodyWaiting() throws Exception {
        ScheduledExecutorService ended = Executors.newSingleThreadScheduledExecutor();
        ended.shutdown();
        HttpServer other = answering();
        try {
            Outbound outbound = new Outbound(Scheduler.on(ended), Settings.of(Map.of()));

            assertThat(told(outbound, other)).succeedsWithin(PATIENCE).isEqualTo(new Outbound.Reply(202, "heard"));
        } finally {
            other.stop(0);
        }
    }

    @Test
    void threadThatCannotBeHad_endsNoLaterCall() throws Exception {
        ScheduledExecutorService threads = Executors.newSingleThreadScheduledExecutor();
        AtomicBoolean exhausted = new AtomicBoolean(true);
        Scheduler real = Scheduler.on(threads);
        Scheduler scheduler = fake(Scheduler.class, (proxy, called, arguments) -> {
            if (exhausted.getAndSet(false)) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            real.soon((String) arguments[0], (Runnable) arguments[1], (Runnable) arguments[2]);
            return null;
        });
        HttpServer other = answering();
        try {
            Outbound outbound = new Outbound(scheduler, Settings.of(Map.of()));

            assertThat(outbound.post(at(other), Map.of(), BODY, new Outbound.Bound(Duration.ofMillis(500), 64)))
                    .failsWithin(PATIENCE);
            assertThat(exhausted).isFalse();
            assertThat(told(outbound, other)).succeedsWithin(PATIENCE).isEqualTo(new Outbound.Reply(202, "heard"));
        } finally {
            other.stop(0);
            threads.shutdownNow();
        }
    }

    private static CompletableFuture<Outbound.Reply> told(Outbound outbound, HttpServer other) {
        return outbound.post(at(other), Map.of(), BODY, new Outbound.Bound(PATIENCE, 64));
    }

    private static URI at(HttpServer other) {
        return URI.create("http://127.0.0.1:" + other.getAddress().getPort() + "/");
    }

    private static HttpServer answering() throws IOException {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(202, 5);
            exchange.getResponseBody().write("heard".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        other.start();
        return other;
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
}
