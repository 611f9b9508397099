/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.diamondconfig.server.edge.Caller;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryTest {

    private static final Caller ANN = new Caller("user:ann", "10.0.0.1", "", "");

    @Test
    void whatCouldForgeALineOfALog_isReplaced_andWhatIsTooLong_isCut() {
        Caller liar = new Caller("ann\r\nbob \u2028 \u202e", "10.0.0.1\u00e9\u0000", "", "");

        Entry entry = Entry.of(liar, "publish", Entry.Target.SERVER.with("d".repeat(300)))
                .refused("CODE\n" + "X".repeat(100));

        assertThat(entry.who().subject()).isEqualTo("ann??bob ? ?");
        assertThat(entry.who().address()).isEqualTo("10.0.0.1??");
        assertThat(entry.target().object()).hasSize(250);
        assertThat(entry.outcome()).hasSize(64).startsWith("CODE?X");
    }

    @Test
    void namesOfOtherScripts_stay_andHalfOfASurrogatePairDoesNot() {
        assertThat(Entry.Target.SERVER.with("\u4e2d\ud83d\ude00").object()).isEqualTo("\u4e2d\ud83d\ude00");
        assertThat(Entry.Target.SERVER.with("a\ud83d").object()).isEqualTo("a?");
        assertThat(Entry.Target.SERVER.with("a".repeat(249) + "\ud83d\ude00").object())
                .isEqualTo("a".repeat(249));
    }

    @ParameterizedTest
    @CsvSource({
        "user:ann, session",
        "token:7, token",
        "application:cart, signature",
        "network:legacy, network",
        "anonymous, none",
        "system, none",
        "system:check, none"
    })
    void how_isToldByTheSubject(String subject, String how) {
        Caller caller = new Caller(subject, "", "", "");

        assertThat(Entry.of(caller, "publish", Entry.Target.SERVER).who().how()).isEqualTo(how);
    }

    @Test
    void signature_isOverEachField_andNoTwoFieldsFlowTogether() {
        Signer signer = new Signer(new byte[32], new byte[0]);
        Entry entry =
                Entry.of(ANN, "publish", new Entry.Target("a", "b", "c", "d")).between(1, 2);
        Entry shifted =
                Entry.of(ANN, "publish", new Entry.Target("ab", "", "c", "d")).between(1, 2);

        String mac = signer.entry(new Entry.Written(1, 5, "n", entry, "", 0));

        assertThat(signer.entry(new Entry.Written(1, 6, "n", entry, "", 9))).isEqualTo(mac);
        assertThat(signer.entry(new Entry.Written(2, 5, "n", entry, "", 0))).isNotEqualTo(mac);
        assertThat(signer.entry(new Entry.Written(1, 5, "m", entry, "", 0))).isNotEqualTo(mac);
        assertThat(signer.entry(new Entry.Written(1, 5, "n", shifted, "", 0))).isNotEqualTo(mac);
        assertThat(new Signer(new byte[32], new byte[] {1}).entry(new Entry.Written(1, 5, "n", entry, "", 0)))
                .isNotEqualTo(mac);
    }
}
