/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AskingTest {

    private static final ConfigKey KEY = ConfigKey.of("shop", "prices.yaml");

    /** Connects until no more of them are queued. */
    private static List<SocketChannel> crowd(UnixDomainSocketAddress address) throws IOException {
        List<SocketChannel> crowd = new ArrayList<>();
        boolean queued = true;
        while (queued && crowd.size() < 10_000) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            crowd.add(channel);
            channel.configureBlocking(false);
            queued = Asking.isConnected(channel, address);
        }
        return crowd;
    }

    @Test
    void stoppedAgent_costsNoMoreThanTheBound(@TempDir Path folder) throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("main.sock"));
        Asking asking = new Asking(address.getPath());
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address, 1);
            assertThat(asking.ask(KEY, Duration.ofMillis(50))).isEqualTo("no answer in time");
            assertThat(asking.ask(KEY, Duration.ZERO)).isIn("asked", busy(address));

            List<SocketChannel> crowd = crowd(address);
            assertThat(asking.ask(KEY, Duration.ofMillis(50))).isEqualTo(busy(address));
            assertThat(asking.ask(KEY, Duration.ZERO)).isEqualTo(busy(address));
            for (SocketChannel channel : crowd) {
                channel.close();
            }
        }
        assertThat(asking.ask(KEY, Duration.ZERO)).contains("main.sock: ");
    }

    private static String busy(UnixDomainSocketAddress address) {
        return address.getPath() + ": the agent is too busy, or stopped";
    }
}
