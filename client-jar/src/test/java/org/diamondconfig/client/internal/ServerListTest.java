/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.diamondconfig.client.internal.Gateway.Refusal;
import org.diamondconfig.client.internal.edge.Transport.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerListTest {

    private static final URI A = URI.create("http://a:8080/diamond-server");
    private static final URI B = URI.create("http://b:8080/diamond-server");
    private static final URI C = URI.create("http://c:8080/diamond-server");
    private static final IOException CUT = new IOException("connection reset");

    @TempDir
    Path home;

    private final ManualTiming timing = new ManualTiming();

    private ServerList list(long seed, URI... servers) {
        return new ServerList(Tunings.of(home, List.of(servers)), timing, new Random(seed));
    }

    private static Refusal refusal(int status, int retryAfter, String code) {
        return new Refusal(
                new Reply(status, Map.of("retry-after", Integer.toString(retryAfter)), new byte[0]), code, code);
    }

    /** The file does not say how its list came, and the token would go there in the clear. */
    @Test
    void plainServersOfAnEarlierRun_areNotAskedByAClientThatWasToldOfHttps() throws IOException {
        URI secure = URI.create("https://s:8443/diamond-server");
        Files.writeString(home.resolve("servers"), A + "\n" + secure + "\n");

        assertThat(addressed("https://names/addrs").all()).containsExactly(secure);
        assertThat(addressed("http://names/addrs").all()).containsExactly(A, secure);
    }

    private ServerList addressed(String url) {
        return new ServerList(Tunings.addressed(home, List.of(URI.create(url))), timing, new Random(1));
    }

    @Test
    void firstServerIsRandom() throws IOException {
        Set<URI> firsts = new HashSet<>();
        for (long seed = 0; seed < 50; seed++) {
            URI first = list(seed, A, B, C).current();
            assertThat(list(seed, A, B, C).current()).isEqualTo(first);
            firsts.add(first);
        }

        assertThat(firsts).containsExactlyInAnyOrder(A, B, C);
    }

    @Test
    void oneThatAnswersStays() throws IOException {
        ServerList servers = list(1, A, B, C);
        URI first = servers.current();

        for (int i = 0; i < 10; i++) {
            servers.succeeded(servers.current());
        }

        assertThat(servers.current()).isEqualTo(first);
        assertThat(servers.pause()).isZero();
    }

    @Test
    void failureMovesOnOnce_evenIfTwoThreadsSawIt() throws IOException {
        ServerList servers = list(1, A, B, C);
        List<URI> order = servers.inTurn();

        servers.failed(order.get(0), CUT);
        servers.failed(order.get(0), CUT);

        assertThat(servers.current()).isEqualTo(order.get(1));
        assertThat(servers.pause()).isZero();
    }

    @Test
    void pausesDoubleUpToTheCapOnceAllHaveFailed() throws IOException {
        ServerList servers = list(1, A);

        Duration longest = Duration.ZERO;
        for (int round = 0; round < 20; round++) {
            servers.failed(A, CUT);
            long most = Math.min(30_000, 200L << Math.min(round, 10));
            assertThat(servers.pause()).isBetween(Duration.ofMillis(most / 2), Duration.ofMillis(most));
            longest = servers.pause();
        }
        assertThat(longest).isGreaterThanOrEqualTo(Duration.ofSeconds(15));
        servers.succeeded(A);

        assertThat(servers.pause()).isZero();
    }

    /** A poll that is answered by the server that was in use before says that not all have failed. */
    @Test
    void success_ofWhicheverServer_endsThePauses() throws IOException {
        ServerList servers = list(1, A, B, C);
        for (int i = 0; i < 9; i++) {
            servers.failed(servers.current(), CUT);
        }
        assertThat(servers.exhausted()).isTrue();

        servers.succeeded(servers.inTurn().get(1));

        assertThat(servers.exhausted()).isFalse();
        assertThat(servers.pause()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void retryAfterIsKeptAndSpread(int status) {
        Set<Duration> pauses = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            ServerList servers = list(seed, A);
            servers.failed(A, refusal(status, 10, "BUSY"));
            assertThat(servers.resting()).isTrue();
            assertThat(servers.pause()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(12));
            pauses.add(servers.pause());
        }

        assertThat(pauses).hasSizeGreaterThan(10);
        timing.advance(Duration.ofSeconds(12));
    }

    @Test
    void retryAfterIsBoundedByTheCap() {
        ServerList servers = list(1, A);

        servers.failed(A, refusal(503, 3_000, "BUSY"));

        assertThat(servers.pause()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(36));
    }

    @Test
    void serverThatAskedForPatienceIsPassedOver() throws IOException {
        ServerList servers = list(1, A, B, C);
        List<URI> order = servers.inTurn();
        servers.failed(order.get(0), refusal(503, 10, "BUSY"));
        servers.failed(order.get(1), CUT);
        servers.failed(order.get(2), CUT);

        assertThat(servers.current()).isEqualTo(order.get(1));
        assertThat(servers.inTurn()).containsExactly(order.get(1), order.get(2), order.get(0));
    }

    @Test
    void drainingServerIsLeftAtOnceWithoutCountingAsAFailure() throws IOException {
        ServerList servers = list(1, A, B);
        List<URI> order = servers.inTurn();
        servers.failed(order.get(0), CUT);

        servers.failed(order.get(1), refusal(503, 0, "DRAINING"));

        assertThat(servers.current()).isEqualTo(order.get(0));
        assertThat(servers.pause()).isZero();
        assertThat(servers.exhausted()).isFalse();
    }

    @Test
    void allDraining_areNotAskedInAHotLoop() throws IOException {
        ServerList servers = list(1, A, B);
        servers.failed(servers.current(), refusal(503, 0, "DRAINING"));
        servers.failed(servers.current(), refusal(503, 0, "DRAINING"));

        assertThat(servers.pause()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html><body>Bad gateway</body></html>",
                "a\nb:99999",
                "ftp://a",
                "http://user:password@a",
                "169.254.169.254",
                "a?x=1",
                "a:0",
                "\u0000"
            })
    void whatIsNoListIsRefusedWhole(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ServerList.parse(text));
    }

    @Test
    void hugeListIsRefused() {
        String text = IntStream.range(0, 100_000).mapToObj(i -> "host" + i).collect(Collectors.joining("\n"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerList.parse(text))
                .withMessage("servers: more than 1000");
    }

    @Test
    void duplicatesCountOnce() {
        assertThat(ServerList.parse("a, a:8080\r\nhttp://a:8080/diamond-server/\n\nb"))
                .containsExactly(A, B);
    }

    @Test
    void newListKeepsTheServerInUse() throws IOException {
        ServerList servers = list(1, A, B);
        URI used = servers.current();

        servers.replace(List.of(C, used));
        assertThat(servers.current()).isEqualTo(used);

        servers.replace(List.of(C));
        assertThat(servers.current()).isEqualTo(C);
    }

    @Test
    void lastGoodListOutlivesTheProcess() throws IOException {
        Tuning addressed = Tunings.addressed(home, List.of(URI.create("http://names/addrs")));
        ServerList first = new ServerList(addressed, timing, new Random(1));
        assertThatIOException().isThrownBy(first::current);
        first.replace(List.of(A, B));

        assertThat(new ServerList(addressed, timing, new Random(1)).all()).containsExactly(A, B);
        Files.writeString(home.resolve("servers"), "<html>");
        assertThat(new ServerList(addressed, timing, new Random(1)).all()).isEmpty();
    }
}
