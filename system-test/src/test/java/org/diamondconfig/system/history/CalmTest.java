/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.diamondconfig.system.history.History.Row;
import org.diamondconfig.system.history.Operation.Act;
import org.diamondconfig.system.history.Operation.Kind;
import org.diamondconfig.system.history.Operation.Level;
import org.diamondconfig.system.history.Operation.Outcome;
import org.diamondconfig.system.history.Operation.Span;
import org.diamondconfig.system.history.Operation.Told;
import org.junit.jupiter.api.Test;

/** V2 by hand: a calm from second 100 on, in which client c2 publishes, and a listener of c1 hears. */
class CalmTest {

    private static final long SECOND = 1_000_000_000L;
    private static final String EPOCH = "1-a";

    private final List<Operation> operations = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();

    private void publish(String client, long second) {
        long version = rows.size() + 1;
        String value = "value " + version;
        rows.add(new Row("k", version, value, EPOCH));
        add(client, new Act(Kind.PUBLISH, "k", value, Operation.ANY_VERSION), second, version, value);
    }

    private void listener(Kind kind, long second, long version) {
        String value = kind == Kind.CALL ? "value " + version : Operation.ABSENT;
        add("c1/sound", new Act(kind, "k", Operation.ABSENT, Operation.ANY_VERSION), second, version, value);
    }

    private void add(String who, Act act, long second, long version, String value) {
        operations.add(new Operation(
                who,
                operations.size(),
                act,
                new Span(second * SECOND - 1, second * SECOND),
                new Told(Outcome.OK, version, value, EPOCH, Level.CLIENT)));
    }

    private List<Rule> broken(long calmUntil) {
        History history = new History(operations, rows, List.of(), List.of(new Span(100 * SECOND, calmUntil * SECOND)));
        return Verdict.on(history).violations().stream().map(Violation::rule).toList();
    }

    /** The client has come out of the fault, and is told at once. */
    private void comeIn() {
        listener(Kind.LISTEN, 1, 0);
        publish("c2", 101);
        listener(Kind.CALL, 102, 1);
        publish("c2", 103);
        listener(Kind.CALL, 104, 2);
    }

    @Test
    void lateCall_inACalm_isAViolation() {
        comeIn();
        publish("c2", 105);
        listener(Kind.CALL, 121, 3);
        listener(Kind.QUIET, 122, 3);

        assertThat(broken(200)).containsExactly(Rule.V2);
    }

    @Test
    void callInTime_isNone() {
        comeIn();
        publish("c2", 105);
        listener(Kind.CALL, 119, 3);
        listener(Kind.QUIET, 120, 3);

        assertThat(broken(200)).isEmpty();
    }

    @Test
    void lateCall_afterTheNextFaultHasBegun_isNone() {
        comeIn();
        publish("c2", 105);
        listener(Kind.CALL, 140, 3);
        listener(Kind.QUIET, 141, 3);

        assertThat(broken(119)).isEmpty();
    }

    @Test
    void changeBeforeTheCalm_isNone() {
        listener(Kind.LISTEN, 1, 0);
        publish("c2", 99);
        listener(Kind.CALL, 140, 1);
        listener(Kind.QUIET, 141, 1);

        assertThat(broken(200)).isEmpty();
    }

    /** Its poll is as the fault left it; what it once compared is all that it knows. */
    @Test
    void lateCall_ofAClientThatHasNotComeOutOfTheFault_isNone() {
        listener(Kind.LISTEN, 1, 0);
        publish("c2", 101);
        listener(Kind.CALL, 102, 1);
        publish("c2", 103);
        listener(Kind.CALL, 130, 2);
        listener(Kind.QUIET, 131, 2);

        assertThat(broken(200)).isEmpty();
    }

    /** A client may know what it has written itself, whatever its poll does. */
    @Test
    void callsWithTheClientsOwnValues_sayNothingOfItsPoll() {
        listener(Kind.LISTEN, 1, 0);
        publish("c1", 101);
        listener(Kind.CALL, 102, 1);
        publish("c1", 103);
        listener(Kind.CALL, 104, 2);
        publish("c2", 105);
        listener(Kind.CALL, 121, 3);
        listener(Kind.QUIET, 122, 3);

        assertThat(broken(200)).isEmpty();
    }

    @Test
    void listenerThatWasKilled_isNotWaitedFor() {
        comeIn();
        listener(Kind.QUIET, 105, 2);
        publish("c2", 106);

        assertThat(broken(200)).isEmpty();
    }
}
