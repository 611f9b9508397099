/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.diamondconfig.server.config.ConfigChanged;
import org.diamondconfig.server.problem.TooLarge;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoticeCodecTest {

    private static final ConfigChanged LONGEST = ConfigChanged.of(
            new ConfigKey("n".repeat(128), "g".repeat(128), "d".repeat(250)),
            new Epoch(Long.MAX_VALUE / 10, "00000000000000aa"),
            Long.MAX_VALUE);

    @Test
    void notices_comeBackAsTheyWere() {
        List<ConfigChanged> notices =
                List.of(LONGEST, ConfigChanged.of(ConfigKey.of("G", "a/b"), new Epoch(1, "00000000000000aa"), 1));

        assertThat(NoticeCodec.decode(NoticeCodec.encode(notices))).isEqualTo(notices);
    }

    @Test
    void fullMessageOfTheLongestNames_isWithinTheLimit() {
        assertThat(NoticeCodec.encode(Collections.nCopies(NoticeCodec.MAX_NOTICES, LONGEST)))
                .hasSizeLessThan(NoticeCodec.MAX_BYTES);
    }

    @Test
    void moreThanAHundred_areRefused() {
        byte[] many = NoticeCodec.encode(Collections.nCopies(NoticeCodec.MAX_NOTICES + 1, LONGEST));

        assertThatThrownBy(() -> NoticeCodec.decode(many)).isInstanceOf(TooLarge.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"notices\":{}}",
                "{\"notices\":[1]}",
                "{\"notices\":[{}]}",
                "{\"notices\":[{\"namespace\":\"\",\"group\":\"G\",\"dataId\":\"..\",\"epoch\":\"1-00000000000000aa\",\"version\":1}]}",
                "{\"notices\":[{\"namespace\":\"\",\"group\":\"G\",\"dataId\":\"a\",\"epoch\":\"0-00000000000000aa\",\"version\":1}]}",
                "{\"notices\":[{\"namespace\":\"\",\"group\":\"G\",\"dataId\":\"a\",\"epoch\":\"1-00000000000000aa\",\"version\":0}]}",
                "{\"notices\":[{\"namespace\":\"\",\"group\":\"G\",\"dataId\":\"a\",\"epoch\":\"1-00000000000000aa\",\"version\":-1}]}",
                "{\"notices\":[{\"namespace\":\"\",\"group\":\"G\",\"dataId\":\"a\",\"epoch\":\"1-00000000000000aa\",\"version\":1e400}]}",
                "{\"notices\":[{\"namespace\":\"\",\"group\":\"G\",\"dataId\":\"a\",\"epoch\":\"1-00000000000000aa\",\"version\":\"1\"}]}"
            })
    void messageOfAnotherForm_isRefused(String json) {
        assertThatThrownBy(() -> NoticeCodec.decode(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
