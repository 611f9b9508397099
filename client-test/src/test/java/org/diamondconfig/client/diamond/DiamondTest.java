/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.diamond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.diamondconfig.client.ClientSettings.Setting;
import org.diamondconfig.client.DiamondClient;
import org.diamondconfig.client.test.FakeDiamond;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The original's verbs keep the original's promises. */
class DiamondTest {

    private static final ConfigKey KEY = ConfigKey.of("g", "a");
    private static final long LONG = 10_000;

    @RegisterExtension
    final FakeDiamond server = new FakeDiamond();

    @TempDir
    private Path home;

    private final BlockingQueue<Optional<String>> heard = new LinkedBlockingQueue<>();
    private final ManagerListener listener = content -> heard.add(Optional.ofNullable(content));
    private DiamondClient client;
    private Diamond diamond;

    @BeforeEach
    void open() {
        client = client(server.uri().toString(), "60s", "false");
        diamond = new Diamond(client);
    }

    private DiamondClient client(String servers, String callTimeout, String pollingOnly) {
        return DiamondClient.builder()
                .servers(servers)
                .home(home)
                .with(Setting.CALL_TIMEOUT, callTimeout)
                .with(Setting.POLLING_ONLY, pollingOnly)
                .build();
    }

    @AfterEach
    void close() {
        diamond.close();
        client.close();
    }

    private Optional<String> hears() throws InterruptedException {
        return heard.poll(60, TimeUnit.SECONDS);
    }

    private void restart() {
        close();
        open();
    }

    @Test
    void getConfig_isTheContent_orNullIfAbsent() throws IOException {
        server.publish(KEY, "1");

        assertThat(diamond.getConfig("a", "g", LONG)).isEqualTo("1");
        assertThat(diamond.getConfig("nothing", "g", LONG)).isNull();
    }

    @Test
    void getConfig_withoutAGroup_isOfTheDefaultOne() throws IOException {
        server.publish(ConfigKey.of(ConfigKey.DEFAULT_GROUP, "a"), "1");

        assertThat(diamond.getConfig("a", null, LONG)).isEqualTo("1");
        assertThat(diamond.getConfig("a", "", LONG)).isEqualTo("1");
    }

    @Test
    void getConfig_ofAServerThatSaysNothing_givesUpWhenItsOwnTimeIsOver() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                DiamondClient patient = client("127.0.0.1:" + silent.getLocalPort(), "60s", "true");
                Diamond verbs = new Diamond(patient)) {
            assertThatThrownBy(() -> verbs.getConfig("a", "g", 200))
                    .isInstanceOf(IOException.class)
                    .hasMessage("public/g/a: no server answered in time");
        }
    }

    @Test
    void getConfig_ofAServerThatSaysNothing_isTheSnapshotWhenItsOwnTimeIsOver() throws IOException {
        server.publish(KEY, "1");
        diamond.getConfig("a", "g", LONG);
        close();
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                DiamondClient patient = client("127.0.0.1:" + silent.getLocalPort(), "60s", "true");
                Diamond verbs = new Diamond(patient)) {
            assertThat(verbs.getConfig("a", "g", 200)).isEqualTo("1");
            assertThat(verbs.batchGetConfig(List.of("a"), "g", 200).success()).isTrue();
            assertThat(verbs.batchGetConfig(List.of("a", "b"), "g", 200).success())
                    .isFalse();
        }
    }

    @Test
    void getConfig_withoutServerAndSnapshot_failsAtOnce() {
        server.down();

        assertThatThrownBy(() -> diamond.getConfig("a", "g", 60_000)).isInstanceOf(IOException.class);
    }

    @Test
    void getConfig_withoutServer_isTheSnapshot() throws IOException {
        server.publish(KEY, "1");
        diamond.getConfig("a", "g", LONG);
        restart();
        server.down();

        assertThat(diamond.getConfig("a", "g", LONG)).isEqualTo("1");
    }

    @Test
    void getConfig_snapshotBeforeServer_asksNoServerWhereThereIsOne() throws IOException {
        server.publish(KEY, "1");
        int feature = Diamond.GETCONFIG_LOCAL_SNAPSHOT_SERVER;
        assertThat(diamond.getConfig("a", "g", feature, LONG))
                .as("no snapshot yet")
                .isEqualTo("1");
        restart();
        server.publish(KEY, "2");
        int asked = server.requests().size();

        assertThat(diamond.getConfig("a", "g", feature, LONG)).isEqualTo("1");
        assertThat(server.requests()).hasSize(asked);
        assertThat(diamond.getConfig("a", "g", Diamond.GETCONFIG_LOCAL_SERVER_SNAPSHOT, LONG))
                .isEqualTo("2");
        assertThatThrownBy(() -> diamond.getConfig("a", "g", 3, LONG)).hasMessageContaining("feature");
    }

    @Test
    void getConfig_failoverFileBeatsAll_inBothOrders() throws IOException {
        server.publish(KEY, "1");
        Path file = Files.createDirectories(home.resolve("failover/public/g")).resolve("a");
        Files.writeString(file, "by hand");

        assertThat(diamond.getConfig("a", "g", Diamond.GETCONFIG_LOCAL_SNAPSHOT_SERVER, LONG))
                .isEqualTo("by hand");
        assertThat(diamond.getConfig("a", "g", LONG)).isEqualTo("by hand");
    }

    @Test
    void listener_isToldThePresentContent_eachChange_andNullWhenItIsRemoved() throws Exception {
        server.publish(KEY, "1");

        diamond.addListener("a", "g", listener);
        assertThat(hears()).contains("1");
        server.publish(KEY, "2");
        assertThat(hears()).contains("2");
        server.remove(KEY);
        assertThat(hears()).isEmpty();
    }

    @Test
    void listener_ofAnAbsentKey_isToldNothingUntilItIsThere() throws Exception {
        diamond.addListener("a", "g", listener);
        assertThat(diamond.getConfig("a", "g", LONG)).isNull();

        server.publish(KEY, "1");

        assertThat(hears()).contains("1");
    }

    @Test
    void listener_addedTwice_isToldOnce_andRemovedByOneRemoval() throws Exception {
        server.publish(KEY, "1");
        diamond.addListener("a", "g", listener);
        diamond.addListeners("a", "g", List.of(listener, listener));
        assertThat(hears()).contains("1");
        assertThat(diamond.getListeners("a", "g")).containsExactly(listener);

        BlockingQueue<Optional<String>> other = new LinkedBlockingQueue<>();
        diamond.addListener("a", "g", content -> other.add(Optional.ofNullable(content)));
        assertThat(other.poll(60, TimeUnit.SECONDS)).contains("1");
        diamond.removeListener("a", "g", listener);
        diamond.removeListener("a", "g", listener);
        server.publish(KEY, "2");

        assertThat(other.poll(60, TimeUnit.SECONDS)).contains("2");
        assertThat(heard).isEmpty();
        assertThat(diamond.getListeners("a", "g")).hasSize(1);
        assertThat(diamond.getListeners("nothing", "g")).isEmpty();
    }

    @Test
    void listener_isCalledOnItsExecutor() throws Exception {
        server.publish(KEY, "1");
        BlockingQueue<String> threads = new LinkedBlockingQueue<>();
        diamond.addListener("a", "g", new ManagerListener() {
            @Override
            public Executor getExecutor() {
                return task -> new Thread(task, "of the application").start();
            }

            @Override
            public void receiveConfigInfo(String configInfo) {
                threads.add(Thread.currentThread().getName());
            }
        });

        assertThat(threads.poll(60, TimeUnit.SECONDS)).isEqualTo("of the application");
    }

    @Test
    void publishSingle_isReadBackAtOnce_andRemoved() throws IOException {
        assertThat(diamond.publishSingle("a", "g", "1")).isTrue();
        assertThat(diamond.getConfig("a", "g", LONG)).isEqualTo("1");
        assertThat(diamond.publishSingle("a", "g", "2")).isTrue();
        assertThat(diamond.getConfig("a", "g", LONG)).isEqualTo("2");

        assertThat(diamond.remove("a", "g")).isTrue();
        assertThat(diamond.getConfig("a", "g", LONG)).isNull();
        assertThat(diamond.remove("a", "g")).as("removed already").isTrue();
    }

    @Test
    void publishAggr_isMerged_andTheOtherKindIsRefused() throws Exception {
        server.publishDatum(KEY, "2", "two");
        diamond.addListener("a", "g", listener);
        assertThat(hears()).contains("two");

        assertThat(diamond.publishAggr("a", "g", "1", "one")).isTrue();
        assertThat(hears()).contains("one\r\ntwo");
        assertThat(diamond.publishSingle("a", "g", "whole")).isFalse();

        assertThat(diamond.removeAggr("a", "g", "2")).isTrue();
        assertThat(hears()).contains("one");
        assertThat(diamond.removeAggr("a", "g", "2")).as("removed already").isTrue();
        assertThat(diamond.remove("a", "g")).as("merged keys are removed, too").isTrue();
        assertThat(hears()).isEmpty();
    }

    @Test
    void publish_thatNoServerAnswers_isFalse() {
        server.down();

        assertThat(diamond.publishSingle("a", "g", "1")).isFalse();
        assertThat(diamond.publishAggr("b", "g", "1", "1")).isFalse();
        assertThat(diamond.remove("a", "g")).isFalse();
    }

    @Test
    void publish_ofNothing_isTheCallersMistake() {
        assertThatThrownBy(() -> diamond.publishSingle("a", "g", " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("content");
        assertThatThrownBy(() -> diamond.publishAggr("a", "g", "1", null)).hasMessageContaining("content");
        assertThatThrownBy(() -> diamond.publishSingle("a b", "g", "1")).hasMessageContaining("dataId");
    }

    @Test
    void batches_sayOfEachWhatThereIs_andOneIsAllOrNothing() {
        server.publish(KEY, "1");
        try (DiamondClient polling = client(server.uri().toString(), "60s", "true");
                Diamond verbs = new Diamond(polling)) {
            BatchResult all = verbs.batchGetConfig(List.of("a", "b"), "g", LONG);
            assertThat(all.success()).isTrue();
            assertThat(all.items())
                    .containsExactly(
                            new BatchResult.Item("a", "g", BatchResult.EXISTS, "1", Md5.hex("1"), ""),
                            new BatchResult.Item("b", "g", BatchResult.ABSENT, "", "", ""));

            server.enqueue(403);
            BatchResult some = verbs.batchGetConfig(List.of("a", "c"), "g", LONG);
            assertThat(some.success()).isFalse();
            assertThat(some.items().get(1).status()).isEqualTo(BatchResult.FAILED);
            assertThat(some.items().get(1).message()).contains("403");

            assertThat(verbs.batchQuery(List.of("a", "c"), "g", LONG).success()).isTrue();
        }
    }

    @Test
    void batchQuery_asksForWhatTheDatabaseHas_whateverMemoryHolds() throws IOException {
        server.publish(KEY, "1");
        diamond.getConfig("a", "g", LONG);

        BatchResult query = diamond.batchQuery(List.of("a", "b"), "g", LONG);

        assertThat(query.items())
                .containsExactly(
                        new BatchResult.Item("a", "g", BatchResult.EXISTS, "1", Md5.hex("1"), ""),
                        new BatchResult.Item("b", "g", BatchResult.ABSENT, "", "", ""));
        assertThat(server.requests())
                .filteredOn(request -> "database".equals(request.query().get("level")))
                .extracting(request -> request.query().get("dataId"))
                .containsExactly("a", "b");
    }

    @Test
    void batchQuery_withoutServer_isFailed_thoughMemoryAndSnapshotKnow() throws IOException {
        server.publish(KEY, "1");
        diamond.getConfig("a", "g", LONG);
        server.down();

        BatchResult query = diamond.batchQuery(List.of("a"), "g", LONG);

        assertThat(diamond.getConfig("a", "g", LONG)).isEqualTo("1");
        assertThat(query.success())
                .as("what could not be found out is said item by item")
                .isTrue();
        assertThat(query.items()).singleElement().satisfies(item -> {
            assertThat(item.status()).isEqualTo(BatchResult.FAILED);
            assertThat(item.content()).isEmpty();
            assertThat(item.message()).startsWith("public/g/a: ");
        });
    }
}
