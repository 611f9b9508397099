/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.diamondconfig.server.config.Configs.BatchResult;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.namespace.Namespace;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.Conflict;
import org.diamondconfig.server.problem.NotFound;
import org.diamondconfig.server.problem.PreconditionFailed;
import org.diamondconfig.server.problem.TooLarge;
import org.diamondconfig.server.problem.Unprocessable;
import org.diamondconfig.server.store.Lane;
import org.diamondconfig.server.store.TestStore;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every database under the configurations must do. A subclass names one. */
abstract class ConfigStoreContract {

    static final ConfigKey FOO = ConfigKey.of("G", "foo");
    static final ConfigKey BAR = ConfigKey.of("G", "bar");
    static final Caller ANN = new Caller("ann", "10.0.0.1", "", "shop");
    static final Caller BOB = new Caller("bob", "10.0.0.2", "", "");

    @TempDir
    Path folder;

    TestStore store;
    TestConfigs wired;
    Configs configs;

    /** A store over an empty database, not started. */
    abstract TestStore store(Path dataFolder);

    @BeforeEach
    void start() {
        store = store(folder).started();
        assertThat(store.database().state().sentence()).isEmpty();
        wired = new TestConfigs(store);
        configs = wired.configs();
    }

    @AfterEach
    void stop() {
        store.close();
    }

    Published publish(ConfigKey key, String content) {
        return configs.publish(ANN, Publication.of(key, content));
    }

    long publishIf(long version, String content) {
        long generation = store.database().epoch().orElseThrow().generation();
        return configs.publish(
                        ANN,
                        Publication.of(FOO, content).withPrecondition(new Precondition.VersionIs(generation, version)))
                .version();
    }

    Published remove(ConfigKey key) {
        return configs.remove(ANN, key, Precondition.NONE, "", Optional.empty());
    }

    @Test
    void publish_isFoundByteForByte() {
        String content = "näme=\u4f60\ud83d\ude00\r\n\ttab\u0000end '\"\\ % _ ?1 :x";

        Published published = publish(FOO, content);

        Config found = configs.find(FOO).orElseThrow();
        assertThat(found.content()).isEqualTo(content);
        assertThat(found.md5()).isEqualTo(Md5.hex(content)).isEqualTo(published.md5());
        assertThat(found.version()).isEqualTo(1).isEqualTo(published.version());
        assertThat(found.epoch())
                .isEqualTo(published.epoch())
                .isEqualTo(wired.feed().epoch());
        assertThat(found.type()).isEqualTo(ConfigType.TEXT);
        assertThat(found.details().publishedBy()).isEqualTo("ann");
        assertThat(Duration.between(found.details().changedAt(), Instant.now()).abs())
                .isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void publish_ofTheLargestContent_isFound_andOneByteMoreIs413() {
        String largest = "x".repeat(1 << 20);

        publish(FOO, largest);

        assertThat(configs.find(FOO).orElseThrow().content()).isEqualTo(largest);
        assertThatThrownBy(() -> publish(FOO, largest + "x")).isInstanceOf(TooLarge.class);
        assertThatThrownBy(() -> publish(FOO, "é".repeat((1 << 19) + 1))).isInstanceOf(TooLarge.class);
    }

    @Test
    void publish_ofTheSame_writesNothing_andTellsTheVersionThatStands() {
        publish(FOO, "a");

        Published again = publish(FOO, "a");

        assertThat(again.changed()).isFalse();
        assertThat(again.version()).isEqualTo(1);
        assertThat(wired.told()).hasSize(2);
        assertThat(historyRows()).isEqualTo(1);
    }

    @Test
    void publish_ofAnotherTypeOrLabel_isAChange_andWhatIsNotNamedStays() {
        configs.publish(
                ANN,
                Publication.of(FOO, "a: 1")
                        .withType(ConfigType.YAML)
                        .withDetails(Optional.of("d"), Optional.of(List.of("x", "y_%")), Optional.of("app")));

        assertThat(publish(FOO, "a: 2").version()).isEqualTo(2);

        Config found = configs.find(FOO).orElseThrow();
        assertThat(found.type()).isEqualTo(ConfigType.YAML);
        assertThat(found.details().tags()).containsExactly("x", "y_%");
        assertThat(found.details().description()).isEqualTo("d");
        assertThat(found.details().appName()).isEqualTo("app");
        assertThat(configs.publish(ANN, Publication.of(FOO, "a: 2").withType(ConfigType.TEXT))
                        .version())
                .isEqualTo(3);
    }

    @Test
    void names_areComparedBytewise() {
        publish(ConfigKey.of("G", "App"), "1");
        publish(ConfigKey.of("G", "app"), "2");
        publish(ConfigKey.of("g", "app"), "3");

        assertThat(configs.find(ConfigKey.of("G", "App")).orElseThrow().content())
                .isEqualTo("1");
        assertThat(configs.find(ConfigKey.of("G", "app")).orElseThrow().content())
                .isEqualTo("2");
        assertThat(wired.feed().liveCount()).isEqualTo(3);
    }

    @Test
    void removal_isAVersion_andARecreatedKeyGoesOnCounting() {
        publish(FOO, "a");

        Published removed = remove(FOO);

        assertThat(removed.version()).isEqualTo(2);
        assertThat(removed.md5()).isEqualTo(Md5.NOTHING);
        assertThat(configs.find(FOO).orElseThrow().present()).isFalse();
        assertThat(configs.find(FOO).orElseThrow().content()).isEmpty();
        assertThat(configs.search(Search.all()).hits()).isEmpty();
        assertThat(wired.feed().liveCount()).isZero();
        assertThatThrownBy(() -> remove(FOO)).isInstanceOf(NotFound.class);
        assertThat(publish(FOO, "a").version()).isEqualTo(3);
    }

    @Test
    void emptyContent_needsToBeMeant_andIsNotAbsence() {
        assertThatThrownBy(() -> publish(FOO, "")).isInstanceOf(BadRequest.class);

        configs.publish(ANN, Publication.of(FOO, "").allowingEmpty());

        assertThat(configs.find(FOO).orElseThrow().present()).isTrue();
    }

    @Test
    void halfASurrogatePair_isRefused() {
        assertThatThrownBy(() -> publish(FOO, "a\ud83d")).isInstanceOf(BadRequest.class);
    }

    @Test
    void precondition_thatIsBroken_is412WithTheCurrentVersion() {
        publish(FOO, "a");
        publish(FOO, "b");

        assertThatThrownBy(() -> publishIf(1, "c"))
                .isInstanceOfSatisfying(
                        PreconditionFailed.class,
                        e -> assertThat(e.currentVersion()).isEqualTo(2));
        assertThat(publishIf(2, "c")).isEqualTo(3);
        assertRefused(FOO, new Precondition.MustNotExist());
        assertRefused(FOO, new Precondition.Md5Is(Md5.hex("b")));
        assertRefused(FOO, new Precondition.VersionIs(9, 3));
        assertRefused(BAR, new Precondition.MustExist());
    }

    private void assertRefused(ConfigKey key, Precondition precondition) {
        assertThatThrownBy(() -> configs.publish(ANN, Publication.of(key, "z").withPrecondition(precondition)))
                .isInstanceOf(PreconditionFailed.class);
    }

    @Test
    void compareAndSet_hasOneWinnerPerExpectation() throws Exception {
        int threads = 8;
        int rounds = 10;
        publish(FOO, "start");
        for (int round = 1; round <= rounds; round++) {
            long expected = round;
            AtomicInteger winners = new AtomicInteger();

            together(threads, thread -> {
                try {
                    assertThat(publishIf(expected, "by " + thread + " at " + expected))
                            .isEqualTo(expected + 1);
                    winners.incrementAndGet();
                } catch (PreconditionFailed e) {
                    assertThat(e.currentVersion()).isEqualTo(expected + 1);
                }
            });

            assertThat(winners).hasValue(1);
        }
        assertThat(historyRows()).isEqualTo(rounds + 1);
    }

    @Test
    void firstPublish_ofOneKeyByMany_leavesEveryAcknowledgedVersionInHistory() throws Exception {
        AtomicInteger acknowledged = new AtomicInteger();

        together(4, thread -> {
            publish(FOO, "by " + thread);
            acknowledged.incrementAndGet();
        });

        assertThat(configs.find(FOO).orElseThrow().version()).isEqualTo(acknowledged.get());
        assertThat(historyRows()).isEqualTo(acknowledged.get());
    }

    interface Work {
        void run(int thread) throws Exception;
    }

    static void together(int threads, Work work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Future<?>> ends = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int number = thread;
                ends.add(pool.submit(() -> {
                    start.await();
                    work.run(number);
                    return null;
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void idempotencyKey_takesEffectOnce_andIsToldAgain() {
        Publication once = Publication.of(FOO, "a").withIdempotencyKey("k1");
        Published first = configs.publish(ANN, once);
        publish(FOO, "b");
        wired.told().clear();

        Published again = configs.publish(ANN, once);

        assertThat(again).isEqualTo(first);
        assertThat(configs.find(FOO).orElseThrow().content()).isEqualTo("b");
        assertThat(wired.told()).containsExactly(new ConfigChanged(FOO, first.epoch(), 1));
    }

    @Test
    void idempotencyKey_ofAnotherRequestIs422_andOfAnotherSubjectIsAnotherKey() {
        configs.publish(ANN, Publication.of(FOO, "a").withIdempotencyKey("k1"));

        assertThatThrownBy(() -> configs.publish(ANN, Publication.of(FOO, "b").withIdempotencyKey("k1")))
                .isInstanceOf(Unprocessable.class);
        assertThat(configs.publish(BOB, Publication.of(FOO, "b").withIdempotencyKey("k1"))
                        .version())
                .isEqualTo(2);
    }

    @Test
    void idempotencyKey_ofARemoval_isLearntAfterIt() {
        publish(FOO, "a");
        Published first = configs.remove(ANN, FOO, Precondition.NONE, "", Optional.of("k"));

        assertThat(configs.remove(ANN, FOO, Precondition.NONE, "", Optional.of("k")))
                .isEqualTo(first);
    }

    @Test
    void idempotencyKey_usedByManyAtOnce_takesEffectOnce() throws Exception {
        together(
                4,
                thread -> assertThat(
                                configs.publish(ANN, Publication.of(FOO, "a").withIdempotencyKey("k"))
                                        .version())
                        .isEqualTo(1));

        assertThat(historyRows()).isEqualTo(1);
    }

    @Test
    void batch_givesEachItemItsOwnOutcome_inTheOrderGiven() {
        publish(BAR, "old");
        ConfigKey lost = ConfigKey.of("nowhere", "G", "x");

        List<BatchResult> results = configs.publishAll(
                ANN,
                List.of(
                        Publication.of(FOO, "1"),
                        Publication.of(lost, "2"),
                        Publication.of(BAR, "3").withPrecondition(new Precondition.MustNotExist()),
                        Publication.of(ConfigKey.of("G", "empty"), ""),
                        Publication.of(FOO, "again"),
                        Publication.of(ConfigKey.of("G", "last"), "5")));

        assertThat(results)
                .extracting(result ->
                        result.problem().map(problem -> problem.code()).orElse("ok"))
                .containsExactly(
                        "ok", "NAMESPACE_NOT_FOUND", "PRECONDITION_FAILED", "CONTENT_EMPTY", "DUPLICATE_KEY", "ok");
        assertThat(configs.find(FOO).orElseThrow().content()).isEqualTo("1");
        assertThat(configs.find(BAR).orElseThrow().content()).isEqualTo("old");
    }

    @Test
    void batch_largerThanOneTransaction_isAppliedWhole() {
        List<Publication> many = IntStream.range(0, 100)
                .mapToObj(i -> Publication.of(ConfigKey.of("G", "k" + i), "v" + i))
                .toList();

        assertThat(configs.publishAll(ANN, many))
                .allMatch(result -> result.published().isPresent());

        assertThat(wired.feed().liveCount()).isEqualTo(100);
        assertThat(wired.told()).hasSize(100);
    }

    @Test
    void search_takesStarsOnlyAsWildcards() {
        for (String name : List.of("a.b", "a_b", "axb", "A.b", "a.b.c")) {
            publish(ConfigKey.of("G", name), "x");
        }

        assertThat(found("a_b")).containsExactly("a_b");
        assertThat(found("a_*")).containsExactly("a_b");
        assertThat(found("a.b*")).containsExactly("a.b", "a.b.c");
        assertThat(found("*.b")).containsExactly("A.b", "a.b");
        assertThat(found("%")).isEmpty();
        assertThat(found("a!*")).isEmpty();
        assertThat(found("' or 1=1 --")).isEmpty();
        assertThat(found("*\\*")).isEmpty();
    }

    private List<String> found(String dataId) {
        return configs.search(search(Optional.of(dataId), Optional.empty(), Optional.empty(), 0)).hits().stream()
                .map(hit -> hit.key().dataId())
                .toList();
    }

    private static Search search(Optional<String> dataId, Optional<String> tag, Optional<String> cursor, int limit) {
        return new Search(
                Optional.empty(), Optional.of("G"), dataId, tag, Optional.empty(), Optional.empty(), cursor, limit);
    }

    @Test
    void search_findsTagsExactly() {
        configs.publish(ANN, tagged(FOO, "red", "a_b"));
        configs.publish(ANN, tagged(BAR, "dark red", "aXb"));

        assertThat(taggedKeys("red")).containsExactly(FOO);
        assertThat(taggedKeys("a_b")).containsExactly(FOO);
        assertThat(taggedKeys("Red")).isEmpty();
        assertThat(taggedKeys("%")).isEmpty();
    }

    private List<ConfigKey> taggedKeys(String tag) {
        return configs.search(search(Optional.empty(), Optional.of(tag), Optional.empty(), 0)).hits().stream()
                .map(Search.Hit::key)
                .toList();
    }

    private static Publication tagged(ConfigKey key, String... tags) {
        return Publication.of(key, "x").withDetails(Optional.empty(), Optional.of(List.of(tags)), Optional.empty());
    }

    @Test
    void search_pagesByKey_withoutLossOrRepetition() {
        wired.namespaces().create(ANN, "dev", "", "");
        List<ConfigKey> keys = new ArrayList<>();
        for (String namespace : List.of("", "dev")) {
            for (String group : List.of("A", "a", "b")) {
                for (int i = 0; i < 4; i++) {
                    keys.add(new ConfigKey(namespace, group, "k" + i));
                    publish(keys.get(keys.size() - 1), "x");
                }
            }
        }
        List<ConfigKey> seen = new ArrayList<>();
        Optional<String> cursor = Optional.empty();

        do {
            Search.Page page = configs.search(new Search(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of("k*"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    cursor,
                    5));
            page.hits().forEach(hit -> seen.add(hit.key()));
            cursor = page.next();
        } while (cursor.isPresent());

        assertThat(seen).isEqualTo(keys.stream().sorted().toList());
    }

    @Test
    void search_withACursorOfItsOwnMaking_is400() {
        for (String cursor : List.of("x", "!", "YQpi", "")) {
            assertThatThrownBy(() -> configs.search(search(Optional.empty(), Optional.empty(), Optional.of(cursor), 0)))
                    .isInstanceOf(BadRequest.class);
        }
    }

    @Test
    void feed_showsWhatChanged_tombstonesIncluded() {
        publish(FOO, "a");
        publish(BAR, "b");
        remove(BAR);

        List<ConfigFeed.Stamp> stamps = wired.feed().changedWithin(Duration.ofSeconds(30), 0, 100);

        assertThat(stamps).extracting(ConfigFeed.Stamp::version).containsExactlyInAnyOrder(1L, 2L);
        assertThat(stamps).isEqualTo(wired.feed().page(0, 100));
        assertThat(stamps).isSortedAccordingTo((a, b) -> Long.compare(a.id(), b.id()));
        assertThat(wired.feed().page(stamps.get(0).id(), 100)).containsExactly(stamps.get(1));
        assertThat(wired.feed().fetch(stamps.stream().map(ConfigFeed.Stamp::id).toList()))
                .extracting(Config::content)
                .containsExactlyInAnyOrder("a", "");
        store.sql("update config_info set changed_at = TIMESTAMPADD(SECOND, -60, changed_at)");
        assertThat(wired.feed().changedWithin(Duration.ofSeconds(30), 0, 100)).isEmpty();
    }

    @Test
    void observerThatFails_cannotMakeACommittedPublishFail() {
        wired.event().observedBy(changed -> {
            throw new IllegalStateException("disk full");
        });

        assertThat(publish(FOO, "a").version()).isEqualTo(1);
    }

    @Test
    void namespace_mustExistForANewKey_andBeEmptyToGo() {
        ConfigKey key = ConfigKey.of("dev", "G", "x");
        assertThatThrownBy(() -> publish(key, "a")).isInstanceOf(NotFound.class);
        wired.namespaces().create(ANN, "dev", "Development", "d");
        publish(key, "a");

        assertThatThrownBy(() -> wired.namespaces().remove(ANN, "dev")).isInstanceOf(Conflict.class);

        remove(key);
        wired.namespaces().remove(ANN, "dev");
        assertThat(wired.namespaces().exists("dev")).isFalse();
        assertThatThrownBy(() -> publish(key, "b")).isInstanceOf(NotFound.class);
        assertThat(wired.namespaces().create(ANN, "dev", "", "").version()).isEqualTo(3);
        assertThat(publish(key, "b").version()).isEqualTo(3);
    }

    @Test
    void namespace_removedWhileAKeyWasPublished_comesBack() {
        wired.namespaces().create(ANN, "dev", "", "");
        publish(ConfigKey.of("dev", "G", "x"), "a");
        store.sql("update config_namespace set deleted = true");
        wired.namespaces().start();

        store.scheduler().advance(Duration.ofMinutes(1));

        assertThat(wired.namespaces().exists("dev")).isTrue();
    }

    @Test
    void namespaces_areListedByName_thePublicOneFirst_andRenamed() {
        wired.namespaces().create(ANN, "b", "B", "");
        wired.namespaces().create(ANN, "a", "", "");
        wired.namespaces().rename(BOB, "a", "Title", "words");

        assertThat(wired.namespaces().list())
                .extracting(Namespace::name, Namespace::title)
                .containsExactly(tuple("", "public"), tuple("a", "Title"), tuple("b", "B"));
        assertThatThrownBy(() -> wired.namespaces().create(ANN, "a", "", "")).isInstanceOf(Conflict.class);
        assertThatThrownBy(() -> wired.namespaces().remove(ANN, "public")).isInstanceOf(Conflict.class);
        assertThatThrownBy(() -> wired.namespaces().rename(ANN, "zz", "", "")).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> wired.namespaces().create(ANN, "a/b", "", "")).isInstanceOf(BadRequest.class);
    }

    long historyRows() {
        return store.database()
                .read(
                        Lane.READ,
                        entities -> ((Number) entities.createNativeQuery("select count(*) from config_history")
                                        .getSingleResult())
                                .longValue());
    }
}
