/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.search.LabelStore.Labelled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The database is asked for labels once, however many ask for them, and what is told is what stands. */
class LabelsTest extends SearchKit {

    private static final Optional<String> ALL = Optional.empty();
    private static final Optional<String> PUBLIC = Optional.of("");

    /** Nobody waits that long, whatever else the machine does. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final ExecutorService viewers = Executors.newCachedThreadPool();
    private final CountDownLatch goOn = new CountDownLatch(1);

    /** How often the database was asked for rows. */
    private final AtomicInteger questions = new AtomicInteger();

    private volatile Runnable database = () -> {};
    private Labels labels;

    @BeforeEach
    void start() {
        labels = labels(100);
        publish("a", List.of("eu", "prod"), "");
        publish("b", List.of("eu"), "shop");
        publish("plain", List.of(), "");
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        viewers.shutdownNow();
    }

    private Labels labels(int slice) {
        // Its time is looked at once before each question.
        Configs.Bounds counting = new Configs.Bounds(1, PATIENCE, () -> {
            questions.incrementAndGet();
            database.run();
            return ticker.nanos();
        });
        LabelStore reads = new LabelStore(store.database(), configs(), counting, slice);
        Labels made = new Labels(reads, node.dump(), bounds(PATIENCE));
        node.dumped().observedBy(made::onDumped);
        return made;
    }

    private List<String> read(Optional<String> namespace) {
        List<Labelled> read = new ArrayList<>();
        labels.each(namespace, ticker.nanos(), read::add);
        return told(read);
    }

    private static List<String> told(List<Labelled> labelled) {
        return labelled.stream()
                .map(one -> one.key().dataId() + " " + one.tags() + one.app().orElse(""))
                .sorted()
                .toList();
    }

    private CompletableFuture<List<String>> asked(Optional<String> namespace) {
        return CompletableFuture.supplyAsync(() -> read(namespace), viewers);
    }

    /** Lets so many readings come to the database, which answers none until the test goes on. */
    private CountDownLatch holdUp(int readings) {
        CountDownLatch there = new CountDownLatch(readings);
        database = () -> {
            there.countDown();
            await(goOn);
        };
        return there;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void viewersWhoAskAtOnce_shareOneReading() {
        CountDownLatch there = holdUp(1);
        CompletableFuture<List<String>> first = asked(ALL);
        await(there);
        List<CompletableFuture<List<String>>> others =
                Stream.generate(() -> asked(ALL)).limit(Labels.MOST_WAITING - 1).toList();

        goOn.countDown();

        assertThat(first.join()).containsExactly("a [eu, prod]", "b [eu]shop");
        assertThat(others).allSatisfy(other -> assertThat(other.join()).isEqualTo(first.join()));
        assertThat(questions).hasValue(1);
    }

    @Test
    void moreThanMayWait_areToldSo_andNobodyElse() {
        CountDownLatch there = holdUp(Labels.MOST_WAITING);
        List<CompletableFuture<List<String>>> waiting = IntStream.range(0, Labels.MOST_WAITING)
                .mapToObj(i -> asked(Optional.of("n" + i)))
                .toList();
        await(there);

        assertThatThrownBy(() -> read(ALL)).hasFieldOrPropertyWithValue("code", "SEARCH_BUSY");
        goOn.countDown();
        assertThat(waiting).allSatisfy(one -> assertThat(one.join()).isEmpty());
        assertThat(read(ALL)).hasSize(2);
    }

    @Test
    void changes_areReadAlone() {
        read(ALL);
        publish("a", List.of("us"), "");
        publish("b", List.of(), "");
        publish("new", List.of(), "bank");

        assertThat(read(ALL)).containsExactly("a [us]", "new []bank");
        remove("a");
        assertThat(read(ALL)).containsExactly("new []bank");
        assertThat(read(ALL)).containsExactly("new []bank");
        assertThat(questions).as("all, three changes, one change").hasValue(3);
    }

    @Test
    void changesThatAreBeingRead_areWaitedFor() {
        read(ALL);
        publish("a", List.of("us"), "");
        CountDownLatch there = holdUp(1);
        CompletableFuture<List<String>> first = asked(ALL);
        await(there);

        assertWaits();
        goOn.countDown();
        assertThat(first.join()).contains("a [us]");
    }

    /** Somebody who has no time for it. */
    private void assertWaits() {
        long tooEarly = ticker.nanos() - PATIENCE.toNanos();
        assertThatThrownBy(() -> labels.each(ALL, tooEarly, one -> {}))
                .hasFieldOrPropertyWithValue("code", "SEARCH_TIMEOUT");
    }

    /** Whether he waits for the reading that had begun before, or comes when it has ended. */
    @Test
    void whoAsksAfterAChange_isToldOfIt_whateverIsBeingRead() {
        labels = labels(1);
        CountDownLatch there = holdUp(1);
        Runnable held = database;
        database = () -> {
            if (questions.get() > 1) {
                held.run();
            }
        };
        CompletableFuture<List<String>> first = asked(ALL);
        await(there);
        publish("a", List.of("us"), "");
        CompletableFuture<List<String>> second = asked(ALL);

        goOn.countDown();

        first.join();
        assertThat(second.join()).contains("a [us]");
    }

    @Test
    void whereMuchChanges_allIsReadAnew_butNotAtEachAsking() {
        read(ALL);
        IntStream.rangeClosed(0, LabelReading.MOST_CHANGED).forEach(i -> publish("n" + i, List.of("much"), ""));

        assertThat(read(ALL)).hasSize(2);
        assertThat(questions).hasValue(1);
        ticker.advance(LabelReading.REST);
        assertThat(read(ALL)).hasSize(LabelReading.MOST_CHANGED + 3);
        assertThat(questions).hasValue(3);
    }

    @Test
    void whatNobodyTells_isReadWithinAMinute() {
        read(ALL);
        store.sql("update config_info set tags = ',by,hand,' where data_id = 'plain'");

        ticker.advance(LabelReading.MOST_AGE.minusMillis(1));
        assertThat(read(ALL)).hasSize(2);
        ticker.advance(Duration.ofMillis(1));
        assertThat(read(ALL)).contains("plain [by, hand]");
    }

    @Test
    void namespace_isReadAlone_unlessAllIsKnown() {
        assertThat(read(PUBLIC)).hasSize(2);
        assertThat(read(Optional.of("elsewhere"))).isEmpty();
        assertThat(questions).hasValue(2);

        read(ALL);
        assertThat(read(Optional.of("third"))).isEmpty();
        assertThat(questions).hasValue(3);
    }

    @Test
    void few_areTakenFromWhatIsKnown_elseFromTheDatabase() {
        List<Labelled> read = new ArrayList<>();
        labels.each(ALL, List.of(key("b"), key("plain")), ticker.nanos(), read::add);
        assertThat(told(read)).containsExactly("b [eu]shop");

        read(ALL);
        store.database().stop();
        labels.each(PUBLIC, List.of(key("a"), key("plain")), ticker.nanos(), read::add);
        assertThat(told(read)).containsExactly("a [eu, prod]", "b [eu]shop");
    }

    @Test
    void databaseThatIsSlow_isTimeThatIsOver_toAllWhoWait_andTheNextReadsAnew() {
        CountDownLatch there = holdUp(1);
        Runnable held = database;
        database = () -> {
            held.run();
            throw new Unavailable("STORE_SLOW", "The database took too long.", 1);
        };
        CompletableFuture<List<String>> first = asked(ALL);
        await(there);
        CompletableFuture<List<String>> second = asked(ALL);

        goOn.countDown();

        assertThat(List.of(first, second))
                .allSatisfy(one ->
                        assertThatThrownBy(one::join).cause().hasFieldOrPropertyWithValue("code", "SEARCH_TIMEOUT"));
        database = () -> {};
        assertThat(read(ALL)).hasSize(2);
    }

    @Test
    void whoseTimeIsOver_waitsForNobody_andTakesNothingFromOthers() {
        CountDownLatch there = holdUp(1);
        CompletableFuture<List<String>> first = asked(ALL);
        await(there);

        assertWaits();
        goOn.countDown();
        assertThat(first.join()).hasSize(2);
    }
}
