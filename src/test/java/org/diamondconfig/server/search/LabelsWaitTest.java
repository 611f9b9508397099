/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever asks for labels waits for them while they are read on another thread, if few wait, and hears what came of it. */
class LabelsWaitTest extends LabelsKit {

    private final ExecutorService viewers = Executors.newCachedThreadPool();
    private final ScheduledExecutorService background = Executors.newScheduledThreadPool(2);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private Labels labels;

    @BeforeEach
    void start() {
        labels = labels(Scheduler.on(background), PATIENCE, 1, 100);
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        viewers.shutdownNow();
        background.shutdownNow();
    }

    private List<String> read() {
        Labels.Told told = labels.all(ALL);
        assertThat(told.trouble()).isEmpty();
        return told(told.all());
    }

    private CompletableFuture<List<String>> asked() {
        return CompletableFuture.supplyAsync(this::read, viewers);
    }

    /** Lets the reading come to the database, which does not answer until the test goes on. */
    private CountDownLatch holdUp() {
        CountDownLatch there = new CountDownLatch(1);
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
    void viewer_waitsUntilAllIsRead() {
        CountDownLatch there = holdUp();
        CompletableFuture<List<String>> first = asked();
        await(there);
        assertThat(first).isNotDone();

        goOn.countDown();

        assertThat(first.join()).containsExactly("a [eu, prod]", "b [eu]shop");
        assertThat(questions).hasValue(3);
    }

    @Test
    void moreThanMayWait_areToldAtOnceThatItIsBeingRead_andNobodyElse() {
        holdUp();
        List<CompletableFuture<List<String>>> waiting =
                Stream.generate(this::asked).limit(Labels.MOST_WAITING + 1).toList();

        assertThatThrownBy(() -> CompletableFuture.anyOf(waiting.toArray(CompletableFuture[]::new))
                        .join())
                .cause()
                .hasFieldOrPropertyWithValue("code", "LABELS_LOADING");
        goOn.countDown();
        assertThat(waiting.stream().filter(one -> isTold(one)).toList()).hasSize(Labels.MOST_WAITING);
    }

    private static boolean isTold(CompletableFuture<List<String>> viewer) {
        try {
            return viewer.join().size() == 2;
        } catch (CompletionException e) {
            return false;
        }
    }

    @Test
    void whoAsksAfterAChange_isToldOfIt_whateverIsBeingRead() {
        CountDownLatch there = holdUp();
        CompletableFuture<List<String>> first = asked();
        await(there);
        publish("a", List.of("us"), "");
        CompletableFuture<List<String>> second = asked();

        goOn.countDown();

        first.join();
        assertThat(second.join()).contains("a [us]");
    }

    /** What was read is not read again. */
    @Test
    void databaseThatIsSlow_isTimeThatIsOver_toWhoWaits_andTheNextReadsOn() {
        atQuestion(2, () -> {
            throw new Unavailable("STORE_SLOW", "The database took too long.", 1);
        });

        assertThatThrownBy(this::read).hasFieldOrPropertyWithValue("code", "SEARCH_TIMEOUT");
        assertThat(read()).hasSize(2);
        assertThat(questions).hasValue(4);
    }

    @Test
    void databaseThatIsAway_leavesWhatIsKnown_andItsCode() {
        read();
        publish("a", List.of("us"), "");
        store.database().stop();

        Labels.Told told = labels.all(ALL);

        assertThat(told.trouble()).map(ProblemException::code).get().asString().startsWith("STORE_");
        assertThat(told(told.all())).containsExactly("a [eu, prod]", "b [eu]shop");
    }

    @Test
    void changesThatCouldNotBeRead_areReadLater() {
        read();
        publish("a", List.of("us"), "");
        int before = questions.get();
        atQuestion(before + 1, () -> {
            throw new Unavailable("STORE_SLOW", "The database took too long.", 1);
        });

        assertThat(labels.all(ALL).trouble()).map(ProblemException::code).contains("SEARCH_TIMEOUT");
        assertThat(read()).contains("a [us]");
    }

    @Test
    void whoAsksBehindAFailure_isToldOfTheNextTry() {
        LabelReading one = new LabelReading(ALL, means(1, 100));
        while (one.step()) {
            // until all is read
        }
        one.change(new ConfigKey("", "g", "a"));
        atQuestion(questions.get() + 1, () -> {
            throw new Unavailable("STORE_SLOW", "The database took too long.", 1);
        });

        CompletableFuture<?> behind =
                one.ask().handle((known, failure) -> one.ask()).thenCompose(next -> next);
        one.step();

        assertThat(behind).isNotDone();
        one.step();
        assertThat(behind).isCompleted();
    }

    @Test
    void failureThatNobodyForesaw_endsWaiting_andTheNextReadsOn() {
        atQuestion(1, () -> {
            throw new IllegalStateException("nobody foresaw this");
        });

        assertThatThrownBy(this::read).hasMessageContaining("nobody foresaw this");
        assertThat(read()).hasSize(2);
    }
}
