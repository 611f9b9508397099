/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchCodecTest {

    private static final Epoch EPOCH = new Epoch(1, "0123456789abcdef");
    private static final ConfigKey KEY = ConfigKey.of("g", "d");

    @Test
    void probeLooksAsDocumented() {
        Probe probe = new Probe(Optional.of(EPOCH), List.of(new Probe.Item(KEY, OptionalLong.of(3), Md5.hex("a"))));

        assertThat(new String(WatchCodec.encodeProbe(probe), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"epoch\":\"1-0123456789abcdef\",\"items\":[{\"namespace\":\"\",\"group\":\"g\",\"dataId\":\"d\","
                                + "\"version\":3,\"md5\":\"0cc175b9c0f1b6a831c399e269772661\"}]}");
    }

    @Test
    void probeCarriesTheTypeThatTheClientKnows() {
        Probe probe = new Probe(
                Optional.empty(),
                List.of(new Probe.Item(KEY, OptionalLong.of(3), Md5.hex("a"), Optional.of(ConfigType.YAML))));

        assertThat(WatchCodec.decodeProbe(WatchCodec.encodeProbe(probe))).isEqualTo(probe);
    }

    @Test
    void probeCarriesReports_ofWhichUnknownStatesAreLeftOut() {
        Probe.Report failed =
                new Probe.Report(KEY, 3, Probe.Report.State.FAILED, 12, 40, "com.acme.Prices", "no number", "ended");
        Probe probe = new Probe(
                Optional.empty(), List.of(new Probe.Item(KEY, OptionalLong.of(3), "")), List.of(), List.of(failed));
        String json = new String(WatchCodec.encodeProbe(probe), StandardCharsets.UTF_8);

        assertThat(WatchCodec.decodeProbe(bytes(json))).isEqualTo(probe);
        assertThat(WatchCodec.decodeProbe(bytes(json.replace("failed", "pondered")))
                        .reports())
                .isEmpty();
    }

    @Test
    void reportsAreBounded() {
        Probe.Report longest = new Probe.Report(
                KEY,
                3,
                Probe.Report.State.FAILED,
                0,
                0,
                "l".repeat(1_000),
                "\uD83D\uDE00".repeat(1_000),
                "f".repeat(1_000));

        assertThat(longest.listener()).hasSize(Probe.Report.MAX_LISTENER);
        assertThat(longest.reason()).hasSize(Probe.Report.MAX_REASON);
        assertThat(longest.followed()).hasSize(Probe.Report.MAX_FOLLOWED);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Probe(Optional.empty(), List.of(), List.of(), Collections.nCopies(101, longest)))
                .withMessageContaining("reports");
    }

    @Test
    void probeCarriesCounters_ofWhichOthersAreLeftOut() {
        Probe probe = new Probe(
                Optional.empty(),
                List.of(new Probe.Item(KEY, OptionalLong.of(3), "")),
                List.of(),
                List.of(),
                Map.of("readers", 3L));
        String json = new String(WatchCodec.encodeProbe(probe), StandardCharsets.UTF_8);

        assertThat(json).contains("\"counters\":{\"readers\":3}");
        assertThat(WatchCodec.decodeProbe(bytes(json))).isEqualTo(probe);
        assertThat(WatchCodec.decodeProbe(bytes(json.replace("readers", "Readers of it")))
                        .counters())
                .isEmpty();
        assertThat(WatchCodec.decodeProbe(bytes(json.replace(":3}", ":-3}"))).counters())
                .isEmpty();
    }

    @Test
    void countersAreBounded() {
        Map<String, Long> nine = new HashMap<>();
        for (long i = 0; i < 9; i++) {
            nine.put("c" + i, i);
        }

        assertThatIllegalArgumentException().isThrownBy(() -> Probe.counters(nine));
        assertThatIllegalArgumentException().isThrownBy(() -> Probe.counters(Map.of("c", -1L)));
        assertThatIllegalArgumentException().isThrownBy(() -> Probe.counters(Map.of("A b", 1L)));
        StringBuilder json = new StringBuilder("{\"items\":[{\"dataId\":\"d\"}],\"counters\":{\"x\":1");
        nine.forEach(
                (name, value) -> json.append(",\"").append(name).append("\":").append(value));
        assertThat(WatchCodec.decodeProbe(bytes(json.append("}}").toString())).counters())
                .hasSize(Probe.MAX_COUNTERS);
    }

    @Test
    void answerLooksAsDocumented() {
        WatchAnswer answer = new WatchAnswer(
                EPOCH,
                List.of(
                        new WatchAnswer.Change(KEY, 4, Md5.hex("a"), ConfigType.YAML, Optional.of("a")),
                        WatchAnswer.Change.absent(KEY, 5)));

        assertThat(new String(WatchCodec.encodeAnswer(answer), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"epoch\":\"1-0123456789abcdef\",\"changes\":["
                                + "{\"namespace\":\"\",\"group\":\"g\",\"dataId\":\"d\",\"state\":\"present\",\"version\":4,"
                                + "\"md5\":\"0cc175b9c0f1b6a831c399e269772661\",\"type\":\"yaml\",\"content\":\"a\"},"
                                + "{\"namespace\":\"\",\"group\":\"g\",\"dataId\":\"d\",\"state\":\"absent\",\"version\":5,\"md5\":\"\"}]}");
    }

    @Test
    void leftOutMembersHaveTheirDefaults() {
        Probe probe = WatchCodec.decodeProbe(bytes("{\"items\":[{\"dataId\":\"d\",\"later\":1}],\"more\":[]}"));

        assertThat(probe)
                .isEqualTo(new Probe(
                        Optional.empty(),
                        List.of(new Probe.Item(
                                ConfigKey.of("DEFAULT_GROUP", "d"), OptionalLong.empty(), Md5.NOTHING))));
    }

    @Test
    void typeOfANewerServerIsText() {
        WatchAnswer answer = WatchCodec.decodeAnswer(bytes(
                "{\"epoch\":\"1-0123456789abcdef\",\"changes\":[{\"group\":\"g\",\"dataId\":\"d\",\"state\":\"present\","
                        + "\"version\":1,\"md5\":\"0cc175b9c0f1b6a831c399e269772661\",\"type\":\"hocon\"}]}"));

        assertThat(answer.changes().get(0).type()).isEqualTo(ConfigType.TEXT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{\"items\":{}}",
                "{\"items\":[1]}",
                "{\"items\":[{}]}",
                "{\"items\":[{\"dataId\":\"\"}]}",
                "{\"items\":[{\"dataId\":\"../x\"}]}",
                "{\"items\":[{\"dataId\":\"d\",\"md5\":\"ABC\"}]}",
                "{\"items\":[{\"dataId\":\"d\",\"version\":-1}]}",
                "{\"items\":[{\"dataId\":\"d\",\"version\":1.5}]}",
                "{\"items\":[{\"dataId\":\"d\",\"version\":9223372036854775808}]}",
                "{\"epoch\":\"x\",\"items\":[]}",
                "<html>"
            })
    void probeOfAnotherFormIsRefused(String body) {
        assertThatIllegalArgumentException().isThrownBy(() -> WatchCodec.decodeProbe(bytes(body)));
    }

    @Test
    void refusalNamesTheItem() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WatchCodec.decodeProbe(bytes("{\"items\":[{\"dataId\":\"d\"},{\"dataId\":\"\"}]}")))
                .withMessage("items[1].dataId: empty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"epoch\":\"1-0123456789abcdef\"}",
                "{\"changes\":[]}",
                "{\"epoch\":\"1-0123456789abcdef\",\"changes\":[{\"dataId\":\"d\",\"state\":\"gone\",\"version\":1,\"md5\":\"\"}]}",
                "{\"epoch\":\"1-0123456789abcdef\",\"changes\":[{\"dataId\":\"d\",\"state\":\"present\",\"version\":1,\"md5\":\"\"}]}",
                "{\"epoch\":\"1-0123456789abcdef\",\"changes\":[{\"dataId\":\"d\",\"state\":\"absent\",\"version\":-1}]}"
            })
    void answerOfAnotherFormIsRefused(String body) {
        assertThatIllegalArgumentException().isThrownBy(() -> WatchCodec.decodeAnswer(bytes(body)));
    }

    @Test
    void moreKeysThanTheLimitAreRefused() {
        Probe.Item item = new Probe.Item(KEY, OptionalLong.empty(), "");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Probe(Optional.empty(), Collections.nCopies(3001, item)))
                .withMessage("items: 3001 keys, at most 3000");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
