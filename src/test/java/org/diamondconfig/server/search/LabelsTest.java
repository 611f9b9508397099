/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.diamondconfig.server.edge.ManualScheduler;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.search.LabelStore.Labelled;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Labels are read in the background step by step, once however many ask for them, and what is told is what stands, or says so. */
class LabelsTest extends LabelsKit {

    private static final Optional<String> PUBLIC = Optional.of("");
    private static final Optional<String> ELSEWHERE = Optional.of("elsewhere");
    private static final int MOST = 10_000;

    private ManualScheduler scheduler;
    private Labels labels;

    @BeforeEach
    void start() {
        scheduler = new ManualScheduler(ticker);
        labels = labels(100);
    }

    /** Nobody waits for them. */
    private Labels labels(int slice) {
        return labels(scheduler, Duration.ZERO, slice, MOST);
    }

    /** Reads two slices, one row each, then the scheduler takes no more work, as at a server's stop. */
    private void letGoAfterTheSecondSlice() {
        labels = labels(1);
        atQuestion(2, () -> scheduler.refuse(true));
        isTold(ALL);
        scheduler.runDue();
    }

    /** What is told once it is read. */
    private List<String> read(Optional<String> namespace) {
        if (!isTold(namespace)) {
            scheduler.runDue();
        }
        Labels.Told told = labels.all(namespace);
        assertThat(told.trouble()).isEmpty();
        return told(told.all());
    }

    /** Asks; whether they are told as they stand. */
    private boolean isTold(Optional<String> namespace) {
        try {
            return labels.all(namespace).trouble().isEmpty();
        } catch (Unavailable e) {
            assertThat(e.code()).isEqualTo("LABELS_LOADING");
            assertThat(e.retryAfterSeconds()).hasValue(2);
            return false;
        }
    }

    private void assertStale(String... expected) {
        Labels.Told told = labels.all(ALL);
        assertThat(told.trouble()).map(ProblemException::code).contains("LABELS_LOADING");
        assertThat(told(told.all())).containsExactly(expected);
    }

    @Test
    void viewersWhoAsk_areToldThatItIsBeingRead_onceForAll_andThenTheLabels() {
        IntStream.range(0, 20).forEach(i -> assertThat(isTold(ALL)).isFalse());
        assertThat(questions).hasValue(0);

        scheduler.runDue();

        assertThat(told(labels.all(ALL).all())).containsExactly("a [eu, prod]", "b [eu]shop");
        assertThat(isTold(ALL)).isTrue();
        assertThat(questions).hasValue(1);
    }

    @Test
    void eachStep_asksOneQuestion_andTheReadingEnds() {
        labels = labels(1);
        isTold(ALL);
        List<Integer> due = new ArrayList<>();
        database = () -> due.add(scheduler.due());

        scheduler.runDue();

        assertThat(due).as("tasks beside the one that asks").containsExactly(0, 0, 0);
        assertThat(scheduler.due()).isZero();
        assertThat(read(ALL)).hasSize(2);
        assertThat(questions).hasValue(3);
    }

    @Test
    void changes_areReadAlone() {
        read(ALL);
        publish("a", List.of("us"), "");
        publish("b", List.of(), "");
        publish("new", List.of(), "bank");

        assertStale("a [eu, prod]", "b [eu]shop");
        assertThat(read(ALL)).containsExactly("a [us]", "new []bank");
        remove("a");
        assertThat(read(ALL)).containsExactly("new []bank");
        assertThat(read(ALL)).containsExactly("new []bank");
        assertThat(questions).as("all, three changes, one change").hasValue(3);
    }

    @Test
    void moreChangesThanOneQuestionTakes_areReadByMore() {
        read(ALL);
        IntStream.range(0, 120).forEach(i -> publish("n" + i, List.of("much"), ""));

        assertThat(read(ALL)).hasSize(122);
        assertThat(questions).as("all, and 50, 50, 20 changes").hasValue(4);
    }

    @Test
    void changesWhileAllIsRead_areInIt() {
        labels = labels(1);
        atQuestion(2, () -> {
            publish("a", List.of("us"), "");
            publish("b", List.of("us"), "");
            publish("new", List.of("us"), "");
        });

        assertThat(read(ALL)).containsExactly("a [us]", "b [us]", "new [us]");
    }

    @Test
    void changesWhileAllIsReadAnew_areInIt_andToldMeanwhile() {
        labels = labels(1);
        read(ALL);
        ticker.advance(LabelReading.MOST_AGE);
        List<String> meanwhile = new ArrayList<>();
        int before = questions.get();
        database = () -> {
            if (questions.get() == before + 2) {
                publish("a", List.of("us"), "");
                remove("b");
                assertThat(isTold(ALL)).isFalse();
            } else if (questions.get() == before + 4) {
                meanwhile.addAll(told(labels.all(ALL).all()));
            }
        };
        assertThat(read(ALL)).hasSize(2);

        scheduler.runDue();

        assertThat(meanwhile).containsExactly("a [us]");
        assertThat(read(ALL)).containsExactly("a [us]");
    }

    @Test
    void changeWhileChangesAreRead_comesWithTheNext() {
        read(ALL);
        publish("a", List.of("us"), "");
        isTold(ALL);
        List<Boolean> level = new ArrayList<>();
        atQuestion(2, () -> {
            level.add(labels.level(ALL).isPresent());
            publish("a", List.of("asia"), "");
        });
        scheduler.runDue();

        assertThat(level).as("what is being read is not known").containsExactly(false);
        assertThat(isTold(ALL)).isFalse();
        assertThat(read(ALL)).contains("a [asia]");
    }

    @Test
    void whereMuchChanges_allIsReadAnew_butNotAtEachAsking_andMeanwhileTheLastIsTold() {
        read(ALL);
        IntStream.rangeClosed(0, LabelReading.MOST_CHANGED).forEach(i -> publish("n" + i, List.of("much"), ""));

        assertStale("a [eu, prod]", "b [eu]shop");
        scheduler.runDue();
        assertThat(questions).hasValue(1);
        ticker.advance(LabelReading.REST);
        assertStale("a [eu, prod]", "b [eu]shop");
        assertThat(read(ALL)).hasSize(LabelReading.MOST_CHANGED + 3);
    }

    @Test
    void whereMuchChanges_whatIsOldIsNotTold_whileAllIsReadAnew() {
        labels = labels(100);
        read(ALL);
        ticker.advance(LabelReading.MOST_AGE);
        IntStream.rangeClosed(0, LabelReading.MOST_CHANGED).forEach(i -> publish("n" + i, List.of("much"), ""));
        int before = questions.get();
        atQuestion(
                before + 2,
                () -> assertThatThrownBy(() -> labels.all(ALL)).hasFieldOrPropertyWithValue("code", "LABELS_LOADING"));
        isTold(ALL);
        scheduler.runDue();

        assertThat(questions.get()).isGreaterThan(before + 2);
        assertThat(read(ALL)).hasSize(LabelReading.MOST_CHANGED + 3);
    }

    @Test
    void whatNobodyTells_isReadAfterAMinute_onceSomebodyAsks() {
        read(ALL);
        store.sql("update config_info set tags = ',by,hand,' where data_id = 'plain'");

        ticker.advance(LabelReading.MOST_AGE.minusMillis(1));
        assertThat(read(ALL)).hasSize(2);
        scheduler.runDue();
        assertThat(questions).hasValue(1);
        ticker.advance(Duration.ofMillis(1));
        assertThat(read(ALL)).hasSize(2);
        scheduler.runDue();
        assertThat(read(ALL)).contains("plain [by, hand]");
    }

    @Test
    void readingThatTookLong_isDoneTheLessOften() {
        atQuestion(1, () -> ticker.advance(Duration.ofSeconds(10)));
        read(ALL);

        ticker.advance(Duration.ofMinutes(4));
        read(ALL);
        scheduler.runDue();
        assertThat(questions).hasValue(1);
        ticker.advance(Duration.ofMinutes(1));
        read(ALL);
        scheduler.runDue();
        assertThat(questions).hasValue(2);
    }

    @Test
    void namespace_isReadAlone_unlessAllIsKnown() {
        assertThat(read(PUBLIC)).hasSize(2);
        assertThat(read(ELSEWHERE)).isEmpty();
        assertThat(questions).hasValue(2);

        read(ALL);
        assertThat(isTold(Optional.of("third"))).isTrue();
        assertThat(questions).hasValue(3);
    }

    @Test
    void namespace_hasItsTurn_whileAllIsRead() {
        labels = labels(1);
        List<Boolean> told = new ArrayList<>();
        database = () -> told.add(isTold(ELSEWHERE));

        read(ALL);

        assertThat(told)
                .as("at the first slice, its own question, and the second slice")
                .startsWith(false, false, true);
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
    void serverThatStops_readsNoFurther_andAskersAreLetGo() {
        letGoAfterTheSecondSlice();

        assertThat(questions).hasValue(2);
        assertThat(isTold(ALL)).isFalse();
        assertThat(scheduler.due()).isZero();
    }

    @Test
    void readingThatWasLetGo_goesOnWhereItWas() {
        letGoAfterTheSecondSlice();
        scheduler.refuse(false);

        assertThat(read(ALL)).hasSize(2);
        assertThat(questions).hasValue(3);
    }

    @Test
    void whatWasHalfReadLongAgo_isReadAnew() {
        letGoAfterTheSecondSlice();
        scheduler.refuse(false);
        store.sql("update config_info set tags = ',by,hand,' where data_id in ('a', 'b')");
        ticker.advance(LabelReading.MOST_AGE);

        assertThat(read(ALL)).containsExactly("a [by, hand]", "b [by, hand]shop");
    }

    @Test
    void tooMany_areNotKept_norReadAgainForAWhile() {
        labels = labels(scheduler, Duration.ZERO, 1, 1);
        isTold(ALL);
        scheduler.runDue();

        int asked = questions.get();
        assertThatThrownBy(() -> labels.all(ALL)).hasFieldOrPropertyWithValue("code", "SEARCH_TIMEOUT");
        scheduler.runDue();
        assertThat(questions).hasValue(asked);
        ticker.advance(LabelReading.MOST_AGE);
        assertThat(isTold(ALL)).isFalse();
    }

    @Test
    void tooMany_thatWereFewer_areNotKeptEither() {
        labels = labels(scheduler, Duration.ZERO, 100, 2);
        read(ALL);
        publish("c", List.of("more"), "");
        read(ALL);
        ticker.advance(LabelReading.MOST_AGE);
        isTold(ALL);
        scheduler.runDue();

        int asked = questions.get();
        assertThatThrownBy(() -> labels.all(ALL)).hasFieldOrPropertyWithValue("code", "SEARCH_TIMEOUT");
        scheduler.runDue();
        assertThat(questions).hasValue(asked);
    }
}
