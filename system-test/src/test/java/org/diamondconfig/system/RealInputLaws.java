/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.diamondconfig.client.ClientSettings.Setting;
import org.diamondconfig.client.Config;
import org.diamondconfig.client.DiamondClient;
import org.diamondconfig.client.Source;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A closed node's life in nine chapters, in order: each test begins where the one before it left the node. Starting a server
 * costs ten seconds, so they share what is started. Who may do what is the same in all of them, with the database or without.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class RealInputLaws {

    private static final String STORE_FILE = "diamond.mv.db";
    private static final int HELD_POLLS = 50;
    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** What must be served, by key: every byte of it. */
    private final Map<ConfigKey, byte[]> expected = new LinkedHashMap<>();

    private final Figures figures = new Figures(getClass().getSimpleName());
    private Corpus corpus;
    private Path home;
    private Node node;
    private Callers callers;
    private Api api;

    /** Since when the database was away, or another one in its place. */
    private Instant away;

    /** A poll that was begun without the database, by one who may read. */
    private CompletableFuture<HttpResponse<byte[]>> held;

    abstract Node node(NodeOptions options);

    abstract Path foreignData();

    @BeforeAll
    void start() throws IOException {
        corpus = Corpus.load();
        home = TestNodes.home("real-input-" + getClass().getSimpleName());
        node = node(Callers.closed(NodeOptions.in(home).light(), home).with("diamond.sweep.full", "1s"));
        figures.measure("first start", node::start);
        callers = Callers.of(node);
        api = callers.admin();
    }

    @AfterAll
    void close() {
        node.close();
    }

    @Test
    @Order(1)
    void everyFile_isReadBackByteForByteWithItsMd5() {
        for (String namespace : corpus.namespaces()) {
            assertThat(api.createNamespace(namespace).statusCode()).isBetween(200, 201);
        }
        for (Corpus.Item item : corpus.items()) {
            HttpResponse<byte[]> published = api.publish(item.key(), item.type(), item.content());
            assertThat(published.statusCode())
                    .as("%s: %s", item, Api.text(published))
                    .isEqualTo(200);
            expected.put(item.key(), item.content());
        }

        assertEverythingIsServed();
        for (Corpus.Item item : corpus.items()) {
            assertThat(Api.header(api.read(item.key()), "Diamond-Type"))
                    .isEqualTo(item.type().wireName());
        }
        figures.say(corpus.items().size() + " files, "
                + expected.values().stream().mapToInt(bytes -> bytes.length).sum() + " bytes published and read back");
    }

    /** Their authors' tools read them, so what is found must be none; but a mark that an editor left is one to warn of. */
    @Test
    @Order(1)
    void everyFile_isOfItsType() {
        for (Corpus.Item item : corpus.items()) {
            boolean markIsTold = item.text().startsWith("\uFEFF")
                    && item.type() != ConfigType.TEXT
                    && item.type() != ConfigType.YAML;

            assertThat(api.problems(item.type(), item.content()))
                    .as("%s", item)
                    .isEqualTo(markIsTold ? List.of("warning BYTE_ORDER_MARK") : List.of());
        }
    }

    @Test
    @Order(2)
    void tenChanges_areTenCallbacksOnceEach() {
        try (DiamondClient client = client()) {
            Calls calls = new Calls();
            expected.keySet().forEach(key -> client.listen(key, calls));
            await("the current value of all").atMost(PATIENCE).until(() -> calls.tell(expected));
            assertThat(calls.count()).isEqualTo(expected.size());

            long begin = System.nanoTime();
            for (ConfigKey key : tenKeys()) {
                String changed = new String(expected.get(key), StandardCharsets.UTF_8) + "\n# changed: 改\r\n";
                assertThat(api.publish(key, changed).statusCode()).isEqualTo(200);
                expected.put(key, changed.getBytes(StandardCharsets.UTF_8));
            }
            await("the new value of ten")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> calls.tell(expected));
            figures.say("ten changes published and heard in " + (System.nanoTime() - begin) / 1_000_000 + " ms");

            await("two plain comparisons, and not one more call")
                    .during(Duration.ofMillis(2500))
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(calls.count()).isEqualTo(expected.size() + 10));
            assertThat(tenKeys()).allSatisfy(key -> assertThat(calls.of(key)).hasSize(2));
        }
    }

    @Test
    @Order(3)
    void failoverFile_isHeardWithinASecondAndSoIsItsEnd() throws IOException {
        ConfigKey key = tenKeys().get(0);
        byte[] serversValue = expected.get(key);
        try (DiamondClient client = client()) {
            Calls calls = new Calls();
            client.listen(key, calls);
            await("the current value").atMost(PATIENCE).until(() -> calls.tell(Map.of(key, serversValue)));
            Path file = client.status()
                    .failoverDir()
                    .resolve(ConfigKey.displayNamespace(key.namespace()))
                    .resolve(key.group())
                    .resolve(key.dataId());
            Files.createDirectories(file.getParent());

            byte[] ours = "by hand: 手动\n".getBytes(StandardCharsets.UTF_8);
            Files.write(file, ours);
            assertWithinASecond("a failover file was heard after", () -> calls.await(key, ours));
            assertThat(calls.last(key).source()).isEqualTo(Source.FAILOVER);

            Files.delete(file);
            assertWithinASecond("its end was heard after", () -> calls.await(key, serversValue));
            assertThat(calls.last(key).source()).isEqualTo(Source.SERVER);
        }
    }

    private void assertWithinASecond(String what, Runnable awaited) {
        try (Stalls stalls = Stalls.watch()) {
            assertThat(figures.measure(what, awaited)).isLessThan(stalls.over(A_SECOND));
        }
    }

    @Test
    @Order(4)
    void termination_answersHeldPollsWithinTwoSeconds() {
        ConfigKey key = firstKey();
        String md5 = Md5.hex(expected.get(key));
        List<CompletableFuture<HttpResponse<byte[]>>> polls = new ArrayList<>();
        for (int i = 0; i < HELD_POLLS; i++) {
            polls.add(api.poll(key, md5));
        }
        await("held polls").atMost(PATIENCE).until(() -> api.pollsHeld() >= HELD_POLLS);
        CompletableFuture<Void> all = CompletableFuture.allOf(polls.toArray(CompletableFuture[]::new));

        try (Stalls stalls = Stalls.watch()) {
            long begin = System.nanoTime();
            CompletableFuture<Duration> most = all.thenApply(x -> stalls.over(Duration.ofSeconds(2)));
            CompletableFuture<Long> answered = all.thenApply(x -> System.nanoTime() - begin);
            node.stop();

            assertThat(all).succeedsWithin(PATIENCE);
            Duration last = Duration.ofNanos(answered.join());
            figures.say(
                    "the last of " + HELD_POLLS + " held polls was answered " + last.toMillis() + " ms after SIGTERM");
            assertThat(last).isLessThan(most.join());
        }
        assertThat(polls)
                .extracting(CompletableFuture::join)
                .allSatisfy(reply -> assertThat(reply.statusCode())
                        .as(new String(reply.body(), StandardCharsets.UTF_8))
                        .isIn(200, 503));
    }

    @Test
    @Order(5)
    void client_startsOfflineAndReadsEverything() {
        assertThat(node.running()).isFalse();

        try (DiamondClient client = client()) {
            figures.measure(
                    "read all offline",
                    () -> expected.forEach((key, content) -> {
                        Config config = client.get(key).orElseThrow();
                        assertThat(config.content().getBytes(StandardCharsets.UTF_8))
                                .as("%s", key)
                                .isEqualTo(content);
                        assertThat(config.md5()).isEqualTo(Md5.hex(content));
                        assertThat(config.source()).isEqualTo(Source.SNAPSHOT);
                    }));
        }
    }

    @Test
    @Order(6)
    void databaseFileAway_theDumpIsServedToWhoMayReadAndWritesAnswer503() throws IOException {
        away = Instant.now();
        Files.move(store(), home.resolve(STORE_FILE));

        figures.measure("start without its database file", node::start);

        assertEverythingIsServed();
        await("STORE_DOWN in /health/ready")
                .untilAsserted(() -> assertThat(Api.text(api.ready())).contains("STORE_DOWN"));
        assertWritesAnswer503();
        assertThat(storeFiles()).isEmpty();
        callers.assertJudgedAsEver(firstKey());
        held = callers.reader().poll(firstKey(), Md5.hex(expected.get(firstKey())));
        await("a held poll").atMost(PATIENCE).until(() -> api.pollsHeld() == 1);
    }

    @Test
    @Order(7)
    void databaseFileBack_writesGoOnWithoutRestart_andRefusalsOfMeanwhileAreInTheTrail() throws IOException {
        Files.move(home.resolve(STORE_FILE), store());

        figures.measure("healing once the file was back", this::awaitWrites);

        assertHeldPollIsToldOfTheNextChange();
        assertThat(api.ready().statusCode()).isEqualTo(200);
        assertEverythingIsServed();
        assertRefusalsAreInTheTrail();
    }

    @Test
    @Order(8)
    void anotherStoreInItsPlace_isRefusedAndNothingIsLost() throws IOException {
        node.stop();
        away = Instant.now();
        Files.move(store(), home.resolve(STORE_FILE));
        Files.copy(foreignData().resolve(STORE_FILE), store());

        figures.measure("start on another store", node::start);

        await("STORE_CHANGED in /health/ready")
                .untilAsserted(() -> assertThat(Api.text(api.ready())).contains("STORE_CHANGED"));
        await("three full sweeps")
                .during(Duration.ofSeconds(3))
                .pollInterval(Duration.ofMillis(500))
                .atMost(PATIENCE)
                .untilAsserted(this::assertEverythingIsServed);
        assertWritesAnswer503();
        assertThat(api.read(ConfigKey.of("other", "stranger.txt")).statusCode()).isEqualTo(404);
        callers.assertJudgedAsEver(firstKey());
    }

    @Test
    @Order(9)
    void rightStoreBack_everythingGoesOn() throws IOException {
        node.stop();
        Files.move(home.resolve(STORE_FILE), store(), StandardCopyOption.REPLACE_EXISTING);

        figures.measure("start on its own store", node::start);

        awaitWrites();
        assertThat(api.ready().statusCode()).isEqualTo(200);
        assertEverythingIsServed();
        assertRefusalsAreInTheTrail();
        node.stop();
    }

    private void assertEverythingIsServed() {
        expected.forEach((key, content) -> {
            HttpResponse<byte[]> read = api.read(key);
            assertThat(read.statusCode()).as("%s", key).isEqualTo(200);
            assertThat(read.body()).as("%s", key).isEqualTo(content);
            assertThat(Api.header(read, "Diamond-Md5")).as("%s", key).isEqualTo(Md5.hex(content));
        });
    }

    /** The stranger comes only while the database is away. */
    private void assertRefusalsAreInTheTrail() {
        await("the refusals in the trail")
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(callers.refusals(away)).isNotEmpty());
    }

    private void assertHeldPollIsToldOfTheNextChange() {
        assertThat(held).isNotDone();
        String changed = "# changed after the outage\n";

        assertThat(api.publish(firstKey(), changed).statusCode()).isEqualTo(200);
        expected.put(firstKey(), changed.getBytes(StandardCharsets.UTF_8));

        assertThat(held).succeedsWithin(PATIENCE);
        assertThat(Api.text(held.join())).contains(firstKey().dataId()).contains(Md5.hex(expected.get(firstKey())));
    }

    private void assertWritesAnswer503() {
        for (ConfigKey key : List.of(firstKey(), ConfigKey.of("probe", "new.txt"))) {
            HttpResponse<byte[]> write = api.publish(key, "must not be taken");
            assertThat(write.statusCode()).as(Api.text(write)).isEqualTo(503);
            assertThat(Api.header(write, "Retry-After")).isNotEmpty();
        }
    }

    private void awaitWrites() {
        ConfigKey key = ConfigKey.of("probe", "healed.txt");
        byte[] content = ("healed at " + System.nanoTime()).getBytes(StandardCharsets.UTF_8);
        await("a write that is taken")
                .pollInterval(Duration.ofMillis(200))
                .until(() -> api.publish(key, new String(content, StandardCharsets.UTF_8))
                                .statusCode()
                        == 200);
        expected.put(key, content);
    }

    /** One client after another has this home, as an application that restarts. */
    private DiamondClient client() {
        return DiamondClient.builder()
                .servers(node.uri().toString())
                .home(home.resolve("client"))
                .with(Setting.TOKEN, callers.readers())
                .with(Setting.COMPARE, "1s")
                .build();
    }

    private ConfigKey firstKey() {
        return corpus.items().get(0).key();
    }

    private List<ConfigKey> tenKeys() {
        return expected.keySet().stream().sorted().limit(10).toList();
    }

    private Path store() {
        return node.data().resolve(STORE_FILE);
    }

    private List<Path> storeFiles() throws IOException {
        try (Stream<Path> files = Files.list(node.data())) {
            return files.filter(file -> file.toString().endsWith(".mv.db")).toList();
        }
    }
}
