/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.diamondconfig.server.RawHttp.Reply;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every server must do with connections that no client of today makes: they read nothing, stop in the middle of a body, ask
 * several things at once, or speak HTTP/1.0. It knows a server by its address alone and leaves others' keys alone.
 */
public abstract class ConnectionContract {

    private static final String CONFIG = BadInput.CONFIG;
    private static final String JSON = "Content-Type: application/json";
    private static final String EXPECT = "Expect: 100-continue";
    private static final String END_OF_HEAD = "\r\n\r\n";

    /** All of this machine; of one alone a server takes few. */
    private static final List<String> ADDRESSES = List.of("127.0.0.1", "127.0.0.2", "127.0.0.3");

    /** Half as many as a server of one core has threads; each asks for more than sockets buffer. */
    private static final int SILENT = 8;

    /** More than a server of two cores has threads, as it comes. */
    private static final int STALLED = 250;

    /** Half as many as a WildFly of one core has threads. */
    private static final int STALLED_AT_WILDFLY = 8;

    private static final int LARGE = 1 << 20;
    private static final int TIMES = 8;

    /** Far below the time after which any server gives up on a reader, and far above any answer's. */
    private static final Duration MEANWHILE = Duration.ofSeconds(20);

    /** Far above the time after which a body gives way, on a machine that does other things too. */
    private static final Duration IN_THE_END = Duration.ofSeconds(40);

    private static final Duration A_MOMENT = Duration.ofMillis(300);

    private final String group = "connection-" + UUID.randomUUID();

    /** Where the server listens; the application is at {@code /diamond-server}. */
    protected abstract String host();

    protected abstract int port();

    /** WildFly reads what was refused to its end, on the thread that refused it: as many as it has threads would hold it up. */
    private int stalledBodies() {
        return System.getProperty("arquillian.launch", "").equals("wildfly") ? STALLED_AT_WILDFLY : STALLED;
    }

    private String path(String dataId) {
        return CONFIG + "?group=" + group + "&dataId=" + dataId;
    }

    private void publish(String dataId, String content) throws IOException {
        assertThat(send(BadInput.put(path(dataId), content)).status()).isEqualTo(200);
    }

    /** A poll of one key by a client that has this content. */
    private byte[] poll(String dataId, String held) {
        String item = "{\"group\":\"" + group + "\",\"dataId\":\"" + dataId + "\",\"md5\":\"" + Md5.hex(held) + "\"}";
        return BadInput.post("/api/v1/watch?wait=30s", "{\"items\":[" + item + "]}", JSON);
    }

    @Test
    void readersThatDoNotRead_holdUpNobodyElse_andFindTheirAnswersWhole() throws IOException {
        String content = "x".repeat(LARGE);
        publish("large", content);
        byte[] read = BadInput.keepAlive(BadInput.get(path("large")));
        List<RawHttp> silent = new ArrayList<>();
        try {
            for (int i = 0; i < SILENT; i++) {
                silent.add(connection());
                silent.get(i).send(repeated(read, TIMES));
            }
            for (RawHttp reader : silent) {
                Awaitility.await("the begin of its answer").until(reader::hears);
            }

            long begin = System.nanoTime();
            publish("small", "1");
            assertThat(send(BadInput.get(path("small"))).body()).isEqualTo("1");
            assertThat(send(poll("small", "0")).body()).contains("\"small\"");
            assertThat(send(BadInput.get(path("large"))).body()).isEqualTo(content);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(MEANWHILE);

            for (int i = 0; i < TIMES; i++) {
                assertThat(silent.get(0).reply(read).body()).isEqualTo(content);
            }
        } finally {
            for (RawHttp reader : silent) {
                reader.close();
            }
        }
        assertThat(send(BadInput.get(path("small"))).body()).isEqualTo("1");
    }

    /** They need nobody's leave, and each could hold one of the threads, or of the few places, that everybody needs. */
    @Test
    void signInsThatNeverComeWhole_holdUpNobodyElse_norWhoSignsIn() throws IOException {
        publish("small", "1");
        byte[] whole = signIn();
        byte[] open = BadInput.keepAlive(whole);
        byte[] cut = Arrays.copyOf(open, open.length - 1);
        List<RawHttp> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < stalledBodies(); i++) {
                stalled.add(RawHttp.from(ADDRESSES.get(i % ADDRESSES.size()), host(), port()));
                stalled.get(i).send(i % 2 == 0 ? cut : inChunks(cut, ""));
            }
            long begin = System.nanoTime();
            publish("small", "2");
            assertThat(send(BadInput.get(path("small"))).body()).isEqualTo("2");
            assertThat(send(BadInput.get(path("small") + "&level=database")).body())
                    .isEqualTo("2");
            Reply told = send(whole);
            assertThat(told.status()).as(told.body()).isEqualTo(401);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(MEANWHILE);

            Awaitility.await("a place for a body that comes later")
                    .atMost(IN_THE_END)
                    .until(() -> sendInTwo(whole) == 401);
            Awaitility.await("a place for one that does not say how long it is")
                    .atMost(IN_THE_END)
                    .until(() -> send(inChunks(whole, "0\r\n\r\n")).status() == 401);
        } finally {
            for (RawHttp connection : stalled) {
                connection.close();
            }
        }
    }

    /** JAX-RS on Payara waits for the first byte of a form before it asks anybody whether it may come. */
    @Test
    void formsThatNeverBegin_holdUpNobodyElse() throws IOException {
        publish("small", "1");
        byte[] form = BadInput.post("/api/v1/peer/notify", "a=b", "Content-Type: application/x-www-form-urlencoded");
        byte[] head = BadInput.keepAlive(Arrays.copyOf(form, form.length - "a=b".length()));
        List<RawHttp> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < stalledBodies(); i++) {
                stalled.add(connection());
                stalled.get(i).send(head);
            }
            long begin = System.nanoTime();
            assertThat(send(BadInput.get(path("small") + "&level=database")).body())
                    .isEqualTo("1");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(MEANWHILE);
        } finally {
            for (RawHttp connection : stalled) {
                connection.close();
            }
        }
    }

    /** Of somebody whom nobody knows. */
    private byte[] signIn() {
        return BadInput.post("/api/v1/session", "{\"user\":\"" + group + "\",\"password\":\"a wrong one\"}", JSON);
    }

    /** The same with its body as one chunk, and this behind it. */
    private static byte[] inChunks(byte[] request, String end) {
        String text = new String(request, StandardCharsets.US_ASCII);
        int body = text.indexOf(END_OF_HEAD) + END_OF_HEAD.length();
        String head = text.substring(0, body).replaceFirst("Content-Length: [0-9]+", "Transfer-Encoding: chunked");
        String chunk = Integer.toHexString(text.length() - body) + "\r\n" + text.substring(body) + "\r\n";
        return (head + chunk + end).getBytes(StandardCharsets.US_ASCII);
    }

    /** Sends a request, its body a moment after its head, unless it is answered before; the status of the answer. */
    private int sendInTwo(byte[] request) throws IOException {
        int body = new String(request, StandardCharsets.US_ASCII).indexOf(END_OF_HEAD) + END_OF_HEAD.length();
        try (RawHttp connection = connection()) {
            connection.send(Arrays.copyOf(request, body));
            if (connection.hearsNothingFor(A_MOMENT)) {
                connection.send(Arrays.copyOfRange(request, body, request.length));
            }
            return connection.reply(request).status();
        }
    }

    /** Else one connection could hold any number of polls. */
    @Test
    void pollsOnOneConnection_areHeldOneAfterTheOther_andAnsweredInTheirOrder() throws IOException {
        publish("first", "1");
        publish("second", "1");
        byte[] first = BadInput.keepAlive(poll("first", "1"));
        byte[] second = BadInput.keepAlive(poll("second", "1"));
        byte[] read = BadInput.get(path("second"));
        try (RawHttp connection = connection()) {
            connection.send(joined(first, second, read));

            publish("second", "2");
            assertThat(connection.hearsNothingFor(A_MOMENT))
                    .as("nothing, while the first is held")
                    .isTrue();
            publish("first", "2");

            assertThat(connection.reply(first).body()).contains("\"first\"").doesNotContain("\"second\"");
            assertThat(connection.reply(second).body()).contains("\"second\"").doesNotContain("\"first\"");
            assertThat(connection.reply(read).body()).isEqualTo("2");
            assertThat(connection.isOver()).isTrue();
        }
    }

    @TestFactory
    Stream<DynamicTest> http10_isAnsweredWhole_andTheConnectionEnds() {
        return Stream.of(
                        new Old("publish", BadInput.put(path("old"), "1"), 200, "\"version\":1"),
                        new Old("read", BadInput.get(path("old")), 200, "1"),
                        new Old("read by JAX-RS", BadInput.get(path("old") + "&level=database"), 200, "1"),
                        new Old("read of nothing", BadInput.get(path("none")), 404, "CONFIG_NOT_FOUND"),
                        new Old("search", BadInput.get("/api/v1/configs?group=" + group), 200, "\"old\""),
                        new Old("poll that is not held", poll("old", "0"), 200, "\"old\""),
                        new Old("bad name", BadInput.get(path("%20")), 400, "INVALID_NAME"),
                        new Old("metrics", BadInput.get("/metrics"), 200, "diamond_polls_held"))
                .map(old -> dynamicTest(old.name(), () -> {
                    publish("old", "1");
                    byte[] request = BadInput.http10(old.request());
                    try (RawHttp connection = connection()) {
                        assertAnswered(old, connection.exchange(request));
                        assertThat(connection.isOver()).isTrue();
                    }
                }));
    }

    private record Old(String name, byte[] request, int status, String words) {}

    private static void assertAnswered(Old old, Reply reply) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(old.status());
        assertThat(reply.header("Transfer-Encoding")).isEmpty();
        assertThat(reply.body()).contains(old.words());
    }

    @Test
    void pollOverHttp10_isHeld_andAnsweredWhole() throws IOException {
        publish("held", "1");
        byte[] poll = BadInput.http10(poll("held", "1"));
        try (RawHttp connection = connection()) {
            connection.send(poll);
            assertThat(connection.hearsNothingFor(A_MOMENT)).isTrue();
            publish("held", "2");

            Reply reply = connection.reply(poll);

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("Transfer-Encoding")).isEmpty();
            assertThat(reply.body()).contains("\"held\"");
            assertThat(connection.isOver()).isTrue();
        }
    }

    /** They hold a thread each, and a client that dies in the middle of its publish has published nothing. */
    @Test
    void publishesThatStall_holdUpNobodyElse_andChangeNothing() throws IOException {
        publish("stalled", "1");
        byte[] whole = BadInput.keepAlive(BadInput.put(path("stalled"), "22"));
        List<RawHttp> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < SILENT; i++) {
                stalled.add(connection());
                stalled.get(i).send(Arrays.copyOf(whole, whole.length - 1));
            }
            long begin = System.nanoTime();
            publish("small", "1");
            assertThat(send(BadInput.get(path("small"))).body()).isEqualTo("1");
            assertThat(send(BadInput.get(path("stalled"))).body()).isEqualTo("1");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(MEANWHILE);

            for (RawHttp connection : stalled) {
                connection.endSending();
                assertRefusedAsCut(connection, whole);
            }
        } finally {
            for (RawHttp connection : stalled) {
                connection.close();
            }
        }
        assertThat(send(BadInput.get(path("stalled"))).body()).isEqualTo("1");
    }

    @Test
    void publishThatIsToldToGoOn_andSendsNoBody_changesNothing() throws IOException {
        publish("expected", "1");
        byte[] whole = BadInput.put(path("expected"), "22", EXPECT);
        try (RawHttp connection = connection()) {
            connection.send(Arrays.copyOf(whole, whole.length - 2));
            connection.awaitContinue();
            assertThat(connection.hearsNothingFor(A_MOMENT)).isTrue();
            connection.endSending();
            assertRefusedAsCut(connection, whole);
        }
        assertThat(send(BadInput.get(path("expected"))).body()).isEqualTo("1");
    }

    /** Some servers say that it may go on, others do not; none waits. */
    @TestFactory
    Stream<DynamicTest> expectationWithoutABody_isAnsweredAtOnce() {
        return Stream.of(
                        new Old("read", BadInput.get(path("expected"), EXPECT), 200, "1"),
                        new Old("read by JAX-RS", BadInput.get(path("expected") + "&level=database", EXPECT), 200, "1"),
                        new Old("publish", BadInput.put(path("expected"), "", EXPECT), 400, "CONTENT_EMPTY"))
                .map(odd -> dynamicTest(odd.name(), () -> {
                    publish("expected", "1");
                    assertAnswered(odd, send(odd.request()));
                }));
    }

    /** By us, or by a server that has closed the connection already. */
    private static void assertRefusedAsCut(RawHttp connection, byte[] request) throws IOException {
        try {
            Reply refusal = connection.reply(request);
            assertThat(refusal.status()).isEqualTo(400);
            assertThat(refusal.body()).contains("BODY_INCOMPLETE");
        } catch (EOFException | SocketException closed) {
            assertThat(closed).as("the end, instead of a refusal").isNotNull();
        }
    }

    private static byte[] repeated(byte[] request, int times) {
        byte[][] all = new byte[times][];
        Arrays.fill(all, request);
        return joined(all);
    }

    private static byte[] joined(byte[]... requests) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] request : requests) {
            all.writeBytes(request);
        }
        return all.toByteArray();
    }

    private RawHttp connection() throws IOException {
        return new RawHttp(host(), port());
    }

    private Reply send(byte[] request) throws IOException {
        try (RawHttp connection = connection()) {
            return connection.exchange(request);
        }
    }
}
