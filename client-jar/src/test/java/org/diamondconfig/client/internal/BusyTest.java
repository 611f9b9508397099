/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.diamondconfig.client.internal.ScriptedTransport.content;
import static org.diamondconfig.client.internal.ScriptedTransport.dropped;
import static org.diamondconfig.client.internal.ScriptedTransport.status;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.diamondconfig.client.internal.edge.Credential;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What servers are to a call that have too many at hand: asked again, later, as long as the call has time. */
class BusyTest {

    private static final URI A = URI.create("http://a/diamond-server");
    private static final URI B = URI.create("http://b/diamond-server");
    private static final ConfigKey KEY = ConfigKey.of("G", "foo");
    private static final ScriptedTransport.Turn HELD = content(Helds.held(1, "there"));

    @TempDir
    Path home;

    private final ManualTiming timing = new ManualTiming();
    private final ScriptedTransport servers = new ScriptedTransport();

    private static ScriptedTransport.Turn busy(String code, int retryAfter) {
        return status(
                503,
                Map.of("retry-after", Integer.toString(retryAfter)),
                "{\"code\":\"" + code + "\",\"title\":\"t\"}");
    }

    private String read(URI... known) throws IOException, InterruptedException {
        try (Engine<Held> engine = new Engine<>(
                Tunings.of(home, List.of(known)),
                servers,
                timing,
                "id=1",
                held -> Optional.of(held).filter(Held::present))) {
            return engine.get(KEY).orElseThrow().content();
        }
    }

    private Gateway gateway(ServerList list) {
        Gateway.Caller caller = new Gateway.Caller("id=1", Credential.NONE, Duration.ofSeconds(3));
        return new Gateway(servers, list, timing, new Health(), caller);
    }

    @Test
    void server_thatIsBusy_isAskedAgainAfterAPause() throws IOException, InterruptedException {
        servers.then(A, busy("STORE_BUSY", 1), busy("BUSY", 1), HELD);

        assertThat(read(A)).isEqualTo("there");
        assertThat(timing.pauses())
                .hasSize(2)
                .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1)));
    }

    @Test
    void serversThatAreAllBusy_areAskedAgain_whoFailedIsNot() throws IOException, InterruptedException {
        servers.then(A, busy("STORE_BUSY", 1), HELD).then(B, dropped());

        assertThat(read(A, B)).isEqualTo("there");
        assertThat(servers.hosts()).containsOnlyOnce("b");
    }

    @Test
    void server_thatIsBusy_hasNotFailed_andStaysTheOneInUse() throws IOException, InterruptedException {
        ServerList list = new ServerList(Tunings.of(home, List.of(A, B)), timing, new Random(1));
        URI inUse = list.current();
        URI other = inUse.equals(A) ? B : A;
        servers.then(inUse, busy("STORE_BUSY", 1)).then(other, HELD);

        assertThat(gateway(list).fetch(KEY, Optional.empty(), 0).content()).isEqualTo("there");

        assertThat(list.current()).isEqualTo(inUse);
        assertThat(list.exhausted()).isFalse();
        assertThat(list.pause()).isZero();
        assertThat(list.inTurn()).containsExactly(inUse, other);
    }

    @Test
    void servers_thatAreAllBusy_haveNotFailed() throws IOException {
        ServerList list = new ServerList(Tunings.of(home, List.of(A, B)), timing, new Random(1));
        servers.then(A, busy("STORE_BUSY", 1)).then(B, busy("BUSY", 1));

        assertThatIOException().isThrownBy(() -> gateway(list).fetch(KEY, Optional.empty(), 0));

        assertThat(list.exhausted()).isFalse();
        assertThat(list.pause()).isZero();
    }

    @Test
    void server_thatIsBusyWithoutATime_isNotAskedWithoutAPause() throws IOException, InterruptedException {
        servers.then(A, busy("BUSY", 0), HELD);

        assertThat(read(A)).isEqualTo("there");
        assertThat(timing.pauses())
                .singleElement()
                .satisfies(pause -> assertThat(pause).isGreaterThanOrEqualTo(Duration.ofMillis(100)));
    }

    @Test
    void server_thatIsBusy_isAskedAgain_alsoBesideOneThatIsToBeLeftAloneForLonger()
            throws IOException, InterruptedException {
        ServerList list = new ServerList(Tunings.of(home, List.of(A, B)), timing, new Random(1));
        URI inUse = list.current();
        URI other = inUse.equals(A) ? B : A;
        list.tooOften(other, true, Duration.ofSeconds(10));
        servers.then(inUse, busy("STORE_BUSY", 1), HELD);

        assertThat(gateway(list).fetch(KEY, Optional.empty(), 0).content()).isEqualTo("there");
    }

    @Test
    void server_thatStaysBusy_failsTheCallInItsTime() {
        servers.then(A, busy("STORE_BUSY", 1));

        assertThatIOException().isThrownBy(() -> read(A)).withMessageContaining("STORE_BUSY");
        assertThat(timing.nanos()).isLessThanOrEqualTo(Duration.ofSeconds(3).toNanos());
    }

    @Test
    void server_whoseStoreIsDown_isNotAskedAgain() {
        servers.then(A, busy("STORE_DOWN", 1), HELD);

        assertThatIOException().isThrownBy(() -> read(A));
        assertThat(servers.hosts()).hasSize(1);
    }

    /** Else all that is published while the database is away would make polls wait, for long after it is back. */
    @Test
    void servers_whoseStoreIsDown_makeNoPollWait_howeverOftenTheyRefuse() throws IOException {
        ServerList list = new ServerList(Tunings.of(home, List.of(A, B)), timing, new Random(1));
        servers.then(A, busy("STORE_DOWN", 1)).then(B, busy("OUTCOME_UNKNOWN", 1));

        for (int i = 0; i < 20; i++) {
            assertThatIOException().isThrownBy(() -> gateway(list).fetch(KEY, Optional.empty(), 0));
        }

        assertThat(list.pause()).isZero();
        assertThat(list.exhausted()).isFalse();
    }

    @Test
    void servers_thatTakeNoChanges_makeNoPollWait_howeverOftenTheyRefuse() throws IOException {
        ServerList list = new ServerList(Tunings.of(home, List.of(A, B)), timing, new Random(1));
        servers.then(A, busy("AUDIT_KEY", 1)).then(B, status(429, Map.of("retry-after", "1"), "{}"));

        for (int i = 0; i < 20; i++) {
            assertThatIOException()
                    .isThrownBy(() -> gateway(list)
                            .anyServer("PUT", "/api/v1/config", Map.of(), new byte[0], (server, reply) -> server));
        }

        assertThat(list.pause()).isZero();
        assertThat(list.exhausted()).isFalse();
    }

    @Test
    void server_whoseStoreIsDown_isLeft_forOneThatDoesWhatItIsAsked() throws IOException, InterruptedException {
        ServerList list = new ServerList(Tunings.of(home, List.of(A, B)), timing, new Random(1));
        URI inUse = list.current();
        URI other = inUse.equals(A) ? B : A;
        servers.then(inUse, busy("STORE_DOWN", 1)).then(other, HELD);

        assertThat(gateway(list).fetch(KEY, Optional.empty(), 0).content()).isEqualTo("there");

        assertThat(list.current()).isEqualTo(other);
        assertThat(list.pause()).isZero();
    }
}
