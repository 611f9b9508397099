/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.diamondconfig.server.store.TestStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may not hold up a heartbeat, and what a heartbeat may not undo. */
class HeartbeatTest {

    @TempDir
    Path folder;

    private TestStore store;

    @BeforeEach
    void open() {
        store = TestStore.h2(folder.resolve("store")).started();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private ClusterNode node(String host) {
        return ClusterNode.at(host, store.database(), folder.resolve(host)).started();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void heartbeat_doesNotWaitForAnAddressServer() throws Exception {
        Map<String, String> settings =
                Map.of("diamond.cluster.address", "a", "diamond.cluster.address-urls", "http://hanging/");
        ClusterNode a = new ClusterNode(store.database(), folder.resolve("a"), settings);
        ClusterNode b = node("b");
        CompletableFuture<ClusterNode> starting = CompletableFuture.supplyAsync(a::started);
        a.asked.get(60, TimeUnit.SECONDS);

        b.beat();

        assertThat(b.others()).containsExactly("a");
        a.hanging.complete(new Outbound.Reply(200, "c"));
        starting.get(60, TimeUnit.SECONDS);
        assertThat(a.others()).containsExactly("c");
    }

    @Test
    void addressServerThatAnswersAfterTheEnd_isNotHeeded() {
        Map<String, String> settings =
                Map.of("diamond.cluster.address", "a", "diamond.cluster.address-urls", "http://hanging/");
        ClusterNode a = new ClusterNode(store.database(), folder.resolve("a"), settings).started();
        a.cluster.stop();

        a.hanging.complete(new Outbound.Reply(200, "c"));

        assertThat(a.asked).isCompleted();
        assertThat(a.others()).isEmpty();
        assertThat(a.dir.addresses()).isEmpty();
    }

    @Test
    void nodeThatEndsAmidAHeartbeat_isOffTheList() throws Exception {
        ClusterNode a = node("a");
        ClusterNode b = node("b");
        CountDownLatch amid = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        a.beforeBeat = () -> {
            amid.countDown();
            await(goOn);
        };
        CompletableFuture<Void> beating = CompletableFuture.runAsync(a::beat);
        await(amid);
        Thread stopping = new Thread(a.cluster::stop);
        stopping.start();
        // One that waits for the heartbeat is not over now; one that does not is.
        stopping.join(300);
        goOn.countDown();
        beating.get(60, TimeUnit.SECONDS);
        stopping.join(60_000);

        b.beat();

        assertThat(b.others()).isEmpty();
    }

    @Test
    void rowThatNamesNoAddress_isPassedOver() {
        ClusterNode a = node("a");
        node("b");
        ClusterNode c = node("c");
        assertThat(store.sql("update cluster_instance set address = 'no address' where address like 'http://b:%'"))
                .isEqualTo(1);
        c.cluster.stop();

        a.pass(Duration.ofSeconds(5));

        assertThat(a.cluster.members()).isEmpty();
        assertThat(a.cluster.standing().sentence()).isEmpty();
    }
}
