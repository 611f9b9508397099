/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.diamondconfig.server.edge.ManualScheduler;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.edge.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is trusted, and how a failure is told, is tested with {@code wire.tls}; here only that it is this which is used. */
class OutboundTest {

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
