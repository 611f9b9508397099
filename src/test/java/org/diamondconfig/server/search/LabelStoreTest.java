/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All tags and applications are read slice by slice, in a bounded time. */
class LabelStoreTest extends SearchKit {

    private static final int LABELLED = 7;

    @BeforeEach
    void start() {
        for (int i = 0; i < LABELLED; i++) {
            publish("labelled" + i, i % 2 == 0 ? List.of("even", "a_b") : List.of(), i % 2 == 0 ? "" : "odd");
        }
        publish("plain", List.of(), "");
        publish("gone", List.of("gone"), "gone");
        remove("gone");
    }

    private LabelStore reads(int slice) {
        return new LabelStore(store.database(), configs(), bounds(BOUND), slice);
    }

    private List<LabelStore.Labelled> read(int slice, Optional<String> namespace) {
        List<LabelStore.Labelled> read = new ArrayList<>();
        reads(slice).each(namespace, ticker.nanos(), read::add);
        return read;
    }

    @Test
    void whatHasLabels_isReadOnce_whateverTheSlices() {
        for (int slice : new int[] {1, 2, LABELLED, 100}) {
            assertThat(read(slice, Optional.empty()))
                    .extracting(one -> one.key().dataId() + " " + one.tags() + " "
                            + one.app().orElse("-"))
                    .containsExactlyInAnyOrder(
                            "labelled0 [even, a_b] -",
                            "labelled1 [] odd",
                            "labelled2 [even, a_b] -",
                            "labelled3 [] odd",
                            "labelled4 [even, a_b] -",
                            "labelled5 [] odd",
                            "labelled6 [even, a_b] -");
        }
        assertThat(read(3, Optional.of(""))).hasSize(LABELLED);
        assertThat(read(3, Optional.of("elsewhere"))).isEmpty();
    }

    @Test
    void few_areAskedForByTheirNames() {
        List<LabelStore.Labelled> read = new ArrayList<>();
        reads(LABELLED).each(List.of(key("labelled1"), key("plain"), key("gone")), ticker.nanos(), read::add);

        assertThat(read).extracting(LabelStore.Labelled::app).containsExactly(Optional.of("odd"));
    }

    @Test
    void readingOutOfTime_ends() {
        LabelStore slow = reads(1);
        List<LabelStore.Labelled> read = new ArrayList<>();

        assertThatThrownBy(() -> slow.each(Optional.empty(), ticker.nanos(), one -> {
                    read.add(one);
                    ticker.advance(Duration.ofSeconds(1));
                }))
                .hasFieldOrPropertyWithValue("code", "SEARCH_TIMEOUT");
        assertThat(read).hasSize(3);
    }
}
