/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.server.watch.Node.FOO;
import static org.diamondconfig.server.watch.Node.holding;

import java.util.Optional;
import java.util.OptionalLong;
import org.diamondconfig.server.watch.FakeServed.Fixed;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Md5;
import org.diamondconfig.wire.Probe;
import org.junit.jupiter.api.Test;

/** What a client is told of: another content or another type. A new version with neither, as of another description, is none. */
class ToldDifferencesTest {

    private final Node node = new Node();

    @Test
    void versionAlone_isNotToldWhileThePollIsHeld() {
        node.served.put(FOO, 3, "same");
        RecordingAnswer answer = node.poll(holding(FOO, 3, "same"));

        node.dumped(FOO, 4, "same");

        assertThat(answer.written()).isEmpty();
    }

    @Test
    void versionAlone_isNotToldBetweenTwoPolls() {
        node.served.put(FOO, 4, "same");

        assertThat(node.poll(holding(FOO, 3, "same")).written()).isEmpty();
        assertThat(node.poll(holding(FOO, "same")).written()).isEmpty();
        assertThat(node.poll(knowing(ConfigType.TEXT)).written()).isEmpty();
    }

    @Test
    void pollThatOutlivesAVersion_isToldOfTheNextContent() {
        node.served.put(FOO, 3, "same");
        RecordingAnswer answer = node.poll(holding(FOO, 3, "same"));
        node.dumped(FOO, 4, "same");

        node.dumped(FOO, 5, "other");

        assertThat(answer.written()).containsExactly("foo@5=other");
    }

    @Test
    void typeAlone_isToldWhileThePollIsHeld() {
        node.served.put(FOO, 3, "same");
        RecordingAnswer silent = node.poll(holding(FOO, 3, "same"));
        RecordingAnswer without = node.poll(holding(FOO, "same"));
        RecordingAnswer saying = node.poll(knowing(ConfigType.TEXT));

        node.dumped(typed(4, ConfigType.YAML));

        assertThat(silent.written()).containsExactly("foo@4=same");
        assertThat(without.written()).containsExactly("foo@4=same");
        assertThat(saying.written()).containsExactly("foo@4=same");
    }

    @Test
    void typeAlone_isToldBetweenTwoPolls_toAClientThatSaysWhichItKnows() {
        node.served.put(typed(4, ConfigType.YAML));

        assertThat(node.poll(knowing(ConfigType.TEXT)).written()).containsExactly("foo@4=same");
        assertThat(node.poll(knowing(ConfigType.YAML)).written()).isEmpty();
        assertThat(node.poll(holding(FOO, 3, "same")).written()).isEmpty();
    }

    @Test
    void typeThatThisNodeHasYetToSee_isNotToldBack() {
        node.served.put(FOO, 3, "same");

        Probe.Item newer = new Probe.Item(FOO, OptionalLong.of(4), Md5.hex("same"), Optional.of(ConfigType.YAML));

        assertThat(node.poll(newer).written()).isEmpty();
    }

    @Test
    void contentThatThisNodeHasYetToSee_isNotToldBack() {
        node.served.put(FOO, 3, "old");

        assertThat(node.poll(holding(FOO, 4, "new")).written()).isEmpty();
    }

    @Test
    void keyThatStandsTwice_isToldOnceIfEitherDiffers() {
        node.served.put(FOO, 3, "same");

        assertThat(node.poll(holding(FOO, "same"), holding(FOO, "old"), holding(FOO, "older"))
                        .written())
                .containsExactly("foo@3=same");
    }

    @Test
    void everyType_isToldFromEveryOther() {
        for (ConfigType known : ConfigType.values()) {
            for (ConfigType now : ConfigType.values()) {
                node.served.put(typed(4, now));
                RecordingAnswer answer = node.poll(knowing(known));

                assertThat(answer.written()).as(known + " to " + now).hasSize(known == now ? 0 : 1);
            }
        }
    }

    /** The client holds version 3 and says of which type that was. */
    private static Probe.Item knowing(ConfigType type) {
        return new Probe.Item(FOO, OptionalLong.of(3), Md5.hex("same"), Optional.of(type));
    }

    private static Fixed typed(long version, ConfigType type) {
        return new Fixed(FOO, FakeServed.EPOCH, version, "same", type);
    }
}
