/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.server.watch.Node.FOO;
import static org.diamondconfig.server.watch.Node.client;
import static org.diamondconfig.server.watch.Node.holding;

import java.util.function.BooleanSupplier;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.Test;

/** What becomes of a held poll when its caller gains or loses rights, or is signed out. */
class PollRightsTest {

    private static final String ID = "00000000000000000000000000000001";

    private final Node node = new Node();

    @Test
    void rightThatIsGivenWhileAPollIsHeld_answersIt() {
        node.served.put(FOO, 1, "foo");
        node.served.refuse(Caller.ANONYMOUS);
        RecordingAnswer key = node.poll(holding(FOO, 0, null));
        RecordingAnswer prefix = node.pollBelow(ConfigKey.Prefix.of("G", ""));
        RecordingAnswer nothingNew = node.poll(holding(FOO, 1, "foo"));

        node.served.allow(Caller.ANONYMOUS);
        node.polls.reconsider(caller -> caller.subject().equals(Caller.ANONYMOUS));

        assertThat(key.written()).containsExactly("foo@1=foo");
        assertThat(prefix.written()).containsExactly("*");
        assertThat(nothingNew.written()).isEmpty();
    }

    @Test
    void rightThatIsTakenWhileAPollIsHeld_endsItNot_andTellsNothing() {
        node.served.put(FOO, 1, "foo");
        RecordingAnswer answer = node.poll(holding(FOO, 1, "foo"));

        node.served.refuse(Caller.ANONYMOUS);
        node.polls.reconsider(caller -> true);
        node.dumped(FOO, 2, "secret");

        assertThat(answer.written()).isEmpty();
        node.scheduler.advance(Node.HOLD.plus(HeldPolls.TICK));
        assertThat(answer.written()).containsExactly("unchanged");
    }

    @Test
    void rightsOfOthers_concernNoPoll() {
        node.served.put(FOO, 1, "foo");
        node.served.refuse(Caller.ANONYMOUS);
        RecordingAnswer answer = node.poll(holding(FOO, 0, null));

        node.served.allow(Caller.ANONYMOUS);
        node.polls.reconsider(caller -> caller.subject().equals("user:eve"));

        assertThat(answer.written()).isEmpty();
    }

    @Test
    void pollThatIsDismissed_endsUnchanged_andIsGone() {
        RecordingAnswer one = node.poll(client(ID), "0", holding(FOO, 0, null));
        RecordingAnswer other = node.poll(new Caller("eve", "127.0.0.1", ID, ""), "0", holding(FOO, 0, null));

        node.polls.dismiss(caller -> caller.subject().equals(Caller.ANONYMOUS));

        assertThat(one.written()).containsExactly("unchanged");
        assertThat(other.written()).isEmpty();
        assertThat(node.limits.held()).isEqualTo(1);
    }

    @Test
    void pollThatComesAfterTheEndOfItsSession_isToldNothing_andAsksAnew() {
        node.served.put(FOO, 1, "foo");
        node.polls.dismiss(caller -> true);

        RecordingAnswer answer = node.poll(() -> false, holding(FOO, 0, null));

        assertThat(answer.written()).containsExactly("unchanged");
        assertThat(node.isEmpty()).isTrue();
    }

    @Test
    void poll_isEnteredFirst_soThatTheEndOfItsSessionWhileThatIsLookedAtFindsIt() {
        BooleanSupplier endsBehindTheBack = () -> {
            node.polls.dismiss(caller -> true);
            return true;
        };

        assertThat(node.poll(endsBehindTheBack, holding(FOO, 0, null)).written())
                .containsExactly("unchanged");
        assertThat(node.isEmpty()).isTrue();
    }
}
