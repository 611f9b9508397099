/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Supplier;
import org.diamondconfig.server.problem.TooMany;
import org.junit.jupiter.api.Test;

/** Places for bodies that may never come. */
class IntakeTest {

    private final Intake intake = new Intake(3, 2, () -> new TooMany("BUSY", "Try again.", 1));

    /** Reads inside of reading: as many at once as there are addresses. */
    private String nested(String... addresses) {
        Supplier<String> read = () -> "read";
        for (String address : addresses) {
            Supplier<String> inner = read;
            read = () -> intake.read(address, inner);
        }
        return read.get();
    }

    @Test
    void bodies_areRead_upToTheMostOfOneAddressAndOfAll() {
        assertThat(nested("10.0.0.1", "10.0.0.1", "10.0.0.2")).isEqualTo("read");

        assertThatThrownBy(() -> nested("10.0.0.1", "10.0.0.1", "10.0.0.1")).isInstanceOf(TooMany.class);
        assertThatThrownBy(() -> nested("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4"))
                .isInstanceOf(TooMany.class);
        assertThatThrownBy(() -> nested("2001:db8::1", "2001:db8::2", "2001:db8::3"))
                .isInstanceOf(TooMany.class);
    }

    @Test
    void place_isFreeAgain_howeverTheReadingEnds() {
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> intake.read("10.0.0.1", () -> {
                        throw new IllegalStateException("cut off");
                    }))
                    .isInstanceOf(IllegalStateException.class);
        }

        assertThat(nested("10.0.0.1", "10.0.0.1")).isEqualTo("read");
    }
}
