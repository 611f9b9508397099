/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.gdiamond;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;
import org.diamondconfig.wire.Probe;
import org.junit.jupiter.api.Test;

/** gdiamond's wire form, and what its client makes of it. */
class ProbeTextTest {

    private static final String ONE = Md5.hex("1");
    private static final String TWO = Md5.hex("2");

    private static Probe.Item item(String dataId, String md5) {
        return new Probe.Item(ConfigKey.of("G", dataId), OptionalLong.empty(), md5);
    }

    private static List<Probe.Item> items(String probe) {
        return ProbeText.decode(probe).items();
    }

    @Test
    void lines_mayLackTheMd5_andTheLastSemicolon() {
        assertThat(items("a,G," + ONE + ";b,G,;c,G;")).containsExactly(item("a", ONE), item("b", ""), item("c", ""));
        assertThat(items(";a,G," + ONE)).containsExactly(item("a", ONE));
    }

    @Test
    void dataIdsRunTogether_areTakenApartByTheLengthOfAnMd5() {
        assertThat(items("a,G," + ONE + "b,G," + TWO + "c,G,"))
                .containsExactly(item("a", ONE), item("b", TWO), item("c", ""));
        assertThat(items("a,G,b,G," + ONE)).containsExactly(item("a", ""), item("b", ONE));
    }

    @Test
    void dataIdThatIsNothingButAnMd5_isADataId() {
        assertThat(items("a,G," + TWO + ",G," + ONE)).containsExactly(item("a", ""), item(TWO, ONE));
    }

    /** The one case that cannot be told apart; docs/coming-from.md says so. */
    @Test
    void dataIdThatBeginsLikeAnMd5_behindAKeyThatTheClientHasNothingOf_isMisread() {
        assertThat(items("a,G," + TWO + "b,G," + ONE)).containsExactly(item("a", TWO), item("b", ONE));
    }

    @Test
    void answer_isEscapedAsAForm() {
        assertThat(ProbeText.encode(List.of(ConfigKey.of("G", "a/b"), ConfigKey.of("H", "c:d"))))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("a%2Fb%2CG%3Bc%3Ad%2CH%3B");
    }
}
