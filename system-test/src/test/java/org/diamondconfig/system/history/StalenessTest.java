/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.diamondconfig.system.history.Operation.Act;
import org.diamondconfig.system.history.Operation.Kind;
import org.diamondconfig.system.history.Operation.Level;
import org.diamondconfig.system.history.Operation.Outcome;
import org.diamondconfig.system.history.Operation.Span;
import org.diamondconfig.system.history.Operation.Told;
import org.junit.jupiter.api.Test;

/** T1 by hand: version 1 acknowledged at 10 s, version 2 at 20 s, version 3 at 30 s. */
class StalenessTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @Test
    void freshRead_hasNone() {
        assertThat(ageOfRead(3, 31)).isZero();
        assertThat(ageOfRead(2, 29)).isZero();
    }

    @Test
    void readThatIsTwoBehind_isAsStaleAsTheFirstItMissed() {
        assertThat(ageOfRead(1, 32)).isEqualTo(Duration.ofSeconds(12));
    }

    @Test
    void readThatBeganBeforeTheAcknowledgement_isFresh() {
        assertThat(ageOfRead(1, 19)).isZero();
    }

    private static Duration ageOfRead(long version, long second) {
        History history = new History(
                List.of(
                        operation(Kind.PUBLISH, 1, 10),
                        operation(Kind.PUBLISH, 2, 20),
                        operation(Kind.PUBLISH, 3, 30),
                        operation(Kind.GET, version, second)),
                List.of());
        return Verdict.on(history).staleness().get(Level.DUMP).max();
    }

    private static Operation operation(Kind kind, long version, long second) {
        return new Operation(
                "c1",
                second,
                new Act(kind, "k", "value " + version, Operation.ANY_VERSION),
                new Span(second * SECOND - (kind == Kind.GET ? 0 : 1), second * SECOND),
                new Told(Outcome.OK, version, "value " + version, "1-a", Level.DUMP));
    }
}
