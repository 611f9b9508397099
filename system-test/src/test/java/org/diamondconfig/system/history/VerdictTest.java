/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.diamondconfig.system.history.Operation.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The checker checked: it is silent about right histories, and names the rule that a planted bug breaks. */
class VerdictTest {

    private static final int RIGHT = 100;
    private static final int SEEDS = 30;

    /** A bug that finds no place in a history is left out; in most it must find one. */
    private static final int LEAST_PLANTED = 25;

    @Test
    void rightHistories_giveNoAlarm() {
        for (long seed = 0; seed < RIGHT; seed++) {
            assertThat(Verdict.on(Simulation.rightHistory(seed)).violations())
                    .as("seed %s", seed)
                    .isEmpty();
        }
    }

    @Test
    void rightHistories_holdEveryKindOfOperation_manyTimes() {
        Map<Kind, Integer> counts = Verdict.on(Simulation.rightHistory(1)).counts();

        assertThat(counts.keySet()).containsExactlyInAnyOrder(Kind.values());
        assertThat(counts.get(Kind.PUBLISH)).isGreaterThan(100);
        assertThat(counts.get(Kind.CALL)).isGreaterThan(100);
    }

    @ParameterizedTest
    @EnumSource(Bug.class)
    void plantedBug_isFoundUnderItsRule(Bug bug) {
        int planted = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Optional<History> broken = planted(bug, seed);
            if (broken.isPresent()) {
                planted++;
                List<Violation> violations = Verdict.on(broken.get()).violations();
                assertThat(violations)
                        .as("seed %s", seed)
                        .extracting(Violation::rule)
                        .contains(bug.rule());
                assertThat(violations.stream().map(Violation::key).distinct()).hasSize(1);
            }
        }
        assertThat(planted).isGreaterThanOrEqualTo(LEAST_PLANTED);
    }

    /** So that none of the others would have told. */
    @ParameterizedTest
    @EnumSource(
            names = {
                "OLDER_SET_ON_THE_WAY",
                "DATUM_LEFT_OUT",
                "DATUMS_IN_ANOTHER_ORDER",
                "DATUM_OF_NOBODY",
                "CHANGES_MADE_OUT_OF_TIME",
                "LAST_CHANGE_IS_NEVER_MERGED",
                "MERGED_FROM_THE_FUTURE",
                "LOST_WAKE_UP"
            })
    void plantedBug_isFoundByItsRuleAlone(Bug bug) {
        for (long seed = 0; seed < SEEDS; seed++) {
            planted(bug, seed)
                    .ifPresent(broken -> assertThat(Verdict.on(broken).violations())
                            .extracting(Violation::rule)
                            .containsOnly(bug.rule()));
        }
    }

    @Test
    void everyRule_isBrokenByABug() {
        assertThat(Arrays.stream(Bug.values()).map(Bug::rule)).contains(Rule.values());
    }

    @Test
    void violation_namesKeyVersionsAndOperations() {
        History broken = planted(Bug.BACKWARDS_READ, 1).orElseThrow();

        assertThat(Verdict.on(broken).violations())
                .allSatisfy(
                        violation -> assertThat(violation.toString())
                                .matches(
                                        "[A-Z]1 k\\d: get #\\d+ of c\\d .*told version \\d+ \\d+ us after .* of c\\d.* \\(version \\d+\\) .*"));
    }

    private static Optional<History> planted(Bug bug, long seed) {
        return bug.plant(Simulation.rightHistory(seed), new Random(seed));
    }
}
