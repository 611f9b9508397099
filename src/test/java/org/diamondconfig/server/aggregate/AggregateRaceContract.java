/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.diamondconfig.server.config.Publication;
import org.diamondconfig.server.problem.Conflict;
import org.diamondconfig.server.problem.TooLarge;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.store.Lane;
import org.diamondconfig.server.store.TestStore;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must stay true when several nodes change and merge the same datums, and when one of them is gone in between. */
abstract class AggregateRaceContract {

    private static final ConfigKey FOO = ConfigKey.of("G", "foo");
    private static final int NODES = 3;

    @TempDir
    Path folder;

    private final List<TestStore> stores = new ArrayList<>();
    private final List<AggregateNode> nodes = new ArrayList<>();

    /** A store over an empty database, not started. */
    abstract TestStore store(Path dataFolder);

    @BeforeEach
    void start() {
        stores.add(store(folder).started());
        assertThat(stores.get(0).database().state().sentence()).isEmpty();
        for (int i = 1; i < NODES; i++) {
            stores.add(stores.get(0).another().started());
        }
        stores.forEach(store -> nodes.add(AggregateNode.over(store)));
    }

    @AfterEach
    void stop() {
        stores.forEach(TestStore::close);
    }

    @Test
    void datumThatCameAndWentMeanwhile_comesBackAboveBoth() {
        AggregateNode late = nodes.get(0);
        AggregateNode quick = nodes.get(1);
        quick.publish(FOO, "other", "1");
        late.beforeChanging = () -> {
            quick.publish(FOO, "a", "came");
            quick.remove(FOO, "a");
        };

        DatumPublished back = late.publish(FOO, "a", "back");

        assertThat(back.datumVersion()).isEqualTo(4);
        assertThat(late.aggregates.list(FOO, Optional.empty(), 9).datums())
                .extracting(Datum::version)
                .containsExactly(4L, 1L);
        assertThat(late.aggregates.history(FOO, Optional.empty(), 9).revisions())
                .extracting(Datum.Revision::version)
                .containsExactly(4L, 3L, 2L, 1L);
    }

    @Test
    void mergeByAnOlderSet_neverFollowsANewerOne() {
        AggregateNode late = nodes.get(0);
        AggregateNode quick = nodes.get(1);
        quick.publish(FOO, "a", "old");
        late.publish(FOO, "a", "older set");
        late.beforeRecording = () -> {
            quick.publish(FOO, "a", "newer set");
            quick.merge();
        };

        late.merge();

        assertThat(quick.seen(FOO)).isEqualTo("2: newer set");
        assertThat(late.told()).isEmpty();
    }

    @Test
    void mergeByAnOlderSet_neverBringsARemovedKeyBack() {
        AggregateNode late = nodes.get(0);
        AggregateNode quick = nodes.get(1);
        quick.publish(FOO, "a", "1");
        late.publish(FOO, "b", "2");
        late.beforeRecording = () -> {
            quick.removeAll(FOO);
            quick.merge();
            quick.configs.publish(AggregateNode.ANN, Publication.of(FOO, "whole"));
        };

        late.merge();

        assertThat(quick.seen(FOO)).isEqualTo("3: whole");
    }

    @Test
    void removalOfTheLastDatum_losesToADatumThatCameMeanwhile() {
        AggregateNode late = nodes.get(0);
        late.publish(FOO, "a", "1");
        late.removeAll(FOO);
        late.beforeRecording = () -> nodes.get(1).publish(FOO, "b", "2");

        late.merge();

        assertThat(late.seen(FOO)).isEqualTo("2: 2");
    }

    @Test
    void changeOfANodeThatDiedBeforeItsMerge_isMergedByTheSweepOfAnother() {
        nodes.get(0).publish(FOO, "a", "1");
        nodes.get(0).publish(FOO, "b", "2");

        nodes.get(1).scheduler.advance(Duration.ofSeconds(1));

        assertThat(nodes.get(2).seen(FOO)).isEqualTo("2: 1\r\n2");
        assertThat(nodes.get(1).told()).hasSize(1);
    }

    @Test
    void changeLeftUnmerged_isMergedAtTheNextStart() {
        nodes.get(0).publish(FOO, "a", "1");
        nodes.get(0).removeAll(FOO);

        AggregateNode.over(stores.get(0));

        assertThat(nodes.get(0).find(FOO).present()).isFalse();
    }

    @Test
    void firstDatumsOfAKey_atTheSameMoment_areAllInIt() throws Exception {
        List<Callable<Object>> publishers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String id = "d" + i;
            AggregateNode node = nodes.get(i % NODES);
            publishers.add(() -> node.publish(FOO, id, id));
        }

        atOnce(publishers);

        nodes.forEach(AggregateNode::merge);
        assertThat(nodes.get(0).find(FOO).content()).isEqualTo("d0\r\nd1\r\nd2\r\nd3\r\nd4\r\nd5");
    }

    @Test
    void datumsThatComeWhileOneIsCommitted_areChangedTogether_eachWithItsOwnPlaceInTheHistory() throws Exception {
        AggregateNode node = nodes.get(0);
        node.publish(FOO, "z", "0");
        CountDownLatch looked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        node.beforeChanging = () -> {
            looked.countDown();
            awaited(goOn);
            node.beforeChanging = () -> nodes.get(1).publish(FOO, "other", "o");
        };
        List<FutureTask<DatumPublished>> all = new ArrayList<>();
        all.add(begun(() -> node.publish(FOO, "a", "1")));
        awaited(looked);
        for (String id : List.of("c", "b", "z", "d")) {
            all.add(begun(() -> node.publish(FOO, id, "new")));
            while (node.waiting() < all.size() - 1) {
                Thread.onSpinWait();
            }
        }

        goOn.countDown();

        List<Long> places = new ArrayList<>();
        for (FutureTask<DatumPublished> one : all) {
            assertThat(one.get().changed()).isTrue();
            places.add(one.get().dirty());
        }
        assertThat(places).containsExactly(2L, 5L, 4L, 7L, 6L);
        nodes.forEach(AggregateNode::merge);
        assertThat(node.find(FOO).content()).isEqualTo("1\r\nnew\r\nnew\r\nnew\r\no\r\nnew");
        assertThat(node.aggregates.history(FOO, Optional.empty(), 9).revisions())
                .extracting(Datum.Revision::dirty)
                .containsExactly(7L, 6L, 5L, 4L, 3L, 2L, 1L);
        assertThat(node.aggregates.list(FOO, Optional.empty(), 9).datums())
                .extracting(Datum::version)
                .containsExactly(2L, 4L, 5L, 6L, 3L, 2L);
    }

    @Test
    void datumThatIsOneTooMany_isRefused_andTheOthersThatCameWithItAreNot() throws Exception {
        AggregateNode node = new AggregateNode(stores.get(0), Map.of("diamond.datum.count", "3")).started();
        node.publish(FOO, "z", "0");
        CountDownLatch looked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        node.beforeChanging = () -> {
            looked.countDown();
            awaited(goOn);
        };
        List<FutureTask<DatumPublished>> all = new ArrayList<>();
        all.add(begun(() -> node.publish(FOO, "a", "1")));
        awaited(looked);
        for (String id : List.of("b", "c", "z")) {
            all.add(begun(() -> node.publish(FOO, id, "2")));
            while (node.waiting() < all.size() - 1) {
                Thread.onSpinWait();
            }
        }

        goOn.countDown();

        assertThat(all.get(1).get().changed()).isTrue();
        assertThat(all.get(3).get().datumVersion()).isEqualTo(2);
        assertThatThrownBy(() -> all.get(2).get()).hasCauseInstanceOf(TooLarge.class);
        node.merge();
        assertThat(node.find(FOO).content()).isEqualTo("1\r\n2\r\n2");
    }

    @Test
    void keyThatIsBeingMerged_isNotMergedBesides_butAgainAfterwards() {
        AggregateNode node = nodes.get(0);
        node.publish(FOO, "a", "1");
        node.publish(FOO, "b", "2");
        List<String> meanwhile = new ArrayList<>();
        node.beforeRecording = () -> {
            node.publish(FOO, "c", "3");
            node.merge();
            meanwhile.add(node.seen(FOO));
        };

        node.merge();

        assertThat(meanwhile).containsExactly("1: 1");
        assertThat(node.seen(FOO)).isEqualTo("3: 1\r\n2\r\n3");
    }

    private static <T> FutureTask<T> begun(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        new Thread(task).start();
        return task;
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void bothKindsAtTheSameMoment_oneWins() throws Exception {
        for (int round = 0; round < 10; round++) {
            ConfigKey key = ConfigKey.of("G", "race" + round);
            AtomicInteger refused = new AtomicInteger();

            atOnce(List.of(
                    unless(refused, () -> nodes.get(0).publish(key, "a", "datum")),
                    unless(
                            refused,
                            () -> nodes.get(1).configs.publish(AggregateNode.ANN, Publication.of(key, "whole")))));

            nodes.forEach(AggregateNode::merge);
            assertThat(refused).hasValue(1);
            assertThat(nodes.get(2).seen(key)).isIn("1: datum", "1: whole");
            assertThat(rows("config_info_aggr where data_id = '" + key.dataId() + "'"))
                    .isEqualTo(nodes.get(2).find(key).content().equals("datum") ? 1 : 0);
        }
    }

    private static Callable<Object> unless(AtomicInteger refused, Callable<Object> call) {
        return () -> {
            try {
                return call.call();
            } catch (Conflict e) {
                return refused.incrementAndGet();
            }
        };
    }

    @Test
    void publishersOnSeveralNodes_leaveExactlyWhatWasAcknowledged_andNoMergeGoesBack() throws Exception {
        Map<String, String> acknowledged = new ConcurrentHashMap<>();
        List<Callable<Object>> work = new ArrayList<>();
        for (int i = 0; i < 2 * NODES; i++) {
            AggregateNode node = nodes.get(i % NODES);
            String own = "p" + i;
            work.add(() -> {
                for (int round = 0; round < 12; round++) {
                    String id = own + "." + round % 3;
                    if (round % 5 == 4) {
                        retried(() -> node.remove(FOO, id));
                        acknowledged.remove(id);
                    } else {
                        String content = own + " " + round;
                        retried(() -> node.publish(FOO, id, content));
                        acknowledged.put(id, content);
                    }
                }
                return null;
            });
        }
        nodes.forEach(node -> work.add(() -> {
            for (int round = 0; round < 12; round++) {
                node.merge();
            }
            return null;
        }));

        atOnce(work);

        nodes.forEach(node -> node.scheduler.advance(Duration.ofSeconds(3)));
        assertThat(nodes.get(0).find(FOO).content())
                .isEqualTo(String.join("\r\n", new TreeMap<>(acknowledged).values()));
        assertThat(countsShownByVersion()).isNotEmpty().isSorted().doesNotHaveDuplicates();
        assertThat(rows("config_aggregate where pending = false and dirty = merged_dirty and datums = "
                        + acknowledged.size() + " and bytes = "
                        + acknowledged.values().stream()
                                .mapToInt(String::length)
                                .sum()))
                .isEqualTo(1);
        assertThat(rows("config_datum_history")).isEqualTo(12 * 2 * NODES);
    }

    /** How many changes each version of the key showed, in the order of versions, as the history tells it. */
    private List<Long> countsShownByVersion() {
        long last = nodes.get(0).find(FOO).version();
        return stores.get(0)
                .database()
                .read(
                        Lane.READ,
                        entities -> LongStream.rangeClosed(1, last)
                                .mapToObj(version -> (String) entities.createNativeQuery(
                                                "select reason from config_history where version = " + version)
                                        .getSingleResult())
                                .map(reason -> Long.valueOf(reason.replaceAll(".* after (\\d+) changes", "$1")))
                                .toList());
    }

    private static void retried(Runnable change) {
        for (int tries = 0; ; tries++) {
            try {
                change.run();
                return;
            } catch (Unavailable busy) {
                if (tries == 20) {
                    throw busy;
                }
            }
        }
    }

    private long rows(String from) {
        return stores.get(0)
                .database()
                .read(
                        Lane.READ,
                        entities -> ((Number) entities.createNativeQuery("select count(*) from " + from)
                                        .getSingleResult())
                                .longValue());
    }

    private static void atOnce(List<Callable<Object>> work) throws Exception {
        CyclicBarrier together = new CyclicBarrier(work.size());
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        try {
            List<Future<Object>> done = work.stream()
                    .map(call -> threads.submit(() -> {
                        together.await();
                        return call.call();
                    }))
                    .toList();
            for (Future<Object> one : done) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
