/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.diamondconfig.server.watch.FakeServed.EPOCH;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.watch.Changes.Differences;
import org.diamondconfig.server.watch.FakeServed.Fixed;
import org.diamondconfig.server.watch.Served.State;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Md5;
import org.diamondconfig.wire.WatchAnswer;
import org.diamondconfig.wire.WatchCodec;
import org.junit.jupiter.api.Test;

class ChangesTest {

    private static final int EACH = 64 << 10;
    private static final int IN_ALL = 1 << 20;

    @Test
    void change_saysWhatIsServed() {
        Fixed served = new Fixed(key(0), EPOCH, 7, "a: \u00e9", ConfigType.YAML);

        WatchAnswer answer = answer(List.of(served));

        assertThat(answer.epoch()).isEqualTo(EPOCH);
        assertThat(answer.changes())
                .containsExactly(new WatchAnswer.Change(
                        key(0), 7, Md5.hex("a: \u00e9"), ConfigType.YAML, Optional.of("a: \u00e9")));
    }

    @Test
    void change_ofAKeyThatIsGone_hasNoContent() {
        assertThat(answer(List.of(new Fixed(key(0), EPOCH, 8, null, ConfigType.TEXT)))
                        .changes())
                .containsExactly(WatchAnswer.Change.absent(key(0), 8));
    }

    @Test
    void content_ofUpTo64KiB_standsInTheAnswer() {
        assertThat(inlined(EACH)).containsExactly(true);
        assertThat(inlined(EACH + 1)).containsExactly(false);
    }

    @Test
    void content_isMeasuredInBytes() {
        Fixed served = new Fixed(key(0), EPOCH, 1, "\u00e9".repeat(EACH / 2 + 1), ConfigType.TEXT);

        assertThat(answer(List.of(served)).changes().get(0).content()).isEmpty();
    }

    @Test
    void contents_ofUpTo1MiB_standInOneAnswer() {
        int[] full = new int[IN_ALL / EACH + 1];
        Arrays.fill(full, EACH);

        List<Boolean> inlined = inlined(full);

        assertThat(inlined.subList(0, IN_ALL / EACH)).containsOnly(true);
        assertThat(inlined.get(IN_ALL / EACH)).isFalse();
    }

    @Test
    void content_thatFitsAfterOneThatDidNot_standsInTheAnswer() {
        assertThat(inlined(EACH + 1, 10, EACH)).containsExactly(false, true, true);
    }

    @Test
    void content_ofLengthZero_standsInTheAnswerAsSuch() {
        assertThat(inlined(0)).containsExactly(true);
    }

    @Test
    void content_thatWasReplacedMeanwhile_isLeftToARead() {
        Fixed lost = new Fixed(key(0), EPOCH, 1, "text", ConfigType.TEXT);
        State served = new State() {
            @Override
            public ConfigKey key() {
                return lost.key();
            }

            @Override
            public Epoch epoch() {
                return lost.epoch();
            }

            @Override
            public long version() {
                return lost.version();
            }

            @Override
            public long md5High() {
                return lost.md5High();
            }

            @Override
            public long md5Low() {
                return lost.md5Low();
            }

            @Override
            public ConfigType type() {
                return lost.type();
            }

            @Override
            public int length() {
                return lost.length();
            }

            @Override
            public Optional<byte[]> content() {
                return Optional.empty();
            }
        };

        WatchAnswer.Change change = answer(List.of(served)).changes().get(0);

        assertThat(change.present()).isTrue();
        assertThat(change.md5()).isEqualTo(Md5.hex("text"));
        assertThat(change.content()).isEmpty();
    }

    @Test
    void json_isWrittenOnce() {
        Changes changes = changes(List.of(new Fixed(key(0), EPOCH, 1, "x", ConfigType.TEXT)));

        assertThat(changes.json()).isSameAs(changes.json());
    }

    /** Which contents of these lengths stand in one answer. */
    private static List<Boolean> inlined(int... lengths) {
        List<State> states = new ArrayList<>();
        for (int length : lengths) {
            states.add(new Fixed(key(states.size()), EPOCH, 1, "x".repeat(length), ConfigType.TEXT));
        }
        return answer(states).changes().stream()
                .map(change -> change.content().isPresent())
                .toList();
    }

    private static WatchAnswer answer(List<? extends State> states) {
        return WatchCodec.decodeAnswer(changes(List.copyOf(states)).json());
    }

    private static Changes changes(List<State> states) {
        return new Changes(EPOCH, new Differences(states, List.of()));
    }

    private static ConfigKey key(int number) {
        return ConfigKey.of("G", "key-" + number);
    }
}
