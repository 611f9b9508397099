/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import org.diamondconfig.system.campaign.Agreement.Served;
import org.diamondconfig.system.history.History.Row;
import org.diamondconfig.system.history.Operation;
import org.diamondconfig.wire.Md5;
import org.junit.jupiter.api.Test;

class AgreementTest {

    private static final String RIGHT = Md5.hex("right");

    private static Row row(long version, String value) {
        return new Row("hot/k0", version, value, "1-0123456789abcdef");
    }

    @Test
    void lastVersion_isServedWithItsBytes_notWithOthers() {
        assertThat(new Served(3, RIGHT).is(row(3, RIGHT))).isTrue();
        assertThat(new Served(3, Md5.hex("wrong")).is(row(3, RIGHT))).isFalse();
        assertThat(new Served(3, Operation.ABSENT).is(row(3, RIGHT))).isFalse();
        assertThat(new Served(2, RIGHT).is(row(3, RIGHT))).isFalse();
    }

    @Test
    void removal_isServedAsAbsence() {
        assertThat(new Served(4, Operation.ABSENT).is(row(4, Operation.ABSENT))).isTrue();
        assertThat(new Served(4, RIGHT).is(row(4, Operation.ABSENT))).isFalse();
        assertThat(new Served(3, Operation.ABSENT).is(row(4, Operation.ABSENT))).isFalse();
    }

    @Test
    void writeThatWasOnItsWay_mayHaveMadeALaterVersion() {
        assertThat(new Served(4, Md5.hex("later")).is(row(3, RIGHT))).isTrue();
    }

    @Test
    void keyThatNeverWas_isServedAsAbsence() {
        assertThat(new Served(0, Operation.ABSENT).is(null)).isTrue();
        assertThat(new Served(1, RIGHT).is(null)).isFalse();
    }
}
