/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What goes on beside a command. */
class BehindTest {

    @Test
    void failure_isToldOnce_andWhatIsBegunAfterItIsDone() {
        AtomicInteger done = new AtomicInteger();
        try (Behind behind = new Behind()) {
            behind.begin(() -> {
                throw new Refused(Exit.INVALID, "too large");
            });
            assertThatThrownBy(behind::await).isInstanceOf(Refused.class).hasMessage("too large");

            behind.begin(done::incrementAndGet);
            behind.await();
        }
        assertThat(done).hasValue(1);
    }
}
