/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.awaitility.Awaitility;
import org.diamondconfig.client.ClientSettings.Setting;
import org.diamondconfig.client.Config;
import org.diamondconfig.client.DiamondClient;
import org.diamondconfig.client.DiamondException;
import org.diamondconfig.client.Published;
import org.diamondconfig.wire.ConfigKey;

/**
 * What applications do all the time: one client publishes, one gets keys that it has not asked for yet, so that each get is a
 * call, and some listen. It begins at once, and goes on until it is stopped.
 */
final class Traffic implements AutoCloseable {

    private static final ConfigKey CHANGING = ConfigKey.of("traffic", "changing");
    private static final ConfigKey SETTLED = ConfigKey.of("traffic", "settled");
    private static final int LISTENERS = 4;
    private static final Duration PACE = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** A call ends at another server when one ends; how soon, a busy machine decides. */
    private static final String PATIENT = "20s";

    private final Cluster cluster;
    private final Path home;
    private final List<DiamondClient> clients = new ArrayList<>();
    private final List<Calls> calls = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Acks acks = new Acks();
    private final AtomicInteger gets = new AtomicInteger();
    private final Queue<String> failedGets = new ConcurrentLinkedQueue<>();
    private final Queue<String> failedPublishes = new ConcurrentLinkedQueue<>();
    private volatile String last = "";

    Traffic(Cluster cluster, Path home) {
        this.cluster = cluster;
        this.home = home;
        DiamondClient publisher = client("publisher");
        publisher.publish(SETTLED, "settled");
        publisher.publish(CHANGING, "first");
        cluster.nodes().stream().map(Api::new).forEach(Traffic::awaitSettled);
        for (int i = 0; i < LISTENERS; i++) {
            Calls heard = new Calls();
            client("listener-" + i).listen(CHANGING, heard);
            calls.add(heard);
        }
        threads.add(Link.start("publisher", () -> repeat(number -> publish(publisher, number))));
        threads.add(Link.start("getter", () -> repeat(this::get)));
    }

    /** From here on a get that finds nothing has failed. */
    private static void awaitSettled(Api api) {
        Awaitility.await("the first contents")
                .atMost(PATIENCE)
                .until(() -> Api.text(api.read(SETTLED)).equals("settled")
                        && Api.text(api.read(CHANGING)).equals("first"));
    }

    private DiamondClient client(String name) {
        DiamondClient client = DiamondClient.builder()
                .home(home.resolve(name))
                .servers(cluster.servers())
                .with(Setting.RETRY_CAP, "5s")
                .with(Setting.CALL_TIMEOUT, PATIENT)
                .build();
        clients.add(client);
        return client;
    }

    private void repeat(IntConsumer action) {
        try {
            for (int i = 0; !stopped.await(PACE.toMillis(), TimeUnit.MILLISECONDS); i++) {
                action.accept(i);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void publish(DiamondClient publisher, int number) {
        String content = "change " + number;
        try {
            Published published = publisher.publish(CHANGING, content);
            acks.add(CHANGING, published.version(), content);
            last = content;
        } catch (DiamondException e) {
            failedPublishes.add(content + ": " + e.getMessage());
        }
    }

    /** By a client that knows nothing yet. */
    private void get(int number) {
        try (DiamondClient fresh = DiamondClient.builder()
                .home(home.resolve("getter-" + number))
                .servers(cluster.servers())
                .with(Setting.CALL_TIMEOUT, PATIENT)
                .build()) {
            Optional<Config> got = fresh.get(SETTLED);
            if (got.filter(config -> config.content().equals("settled")).isEmpty()) {
                failedGets.add(number + ": " + got);
            }
        } catch (DiamondException e) {
            failedGets.add(number + ": " + e);
        }
        gets.incrementAndGet();
    }

    /** Waits until so many more publishes are acknowledged and as many gets are done. */
    void awaitMore(int count) {
        int ackedBefore = acks.count();
        int gotBefore = gets.get();
        Awaitility.await("the traffic")
                .atMost(PATIENCE)
                .until(() -> acks.count() >= ackedBefore + count && gets.get() >= gotBefore + count);
    }

    /** Ends publishes and gets; the listeners go on. */
    void stop() throws InterruptedException {
        stopped.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    List<String> failedGets() {
        return List.copyOf(failedGets);
    }

    String summary() {
        return gets + " gets, " + failedGets.size() + " failed; " + acks.count() + " publishes, "
                + failedPublishes.size() + " failed " + failedPublishes;
    }

    void assertNothingIsLost() {
        acks.assertKept(new Api(cluster.node(0)));
    }

    /** The last that was acknowledged; the publish behind it may have failed and be there all the same. */
    void assertListenersEndOnTheLast() {
        String newest = Api.text(new Api(cluster.node(0)).readDatabase(CHANGING));
        assertThat(failedPublishes.isEmpty() ? last : newest).isEqualTo(newest);
        for (Calls heard : calls) {
            Awaitility.await("'" + newest + "' at every listener")
                    .atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(heard.last(CHANGING).content()).isEqualTo(newest));
        }
    }

    @Override
    public void close() {
        stopped.countDown();
        clients.forEach(DiamondClient::close);
    }
}
