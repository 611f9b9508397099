/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.server.problem.NotFound;
import org.diamondconfig.server.problem.PreconditionFailed;
import org.diamondconfig.server.problem.TooLarge;
import org.diamondconfig.server.problem.Unprocessable;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.Test;

/** What every database under the configurations must do when they change. A subclass names one. */
abstract class ConfigStoreContract extends StoreKit {

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
        assertThat(configs.search(Search.all(), Search.Sight.ALL).hits()).isEmpty();
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
    void change_isToldWithWhatStandsThen() {
        Published published = publish(FOO, "a: 1");
        Published removed = configs.remove(ANN, FOO, Precondition.NONE, "", Optional.empty());

        assertThat(wired.told())
                .containsExactly(
                        new ConfigChanged(FOO, published.epoch(), 1, told(published.md5(), "a: 1")),
                        new ConfigChanged(FOO, removed.epoch(), 2, told("", "")));
    }

    private static Optional<ConfigChanged.Content> told(String md5, String text) {
        return Optional.of(new ConfigChanged.Content(md5, ConfigType.TEXT, text));
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
        assertThat(wired.told()).containsExactly(ConfigChanged.of(FOO, first.epoch(), 1));
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
    void idempotencyKey_ofAConditionalPublish_usedByManyAtOnce_isRefusedToNobody() throws Exception {
        for (int round = 0; round < 20; round++) {
            Publication first = Publication.of(ConfigKey.of("G", "round-" + round), "a")
                    .withPrecondition(new Precondition.MustNotExist())
                    .withIdempotencyKey("k" + round);
            together(
                    4,
                    thread -> assertThat(configs.publish(ANN, first).version()).isEqualTo(1));
        }
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
    void observerThatFails_cannotMakeACommittedPublishFail() {
        wired.event().observedBy(changed -> {
            throw new IllegalStateException("disk full");
        });

        assertThat(publish(FOO, "a").version()).isEqualTo(1);
    }

    @Test
    void rowChangedByHand_isRecordedAsAVersionAndTold() {
        publish(FOO, "one");
        store.database()
                .write(entities -> entities.createNativeQuery("update config_info set content = 'by hand'")
                        .executeUpdate());
        wired.told().clear();

        Published recorded = configs.recordByHand(FOO, 1).orElseThrow();

        assertThat(recorded.version()).isEqualTo(2);
        assertThat(recorded.md5()).isEqualTo(Md5.hex("by hand"));
        Config now = configs.find(FOO).orElseThrow();
        assertThat(now.md5()).isEqualTo(recorded.md5());
        assertThat(now.details().publishedBy()).isEqualTo("database");
        assertThat(wired.told()).extracting(ConfigChanged::version).containsExactly(2L);
        assertThat(historyRows()).isEqualTo(2);
        assertThat(publish(FOO, "three").version()).isEqualTo(3);
        assertThat(configs.recordByHand(FOO, 2)).isEmpty();
    }
}
