/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.edge.Ticker;
import org.junit.jupiter.api.Test;

/** Real sockets on the loopback. */
class DialerTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private static Dialer patientFor(String timeout) {
        return new Dialer(Settings.of(Map.of("diamond.check.timeout", timeout)), Ticker.system());
    }

    private static ServerSocket listening(int backlog) throws IOException {
        return new ServerSocket(0, backlog, LOOPBACK);
    }

    private static InetSocketAddress addressOf(ServerSocket server) {
        return new InetSocketAddress(LOOPBACK, server.getLocalPort());
    }

    /** A port where nobody listens. */
    private static InetSocketAddress refusing() throws IOException {
        try (ServerSocket closing = listening(1)) {
            return addressOf(closing);
        }
    }

    @Test
    void whoListens_answers_andWhoDoesNot_doesNot() throws IOException {
        InetSocketAddress nobody = refusing();
        try (ServerSocket server = listening(50)) {
            Map<InetSocketAddress, Boolean> verdicts =
                    patientFor("10s").dial(List.of(addressOf(server), nobody), () -> false);

            assertThat(verdicts).containsOnly(Map.entry(addressOf(server), true), Map.entry(nobody, false));
            try (Socket taken = server.accept()) {
                assertThat(taken.getInputStream().read()).as("nothing was sent").isEqualTo(-1);
            }
        }
    }

    /** On Linux a listener whose queue is full leaves further ones unanswered. */
    @Test
    void whoIsSilent_isGivenUpAfterItsTime() throws IOException {
        List<SocketChannel> queued = new ArrayList<>();
        try (ServerSocket server = listening(1)) {
            for (int i = 0; i < 4; i++) {
                SocketChannel channel = SocketChannel.open();
                queued.add(channel);
                channel.configureBlocking(false);
                channel.connect(addressOf(server));
            }

            assertThat(patientFor("150ms").dial(List.of(addressOf(server)), () -> false))
                    .containsOnly(Map.entry(addressOf(server), false));
        } finally {
            for (SocketChannel channel : queued) {
                channel.close();
            }
        }
    }

    @Test
    void moreThanAreDialledAtOnce_areAllJudged() throws IOException {
        List<InetSocketAddress> addresses = new ArrayList<>();
        try (ServerSocket server = listening(1000)) {
            for (int host = 1; host <= 600; host++) {
                byte[] bytes = {127, 0, (byte) (host / 256), (byte) (host % 256)};
                addresses.add(new InetSocketAddress(InetAddress.getByAddress(bytes), server.getLocalPort()));
            }

            Map<InetSocketAddress, Boolean> verdicts = patientFor("10s").dial(addresses, () -> false);

            assertThat(verdicts).hasSize(600).containsEntry(addressOf(server), true);
            assertThat(verdicts.values().stream().filter(answered -> answered)).hasSize(1);
        }
    }

    @Test
    void onceEnded_theRestIsLeftOut() throws IOException {
        AtomicInteger asked = new AtomicInteger();

        assertThat(patientFor("10s").dial(List.of(refusing()), () -> asked.incrementAndGet() > 0))
                .isEmpty();
        assertThat(asked).hasValue(1);
    }

    @Test
    void interrupted_itLeavesTheRestOut_andStaysInterrupted() throws IOException {
        InetSocketAddress address = refusing();
        Thread.currentThread().interrupt();
        try {
            assertThat(patientFor("10s").dial(List.of(address), () -> false)).isEmpty();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void nobody_isDialledForNothing() throws IOException {
        assertThat(patientFor("10s").dial(List.of(), () -> false)).isEmpty();
    }
}
