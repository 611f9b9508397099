/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.diamondconfig.client.internal.edge.Transport.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server that stops is to its clients: no failure, as long as there is another one. */
class DrainingTest {

    private static final URI A = URI.create("http://a/diamond-server");
    private static final URI B = URI.create("http://b/diamond-server");
    private static final Gateway.Refusal STOPS =
            new Gateway.Refusal(new Reply(503, Map.of(), new byte[0]), "DRAINING", "stops");
    private static final Gateway.Refusal DOWN =
            new Gateway.Refusal(new Reply(503, Map.of(), new byte[0]), "STORE_DOWN", "down");

    @TempDir
    Path home;

    private final ManualTiming timing = new ManualTiming();

    private ServerList servers(URI... servers) {
        return new ServerList(Tunings.of(home, List.of(servers)), timing, new Random(1));
    }

    @Test
    void server_thatStops_isLeftOnce_howeverManyPollsItEnds() throws IOException {
        ServerList servers = servers(A, B);
        URI first = servers.current();

        for (int poll = 0; poll < 5; poll++) {
            servers.failed(first, STOPS);
        }

        assertThat(servers.current()).isNotEqualTo(first);
        assertThat(servers.pause()).isLessThanOrEqualTo(Duration.ZERO);
        assertThat(servers.exhausted()).isFalse();
    }

    @Test
    void servers_thatAllStop_arePausedFor() throws IOException {
        ServerList servers = servers(A, B);

        for (int round = 0; round < 4; round++) {
            servers.failed(servers.current(), STOPS);
        }

        assertThat(servers.pause()).isPositive();
    }

    @Test
    void server_thatIsTheOnlyOneAndStops_isPausedFor() {
        ServerList servers = servers(A);

        servers.failed(A, STOPS);

        assertThat(servers.pause()).isPositive();
    }

    @Test
    void rollingRestart_pausesNobody() throws IOException {
        ServerList servers = servers(A, B);

        for (int restart = 0; restart < 4; restart++) {
            servers.failed(servers.current(), STOPS);
            assertThat(servers.pause()).isLessThanOrEqualTo(Duration.ZERO);
            servers.succeeded(servers.current());
            timing.advance(Duration.ofSeconds(30));
        }
    }

    @Test
    void server_inTroubleOfItsOwn_isAFailure() throws IOException {
        ServerList servers = servers(A, B);

        servers.failed(servers.current(), DOWN);
        servers.failed(servers.current(), DOWN);

        assertThat(servers.exhausted()).isTrue();
    }
}
