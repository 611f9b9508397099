/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.diamondconfig.cli.edge.Exit;
import org.diamondconfig.cli.edge.Refused;
import org.diamondconfig.client.ClientSettings;
import org.diamondconfig.client.ClientSettings.Setting;
import org.diamondconfig.client.test.FakeDiamond;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two servers, of which either may be the first that is asked. */
class UnrepeatedTest {

    /** The alert of TLS 1.2, fatal. */
    private static final byte[] HANDSHAKE_FAILURE = {21, 3, 3, 0, 2, 2, 40};

    private final FakeDiamond one = new FakeDiamond();
    private final FakeDiamond other = new FakeDiamond();
    private Api api;

    @BeforeEach
    void start() {
        one.start();
        other.start();
        api = api(one.uri() + "," + other.uri());
    }

    private static Api api(String servers) {
        Map<Setting, String> told = Map.of(Setting.SERVERS, servers, Setting.CALL_TIMEOUT, "20s");
        return new Api(ClientSettings.resolve(told, name -> null, name -> null), Map.of());
    }

    @AfterEach
    void stop() {
        api.close();
        one.close();
        other.close();
    }

    private void both(Consumer<FakeDiamond> each) {
        each.accept(one);
        each.accept(other);
    }

    private int asked() {
        return one.requests().size() + other.requests().size();
    }

    private Calls call() {
        return api.call("POST", "/configs/remove").body("{\"keys\":[]}");
    }

    @Test
    void server_thatDidItPerhaps_isFollowedByNoOther() {
        both(server -> server.enqueue(503, "{\"code\":\"OUTCOME_UNKNOWN\",\"detail\":\"Nobody knows.\"}"));

        Refused refused =
                catchThrowableOfType(Refused.class, () -> call().unrepeated().send());

        assertThat(refused.isOpen()).isTrue();
        assertThat(refused.exit()).isEqualTo(Exit.UNREACHABLE);
        assertThat(refused).hasMessageContaining("OUTCOME_UNKNOWN").hasMessageEndingWith("may have been done");
        assertThat(asked()).isEqualTo(1);
    }

    @Test
    void server_thatBreaksOff_isFollowedByNoOther() {
        both(FakeDiamond::dropConnection);

        Refused refused =
                catchThrowableOfType(Refused.class, () -> call().unrepeated().send());

        assertThat(refused.isOpen()).isTrue();
        assertThat(asked()).isEqualTo(1);
    }

    @Test
    void server_thatDidNothing_isFollowedByTheNext() {
        both(server -> server.enqueue(503, "{\"code\":\"STORE_DOWN\",\"detail\":\"It is away.\"}"));

        Refused refused =
                catchThrowableOfType(Refused.class, () -> call().unrepeated().send());

        assertThat(refused.isOpen()).isFalse();
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void server_thatIsNotThere_isFollowedByTheNext() {
        other.close();
        one.enqueue(200, "{\"items\":[]}");

        assertThat(call().unrepeated().send().status()).isEqualTo(200);
    }

    @Test
    void server_whoseHandshakeFails_isFollowedByTheNext() throws IOException {
        Set<Integer> called = ConcurrentHashMap.newKeySet();
        try (ServerSocket first = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ServerSocket second = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Api secure = api(
                        "https://127.0.0.1:" + first.getLocalPort() + ",https://127.0.0.1:" + second.getLocalPort())) {
            refuseHandshakes(first, called);
            refuseHandshakes(second, called);

            Refused refused = catchThrowableOfType(
                    Refused.class,
                    () -> secure.call("POST", "/configs/remove").unrepeated().send());

            assertThat(refused).hasMessageContaining("handshake");
            assertThat(refused.isOpen()).isFalse();
            assertThat(called).containsExactlyInAnyOrder(first.getLocalPort(), second.getLocalPort());
        }
    }

    /** Ends with the socket. */
    private static void refuseHandshakes(ServerSocket socket, Set<Integer> called) {
        Thread answers = new Thread(() -> {
            while (!socket.isClosed()) {
                try (Socket caller = socket.accept()) {
                    called.add(socket.getLocalPort());
                    DataInputStream hello = new DataInputStream(caller.getInputStream());
                    hello.readNBytes(3);
                    hello.readNBytes(hello.readUnsignedShort());
                    caller.getOutputStream().write(HANDSHAKE_FAILURE);
                } catch (IOException e) {
                    // The caller went, or the socket is closed.
                }
            }
        });
        answers.setDaemon(true);
        answers.start();
    }

    @Test
    void call_thatMayBeRepeated_goesToTheNext() {
        both(FakeDiamond::dropConnection);

        Refused refused = catchThrowableOfType(Refused.class, () -> call().send());

        assertThat(refused.exit()).isEqualTo(Exit.UNREACHABLE);
        assertThat(asked()).isEqualTo(2);
    }
}
