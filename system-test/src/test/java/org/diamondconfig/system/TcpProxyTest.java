/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each fault is what its name says, seen from the client, and ends. */
class TcpProxyTest {

    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private ServerSocket echo;
    private TcpProxy proxy;

    @BeforeEach
    void start() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Link.start("echo", this::serve);
        proxy = TcpProxy.to(echo.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        echo.close();
    }

    private void serve() {
        while (!echo.isClosed()) {
            try {
                Socket client = echo.accept();
                Link.start("echo", () -> answer(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void answer(Socket client) {
        byte[] buffer = new byte[100];
        try (client) {
            for (int read = client.getInputStream().read(buffer);
                    read >= 0;
                    read = client.getInputStream().read(buffer)) {
                heard.add(new String(buffer, 0, read, StandardCharsets.UTF_8));
                client.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException ended) {
            // The client or a fault has closed it.
        }
    }

    private Socket connected() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(60_000);
        return socket;
    }

    /** Sends a word and reads as many bytes. */
    private static String said(Socket socket, String word) throws IOException {
        socket.getOutputStream().write(word.getBytes(StandardCharsets.UTF_8));
        return new String(socket.getInputStream().readNBytes(word.length()), StandardCharsets.UTF_8);
    }

    @Test
    void soundOne_handsOnBothWays_andForgetsWhatHasEnded() throws Exception {
        try (Socket socket = connected()) {
            assertThat(said(socket, "hello")).isEqualTo("hello");
            assertThat(proxy.connections()).isEqualTo(1);
        }
        Awaitility.await().until(() -> proxy.connections() == 0);
    }

    @Test
    void delay_isAddedEachWay() throws Exception {
        try (Socket socket = connected()) {
            said(socket, "warm");
            proxy.delay(Duration.ofMillis(100));
            long start = System.nanoTime();

            assertThat(said(socket, "hello")).isEqualTo("hello");

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        }
    }

    @Test
    void poorLine_takesItsTimeForEachByte_andForWhatIsLost_untilItIsHealed() throws Exception {
        try (Socket socket = connected()) {
            said(socket, "warm");
            proxy.impair(50, 0);
            long start = System.nanoTime();
            assertThat(said(socket, "hello")).isEqualTo("hello");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));

            proxy.impair(1_000_000, 1);
            start = System.nanoTime();
            assertThat(said(socket, "hello")).isEqualTo("hello");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(400));

            proxy.impair(1, 1);
            socket.getOutputStream().write("later".getBytes(StandardCharsets.UTF_8));
            proxy.heal();
            assertThat(socket.getInputStream().readNBytes(5)).hasSize(5);
        }
    }

    @Test
    void deafen_keepsBackWhatClientsSend_andPassesTheAnswers() throws Exception {
        try (Socket socket = connected()) {
            proxy.delay(Duration.ofMillis(100));
            socket.getOutputStream().write("early".getBytes(StandardCharsets.UTF_8));
            Awaitility.await().until(() -> heard.contains("early"));
            proxy.deafen();
            socket.getOutputStream().write("late".getBytes(StandardCharsets.UTF_8));
            assertThat(socket.getInputStream().readNBytes(5)).asString().isEqualTo("early");
            assertThat(heard).containsExactly("early");

            proxy.heal();

            assertThat(socket.getInputStream().readNBytes(4)).asString().isEqualTo("late");
        }
    }

    @Test
    void freeze_passesNothing_andLosesNothing() throws Exception {
        try (Socket socket = connected()) {
            said(socket, "warm");
            proxy.freeze();
            socket.setSoTimeout(100);
            assertThatThrownBy(() -> said(socket, "hello")).isInstanceOf(SocketTimeoutException.class);
            assertThat(heard).containsExactly("warm");

            proxy.heal();
            socket.setSoTimeout(60_000);

            assertThat(socket.getInputStream().readNBytes(5)).asString().isEqualTo("hello");
        }
    }

    @Test
    void swallowing_keepsTheAnswersFromWhoeverSaysTheWord_andFromNobodyElse() throws Exception {
        proxy.swallowAnswersTo("watch");
        try (Socket mute = connected();
                Socket other = connected()) {
            mute.setSoTimeout(100);
            assertThatThrownBy(() -> said(mute, "I watch")).isInstanceOf(SocketTimeoutException.class);
            Awaitility.await().until(() -> heard.contains("I watch"));

            assertThat(said(other, "hello")).isEqualTo("hello");
            assertThat(heard).containsExactly("I watch", "hello");
        }
    }

    @Test
    void refuse_keepsConnectionsThatStand_andCutEndsThem() throws Exception {
        try (Socket socket = connected()) {
            said(socket, "warm");
            proxy.refuse();

            assertThatThrownBy(this::connected).isInstanceOf(ConnectException.class);
            assertThat(said(socket, "hello")).isEqualTo("hello");
            proxy.cut();
            assertThat(socket.getInputStream().read()).isNegative();

            proxy.heal();
            try (Socket again = connected()) {
                assertThat(said(again, "hello")).isEqualTo("hello");
            }
        }
    }

    @Test
    void reset_isFoundAsAReset() throws Exception {
        try (Socket socket = connected()) {
            said(socket, "warm");

            proxy.reset();

            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void cutAfter_letsSoManyBytesOfTheServerPass() throws Exception {
        proxy.cutAfter(3);
        try (Socket socket = connected()) {
            assertThat(said(socket, "hello")).isEqualTo("hel");
        }
    }

    @Test
    void cutAt_before_keepsTheBytesFromTheServer_once() throws Exception {
        try (Socket socket = connected();
                Socket other = connected()) {
            proxy.cutAt(TcpProxy.Moment.BEFORE, "mine", "COMMIT");
            assertThat(said(other, "COMMIT")).isEqualTo("COMMIT");
            assertThat(said(socket, "not mine")).isEqualTo("not mine");

            assertThat(said(socket, "COMMIT")).isEmpty();

            Awaitility.await().until(proxy::struck);
            assertThat(heard).containsExactly("COMMIT", "not mine");
            assertThat(said(other, "COMMIT")).isEqualTo("COMMIT");
        }
    }

    @Test
    void cutAt_answered_letsTheServerDoItAndKeepsTheAnswer_evenInPieces() throws Exception {
        try (Socket socket = connected()) {
            proxy.cutAt(TcpProxy.Moment.ANSWERED, "COMMIT");
            assertThat(said(socket, "COM")).isEqualTo("COM");

            assertThat(said(socket, "MIT")).isEmpty();

            Awaitility.await().until(proxy::struck);
            assertThat(heard).containsExactly("COM", "MIT");
        }
    }
}
