/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.diamondconfig.client.internal.Transport.Call;
import org.diamondconfig.client.internal.Transport.Exchange;
import org.diamondconfig.client.internal.Transport.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server that stops is to its clients: no failure, as long as there is another one. */
class DrainingTest {

    private static final URI A = URI.create("http://a/diamond-server");
    private static final URI B = URI.create("http://b/diamond-server");
    private static final Reply STOPS = reply(503, "{\"status\":503,\"code\":\"DRAINING\"}");
    private static final Reply DOWN = reply(503, "{\"status\":503,\"code\":\"STORE_DOWN\"}");

    @TempDir
    Path home;

    private final ManualTiming timing = new ManualTiming();

    @Test
    void server_thatStops_isLeftAtOnceAndWithoutAMark() throws IOException {
        ServerList servers = servers(A, B);
        URI first = servers.current();

        assertThatThrownBy(() -> gateway(servers).answer(first, STOPS)).isInstanceOf(Gateway.Draining.class);

        assertThat(servers.current()).isNotEqualTo(first);
        assertThat(servers.pause()).isLessThanOrEqualTo(Duration.ZERO);
        assertThat(servers.exhausted()).isFalse();
        servers.failed(servers.current(), Duration.ZERO);
        assertThat(servers.current()).isEqualTo(first);
        assertThat(servers.pause()).isLessThanOrEqualTo(Duration.ZERO);
    }

    @Test
    void server_thatStops_isLeftOnce_howeverManyPollsItEnds() throws IOException {
        ServerList servers = servers(A, B);
        URI first = servers.current();

        for (int poll = 0; poll < 5; poll++) {
            assertThatThrownBy(() -> gateway(servers).answer(first, STOPS)).isInstanceOf(Gateway.Draining.class);
        }

        assertThat(servers.current()).isNotEqualTo(first);
        assertThat(servers.pause()).isLessThanOrEqualTo(Duration.ZERO);
    }

    @Test
    void servers_thatAllStop_arePausedFor() throws IOException {
        ServerList servers = servers(A, B);
        Gateway gateway = gateway(servers);

        for (int round = 0; round < 4; round++) {
            URI server = servers.current();
            assertThatThrownBy(() -> gateway.answer(server, STOPS)).isInstanceOf(IOException.class);
        }

        assertThat(servers.exhausted()).isTrue();
        assertThat(servers.pause()).isPositive();
    }

    @Test
    void server_thatIsTheOnlyOneAndStops_isPausedFor() {
        ServerList servers = servers(A);

        assertThatThrownBy(() -> gateway(servers).answer(A, STOPS)).isInstanceOf(Gateway.Refusal.class);

        assertThat(servers.pause()).isPositive();
    }

    @Test
    void server_thatAnswersAfterOthersStopped_endsTheCount() throws IOException {
        ServerList servers = servers(A, B);
        Gateway gateway = gateway(servers);
        for (int restart = 0; restart < 4; restart++) {
            URI stopping = servers.current();
            assertThatThrownBy(() -> gateway.answer(stopping, STOPS)).isInstanceOf(Gateway.Draining.class);

            gateway.answer(servers.current(), reply(200, ""));

            assertThat(servers.pause()).isLessThanOrEqualTo(Duration.ZERO);
        }
    }

    @Test
    void server_inTroubleOfItsOwn_isAFailure() throws IOException {
        ServerList servers = servers(A, B);

        for (int each = 0; each < 2; each++) {
            URI server = servers.current();
            assertThatThrownBy(() -> gateway(servers).answer(server, DOWN)).isInstanceOf(Gateway.Refusal.class);
        }

        assertThat(servers.exhausted()).isTrue();
    }

    @Test
    void call_thatMeetsAServerThatStops_isMadeToTheNext() throws Exception {
        ServerList servers = servers(A, B);
        URI first = servers.current();
        List<String> asked = new ArrayList<>();
        Transport transport = transport(asked, Map.of(first.getHost(), STOPS));

        Gateway.Answer answer = new Gateway(transport, servers, timing, Duration.ofSeconds(3), "")
                .anyServer("GET", "/", Map.of(), new byte[0]);

        assertThat(answer.reply().status()).isEqualTo(200);
        assertThat(asked)
                .containsExactlyElementsOf(
                        List.of(first.getHost(), answer.server().getHost()));
        assertThat(Set.copyOf(asked)).hasSize(2);
        assertThat(timing.pauses()).isEmpty();
    }

    private ServerList servers(URI... servers) {
        Tuning.Times times = new Tuning.Times(
                Duration.ofSeconds(3),
                Duration.ofSeconds(30),
                Duration.ofMinutes(3),
                Duration.ofMinutes(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(30));
        Tuning tuning = new Tuning(List.of(servers), List.of(), home, "", new Tuning.Limits(1, 1, false), times);
        return new ServerList(tuning, timing, new Random(1));
    }

    private Gateway gateway(ServerList servers) {
        return new Gateway(transport(new ArrayList<>(), Map.of()), servers, timing, Duration.ofSeconds(3), "");
    }

    /** Answers 200, but for these hosts, and writes down whom it asked. */
    private static Transport transport(List<String> asked, Map<String, Reply> replies) {
        return new Transport() {
            @Override
            public Exchange start(Call call) {
                asked.add(call.uri().getHost());
                Reply reply = replies.getOrDefault(call.uri().getHost(), reply(200, ""));
                return new Exchange() {
                    @Override
                    public Reply await() {
                        return reply;
                    }

                    @Override
                    public void cancel() {
                        throw new UnsupportedOperationException();
                    }
                };
            }

            @Override
            public void close() {
                throw new UnsupportedOperationException();
            }
        };
    }

    private static Reply reply(int status, String body) {
        return new Reply(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }
}
