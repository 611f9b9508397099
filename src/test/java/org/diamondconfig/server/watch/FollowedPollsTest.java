/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.server.watch.Node.BAR;
import static org.diamondconfig.server.watch.Node.FOO;
import static org.diamondconfig.server.watch.Node.client;
import static org.diamondconfig.server.watch.Node.holding;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who follows the polls is told of each once when it comes, and once when it ends. */
class FollowedPollsTest {

    private final Node node = new Node();
    private final List<String> seen = new ArrayList<>();

    @BeforeEach
    void follow() {
        node.polls.followedBy(ask -> {
            seen.add(ask.client().slot() + " came");
            return told -> seen.add(ask.client().slot() + " left" + told);
        });
    }

    @Test
    void wokenPoll_leavesWithWhatItIsTold() {
        node.dumped(FOO, 1, "a");
        node.poll(client("a"), "0", holding(FOO, 1, "a"), holding(BAR, 0, null));
        assertThat(seen).containsExactly("0 came");

        node.dumped(FOO, 2, "b");

        assertThat(seen).containsExactly("0 came", "0 left[" + FOO + "]");
    }

    @Test
    void pollThatIsNotHeld_comesAndLeaves() {
        node.dumped(FOO, 1, "a");

        node.poll(client("a"), "0", Duration.ZERO, holding(FOO, 0, null));

        assertThat(seen).containsExactly("0 came", "0 left[" + FOO + "]");
    }

    @Test
    void supersededPoll_leavesToldOfNothing_beforeTheNextComes() {
        node.poll(client("a"), "0", holding(FOO, 0, null));
        node.poll(client("a"), "0", holding(FOO, 0, null));

        assertThat(seen).containsExactly("0 came", "0 left[]", "0 came");
    }

    @Test
    void expiredPoll_leavesToldOfNothing() {
        node.poll(client("a"), "0", holding(FOO, 0, null));

        node.scheduler.advance(Node.HOLD.plusSeconds(1));

        assertThat(seen).containsExactly("0 came", "0 left[]");
    }
}
