/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class EnvelopeTest {

    private static final byte[] KEY = "k".repeat(32).getBytes(StandardCharsets.UTF_8);
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final Envelope ENVELOPE = new Envelope("0".repeat(16), "a".repeat(32), "b".repeat(32));

    @Test
    void header_comesBackAsItWas_andIsGenuine() {
        Envelope.Signed signed =
                Envelope.parse(ENVELOPE.header(KEY, Purpose.NOTIFY, BODY)).orElseThrow();

        assertThat(signed.envelope()).isEqualTo(ENVELOPE);
        assertThat(signed.isGenuine(KEY, Purpose.NOTIFY, BODY)).isTrue();
    }

    @Test
    void signature_coversTheBody() {
        Envelope.Signed signed =
                Envelope.parse(ENVELOPE.header(KEY, Purpose.NOTIFY, BODY)).orElseThrow();

        assertThat(signed.isGenuine(KEY, Purpose.NOTIFY, "{} ".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }

    @Test
    void signature_coversWhatItIsFor() {
        Envelope.Signed signed =
                Envelope.parse(ENVELOPE.header(KEY, Purpose.NOTIFY, BODY)).orElseThrow();

        assertThat(signed.isGenuine(KEY, Purpose.ASK, BODY)).isFalse();
    }

    @Test
    void signature_needsTheKey() {
        byte[] other = KEY.clone();
        other[31] ^= 1;

        assertThat(Envelope.parse(ENVELOPE.header(other, Purpose.NOTIFY, BODY))
                        .orElseThrow()
                        .isGenuine(KEY, Purpose.NOTIFY, BODY))
                .isFalse();
    }

    @TestFactory
    Stream<DynamicTest> signature_coversEveryPart() {
        String header = ENVELOPE.header(KEY, Purpose.NOTIFY, BODY);
        return Stream.<UnaryOperator<String>>of(
                        text -> text.replace("cluster=0", "cluster=1"),
                        text -> text.replace("from=a", "from=b"),
                        text -> text.replace("to=b", "to=a"),
                        text -> text.replace("to=" + "b".repeat(32), "to=*"),
                        text -> text.substring(0, text.length() - 1) + (text.endsWith("0") ? '1' : '0'))
                .map(change -> change.apply(header))
                .map(changed -> DynamicTest.dynamicTest(changed, () -> {
                    assertThat(changed).isNotEqualTo(header);
                    assertThat(Envelope.parse(changed).orElseThrow().isGenuine(KEY, Purpose.NOTIFY, BODY))
                            .isFalse();
                }));
    }

    @TestFactory
    Stream<DynamicTest> anythingElse_isNoEnvelope() {
        String header = ENVELOPE.header(KEY, Purpose.NOTIFY, BODY);
        return Stream.of(
                        "",
                        "signature=",
                        header + " ",
                        header + "; more=1",
                        header.toUpperCase(java.util.Locale.ROOT),
                        header.replace("; ", ";"),
                        header.substring(1))
                .map(text -> DynamicTest.dynamicTest(
                        "'" + text + "'", () -> assertThat(Envelope.parse(text)).isEqualTo(Optional.empty())));
    }

    @Test
    void noHeader_isNoEnvelope() {
        assertThat(Envelope.parse(null)).isEmpty();
    }
}
