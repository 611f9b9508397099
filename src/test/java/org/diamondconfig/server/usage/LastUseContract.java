/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.diamondconfig.server.store.TestStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of the last uses, over every database. A subclass names one. */
abstract class LastUseContract {

    private static final String ALL = "~";

    @TempDir
    Path folder;

    private TestStore store;
    private LastUses uses;

    /** A store over an empty database, not started. */
    abstract TestStore store(Path dataFolder);

    @BeforeEach
    void start() {
        store = store(folder).started();
        assertThat(store.database().state().sentence()).isEmpty();
        uses = new LastUses(new UseStore(store.database()), store.scheduler());
        uses.start();
    }

    @AfterEach
    void stop() {
        store.close();
    }

    private Instant used(String subject) {
        return uses.between(subject, subject).get(subject);
    }

    @Test
    void use_isKnownWithinAMinute_onEveryNode() {
        uses.note("token:a");
        uses.note("user:b");
        assertThat(uses.between("", ALL)).isEmpty();

        store.scheduler().advance(LastUses.PERIOD);

        LastUses other = new LastUses(new UseStore(store.database()), store.scheduler());
        assertThat(other.between("", ALL)).containsOnlyKeys("token:a", "user:b");
        assertThat(other.between("token:", "token:~")).containsOnlyKeys("token:a");
    }

    @Test
    void laterUse_takesThePlaceOfAnEarlierOne_andWhoIsNotSeenKeepsHisTime() {
        uses.note("token:a");
        uses.note("token:b");
        store.scheduler().advance(LastUses.PERIOD);
        store.sql("update subject_use set used_at = TIMESTAMPADD(DAY, -1, used_at)");
        Instant before = used("token:b");

        uses.note("token:a");
        store.scheduler().advance(LastUses.PERIOD);

        assertThat(used("token:a")).isAfter(before.plusSeconds(3600));
        assertThat(used("token:b")).isEqualTo(before);
    }

    @Test
    void moreThanOneTransactionTakes_isWrittenInOneTurn_andAtTheEnd() {
        for (int i = 0; i < 250; i++) {
            uses.note("token:" + i);
        }
        store.scheduler().advance(LastUses.PERIOD);
        uses.note("token:last");
        uses.stop();

        assertThat(uses.between("", ALL)).hasSize(251);
    }

    /** Whoever asks all the time is noted again while the row is being written. */
    @Test
    void oneTurn_ends_howeverOftenASubjectAsksMeanwhile() {
        AtomicInteger turns = new AtomicInteger();
        LastUses[] busy = new LastUses[1];
        busy[0] = new LastUses(
                new UseStore(store.database()) {
                    @Override
                    void touch(List<String> subjects) {
                        turns.incrementAndGet();
                        busy[0].note("token:a");
                        super.touch(subjects);
                    }
                },
                store.scheduler());
        busy[0].note("token:a");

        busy[0].stop();

        assertThat(turns).hasValue(1);
        assertThat(used("token:a")).isNotNull();
    }

    @Test
    void whatCannotBeWritten_waitsForTheNextTurn() {
        AtomicBoolean down = new AtomicBoolean(true);
        LastUses waiting = new LastUses(
                new UseStore(store.database()) {
                    @Override
                    void touch(List<String> subjects) {
                        if (down.get()) {
                            throw new IllegalStateException("no answer");
                        }
                        super.touch(subjects);
                    }
                },
                store.scheduler());
        waiting.note("token:a");
        waiting.stop();
        assertThat(used("token:a")).isNull();

        down.set(false);
        waiting.stop();

        assertThat(used("token:a")).isNotNull();
    }

    @Test
    void anonymous_isNobody() {
        uses.note("anonymous");
        uses.stop();

        assertThat(uses.between("", ALL)).isEmpty();
    }

    @Test
    void subjectThatIsGone_isForgotten() {
        uses.note("token:a");
        store.scheduler().advance(LastUses.PERIOD);
        uses.note("token:a");

        uses.forget("token:a");

        uses.stop();
        assertThat(uses.between("", ALL)).isEmpty();
    }
}
