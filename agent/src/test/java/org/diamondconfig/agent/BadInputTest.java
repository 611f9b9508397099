/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.diamondconfig.agent.reader.AgentReader;
import org.diamondconfig.agent.setup.AgentSetup;
import org.diamondconfig.agent.setup.SetupException;
import org.diamondconfig.client.test.FakeDiamond;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Rows 99 to 107 of the list of bad input, each as the agent meets it: whatever comes, what readers see is right or as it was. */
class BadInputTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final ConfigKey PRICES = ConfigKey.of("shop", "prices.yaml");
    private static final ConfigKey OTHER = ConfigKey.of("shop", "other");
    private static final String FOLLOWED = "key = public/shop/prices.yaml\n";

    /** More than a client takes of one answer, by far. */
    private static final long BOMB = 256L << 20;

    @RegisterExtension
    final FakeDiamond diamond = new FakeDiamond();

    @TempDir
    private Path folder;

    private final List<HttpServer> hostile = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Host host;
    private AgentReader reader;

    @BeforeEach
    void host() throws IOException {
        host = new Host(folder);
        reader = AgentReader.ofFiles(host.store, "main");
        diamond.publish(PRICES, "tea: 3");
    }

    @AfterEach
    void stop() {
        hostile.forEach(server -> server.stop(0));
        threads.shutdownNow();
    }

    /** Answers one request. */
    private interface Answer {

        void to(HttpExchange exchange) throws IOException;
    }

    private String hostile(Answer answer) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                answer.to(exchange);
            }
        });
        server.start();
        hostile.add(server);
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static void send(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private String stored(ConfigKey key) {
        return reader.find(key)
                .map(found -> found.present() ? found.content() : "(absent)")
                .orElse("(unknown)");
    }

    private void awaitStored(String content) {
        await().atMost(LONG).until(() -> stored(PRICES).equals(content));
    }

    private void followsInTheEnd(String sections) throws Exception {
        try (Agent agent = host.agent(sections)) {
            assertThat(agent).isNotNull();
            awaitStored("tea: 3");
        }
    }

    private String cluster(String servers) {
        return "[cluster main]\nservers = " + servers + "\n" + FOLLOWED;
    }

    /** The snapshot, spoilt in one way. */
    private interface Spoiling {

        void of(Path snapshot) throws IOException;
    }

    private static void replace(Path snapshot, byte[] bytes) throws IOException {
        Files.write(snapshot, bytes);
    }

    private static void instead(Path snapshot, Spoiling making) throws IOException {
        Files.delete(snapshot);
        making.of(snapshot);
    }

    @Test
    void row99_spoiltSnapshots_areNoValues() throws Exception {
        followsInTheEnd(cluster(diamond.uri().toString()));
        Path snapshot;
        try (var all = Files.walk(folder.resolve("state/main/client/snapshot"))) {
            snapshot = all.filter(file -> file.getFileName().toString().startsWith("prices"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] sound = Files.readAllBytes(snapshot);
        List<Spoiling> ways = List.of(
                file -> replace(file, java.util.Arrays.copyOf(sound, sound.length - 1)),
                file -> replace(file, new byte[0]),
                file -> replace(file, new byte[sound.length]),
                file -> replace(file, "garbled\ntea: 99".getBytes(StandardCharsets.US_ASCII)),
                file -> {
                    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
                        large.setLength(4L << 30);
                    }
                },
                file -> instead(file, Files::createDirectory),
                file -> instead(file, link -> Files.createSymbolicLink(link, Path.of("/etc/passwd"))));
        diamond.down();
        for (Spoiling way : ways) {
            Files.deleteIfExists(snapshot);
            Files.write(snapshot, sound);
            way.of(snapshot);
            Files.deleteIfExists(host.store.resolve("main.mdb"));
            try (Agent agent = host.agent(cluster(diamond.uri().toString()))) {
                assertThat(agent).isNotNull();
                assertThat(stored(PRICES)).isEqualTo("(unknown)");
            }
        }
        diamond.up();
        followsInTheEnd(cluster(diamond.uri().toString()));
    }

    @Test
    void row100_failoverFile_isTakenByteByByte_andNotIfItIsNoUtf8() throws Exception {
        Path file = folder.resolve("state/main/client/failover/public/shop/prices.yaml");
        Files.createDirectories(file.getParent());
        try (Agent agent = host.agent(cluster(diamond.uri().toString()))) {
            assertThat(agent).isNotNull();
            awaitStored("tea: 3");
            Files.writeString(file, "\ufefftea: 4\r\n");
            awaitStored("\ufefftea: 4\r\n");
            assertThat(reader.find(PRICES).orElseThrow().version()).isZero();

            Files.write(file, "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
            awaitStored("tea: 3");
        }
    }

    @Test
    void row101_badServerLists_areLeftForTheNextOne() throws Exception {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            many.append("host").append(i).append(":99999\n");
        }
        List<String> bad = List.of("", "<html><body>502</body></html>", many.toString(), "host:99999\n::1:x\n");
        String good = hostile(exchange -> send(exchange, diamond.uri() + "\n" + diamond.uri() + "\n"));
        for (String list : bad) {
            String first = hostile(exchange -> send(exchange, list));
            Files.deleteIfExists(host.store.resolve("main.mdb"));
            followsInTheEnd("[cluster main]\naddress-urls = " + first + "/a," + good + "/b\n" + FOLLOWED);
        }
    }

    @Test
    void row102_pageOfAProxy_isNoAnswer() throws Exception {
        diamond.enqueue(200, "<html><body>Please sign in</body></html>");
        diamond.enqueue(200, "{\"epoch\":1}");

        followsInTheEnd(cluster(diamond.uri().toString()));
    }

    @Test
    void row103_redirects_areNotFollowed() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "dmt_secret");
        String elsewhere = diamond.uri().toString();
        AtomicLong asked = new AtomicLong();
        String hostile = hostile(exchange -> {
            asked.incrementAndGet();
            exchange.getResponseHeaders().set("Location", elsewhere + "/api/v1/watch");
            exchange.sendResponseHeaders(307, -1);
        });
        try (Agent agent = host.agent(cluster(hostile) + "token-file = " + token + "\n")) {
            assertThat(agent).isNotNull();
            await().atMost(LONG).until(() -> asked.get() > 1);
            assertThat(diamond.requests()).isEmpty();
            assertThat(stored(PRICES)).isEqualTo("(unknown)");
        }
    }

    @Test
    void row104_bombs_areCut() throws Exception {
        AtomicLong sent = new AtomicLong();
        String hostile = hostile(exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, 0);
            byte[] part = new byte[1 << 20];
            try (OutputStream out = exchange.getResponseBody()) {
                for (long all = 0; all < BOMB; all += part.length) {
                    out.write(part);
                    sent.accumulateAndGet(all + part.length, Math::max);
                }
            }
        });
        followsInTheEnd(cluster(hostile + "," + diamond.uri()));
        assertThat(sent.get()).isLessThan(BOMB);
    }

    private static String told(ConfigKey key, String version, String content) {
        return "{\"namespace\":\"\",\"group\":\"" + key.group() + "\",\"dataId\":\"" + key.dataId()
                + "\",\"state\":\"present\",\"version\":" + version + ",\"md5\":\"" + Md5.hex(content)
                + "\",\"type\":\"text\",\"content\":\"" + content + "\"}";
    }

    @Test
    void row105_absurdVersionsAndEpochs_areNoAnswers() throws Exception {
        diamond.enqueue(200, "{\"epoch\":\"1-0123456789abcdef\",\"changes\":[" + told(PRICES, "-7", "evil") + "]}");
        diamond.enqueue(200, "{\"epoch\":\"1-0123456789abcdef\",\"changes\":[" + told(PRICES, "1e99", "evil") + "]}");
        diamond.enqueue(200, "{\"epoch\":\"-1-x\",\"changes\":[" + told(PRICES, "3", "evil") + "]}");

        followsInTheEnd(cluster(diamond.uri().toString()));
    }

    @Test
    void row106_keysThatWereNotAskedFor_areIgnored() throws Exception {
        diamond.enqueue(200, "{\"epoch\":\"1-0123456789abcdef\",\"changes\":[" + told(OTHER, "3", "evil") + "]}");
        try (Agent agent = host.agent(cluster(diamond.uri().toString()))) {
            assertThat(agent).isNotNull();
            await().atMost(LONG).until(() -> !stored(PRICES).equals("(unknown)"));
            assertThat(stored(OTHER)).isEqualTo("(unknown)");
        }
    }

    @Test
    void row107_badConfiguration_isRefusedWithItsLine_andNothingIsSubstituted() throws Exception {
        for (String line : List.of("colour = red", "files = 7", "token-file = ${HOME}/token")) {
            Path file = Files.writeString(
                    folder.resolve("bad.conf"),
                    "[agent]\nstore = " + host.store + "\nstate = " + folder + "\n[cluster main]\nservers = a:1\n"
                            + line);
            assertThatThrownBy(() -> AgentSetup.read(file))
                    .as(line)
                    .isInstanceOf(SetupException.class)
                    .hasMessageContaining("bad.conf:6: ");
        }
    }
}
