/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.peer;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.diamondconfig.server.problem.Forbidden;
import org.junit.jupiter.api.Test;

/** What is asked of a node is answered once, whatever the clocks of others say, and in bounded memory. */
class HeardTest {

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Heard heard = new Heard(() -> now);

    private void assertRefused(String code, long at, String signature) {
        assertThatThrownBy(() -> heard.requireNew(at, signature))
                .isInstanceOf(Forbidden.class)
                .hasFieldOrPropertyWithValue("code", code);
    }

    private void assertTaken(long at, String signature) {
        assertThatCode(() -> heard.requireNew(at, signature)).doesNotThrowAnyException();
    }

    @Test
    void questionThatComesAgain_isRefused_asLongAsItWouldBeTaken() {
        long fast = now.plus(Heard.APART).toEpochMilli();
        assertTaken(fast, "a");

        assertRefused("ASKED_BEFORE", fast, "a");
        now = now.plus(Heard.APART.multipliedBy(2));
        assertRefused("ASKED_BEFORE", fast, "a");
        now = now.plusMillis(1);
        assertRefused("ASKED_LONG_AGO", fast, "a");
    }

    @Test
    void clockThatRunsAheadAndIsSetBack_makesNoQuestionNew() {
        long asked = now.toEpochMilli();
        assertTaken(asked, "a");
        now = now.plus(Duration.ofHours(1));
        assertTaken(now.toEpochMilli(), "ahead");
        now = now.minus(Duration.ofHours(1)).plusSeconds(1);

        assertRefused("ASKED_LONG_AGO", asked, "a");
        assertTaken(now.toEpochMilli(), "b");
    }

    @Test
    void twoQuestionsOfOneMoment_areTwo() {
        assertTaken(now.toEpochMilli(), "a");
        assertTaken(now.toEpochMilli(), "b");
    }

    @Test
    void clocks_areSoFarApart_andNoFarther() {
        assertTaken(now.minus(Heard.APART).toEpochMilli(), "a");
        assertRefused("ASKED_LONG_AGO", now.minus(Heard.APART).toEpochMilli() - 1, "b");
        assertRefused("ASKED_LONG_AGO", now.plus(Heard.APART).toEpochMilli() + 1, "b");
    }

    @Test
    void ofTooMany_theFirstAreForgotten_andNoneOfTheirTimeIsTaken() {
        long first = now.toEpochMilli();
        for (int i = 0; i <= Heard.MOST; i++) {
            assertTaken(first + i, "a");
        }

        assertRefused("ASKED_LONG_AGO", first, "a");
        assertRefused("ASKED_LONG_AGO", first, "late");
        assertRefused("ASKED_BEFORE", first + 1, "a");
        assertTaken(first + 1, "late");
    }

    @Test
    void whatIsTooOld_isForgotten_soThatOthersHaveRoom() {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < Heard.MOST / 2; i++) {
                heard.requireNew(now.toEpochMilli() + i % 1000, "a" + i);
            }
            now = now.plus(Heard.APART).plus(Duration.ofSeconds(2));
        }

        assertTaken(now.minus(Heard.APART).toEpochMilli(), "slow clock");
    }
}
