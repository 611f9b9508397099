/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What one side encodes, the other decodes to the same. */
class CodecPropertiesTest {

    @Property(tries = 300)
    void probeSurvivesTheWire(@ForAll("probes") Probe probe) {
        assertThat(WatchCodec.decodeProbe(WatchCodec.encodeProbe(probe))).isEqualTo(probe);
    }

    @Property(tries = 300)
    void answerSurvivesTheWire(@ForAll("answers") WatchAnswer answer) {
        assertThat(WatchCodec.decodeAnswer(WatchCodec.encodeAnswer(answer))).isEqualTo(answer);
    }

    @Property(tries = 300)
    void linesSurviveButForVersionAndEpoch(@ForAll("probes") Probe probe) {
        List<Probe.Item> plain = probe.items().stream()
                .map(item -> new Probe.Item(item.key(), OptionalLong.empty(), item.md5()))
                .toList();

        assertThat(ProbeCodec.decodeLines(ProbeCodec.encodeLines(probe))).isEqualTo(new Probe(Optional.empty(), plain));
    }

    @Property(tries = 300)
    void keyComesBackFromItsNames(@ForAll("keys") ConfigKey key) {
        assertThat(ConfigKey.of(key.namespace(), key.group(), key.dataId())).isEqualTo(key);
    }

    @Property
    void epochSurvivesItsText(@ForAll("epochs") Epoch epoch) {
        assertThat(Epoch.parse(epoch.toString())).isEqualTo(epoch);
    }

    @Provide
    Arbitrary<ConfigKey> keys() {
        return WireKeys.keys();
    }

    @Provide
    Arbitrary<Epoch> epochs() {
        return WireKeys.epochs();
    }

    @Provide
    Arbitrary<Probe> probes() {
        return Combinators.combine(
                        WireKeys.epochs().optional(), WireKeys.items().list().ofMaxSize(8))
                .as(Probe::new);
    }

    @Provide
    Arbitrary<WatchAnswer> answers() {
        Arbitrary<Optional<String>> contents =
                Arbitraries.strings().ascii().ofMaxLength(20).optional();
        Arbitrary<WatchAnswer.Change> changes = Combinators.combine(
                        WireKeys.keys(),
                        Arbitraries.longs().between(0, WatchAnswer.MAX_VERSION),
                        WireKeys.md5s(),
                        Arbitraries.of(ConfigType.values()),
                        contents)
                .as((key, version, md5, type, content) -> md5.isEmpty()
                        ? WatchAnswer.Change.absent(key, version)
                        : new WatchAnswer.Change(key, version, md5, type, content));
        return Combinators.combine(WireKeys.epochs(), changes.list().ofMaxSize(6))
                .as(WatchAnswer::new);
    }
}
