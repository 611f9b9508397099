/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
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
        return new LabelStore(store.database(), bounds(BOUND), slice);
    }

    private List<LabelStore.Labelled> read(int slice, Optional<String> namespace) {
        List<LabelStore.Labelled> read = new ArrayList<>();
        LabelStore from = reads(slice);
        Optional<Long> last = Optional.of(LabelStore.FIRST);
        while (last.isPresent()) {
            last = from.slice(namespace, last.get(), ticker.nanos(), read::add);
        }
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
    void whatHasADescriptionAlone_orIsMerged_isRead() {
        describe("described", "what it is for");
        publish("merged", List.of(), "");
        store.sql("update config_info set kind = 'aggregate' where data_id = 'merged'");

        assertThat(read(2, Optional.empty()))
                .filteredOn(one -> one.tags().isEmpty() && one.app().isEmpty())
                .containsExactlyInAnyOrder(plain("described", "what it is for", false), plain("merged", "", true));
    }

    private static LabelStore.Labelled plain(String dataId, String description, boolean merged) {
        return new LabelStore.Labelled(key(dataId), ConfigType.TEXT, List.of(), Optional.empty(), description, merged);
    }

    @Test
    void few_areAskedForByTheirNames() {
        List<LabelStore.Labelled> read = new ArrayList<>();
        reads(LABELLED).each(List.of(key("labelled1"), key("plain"), key("gone")), ticker.nanos(), read::add);

        assertThat(read).extracting(LabelStore.Labelled::app).containsExactly(Optional.of("odd"));
    }

    @Test
    void manyByTheirNames_areAskedForInBunches() {
        List<ConfigKey> keys =
                IntStream.range(0, 130).mapToObj(i -> key("labelled" + i)).collect(Collectors.toList());
        Collections.reverse(keys);
        List<LabelStore.Labelled> read = new ArrayList<>();
        reads(1).each(keys, ticker.nanos(), read::add);

        assertThat(read).hasSize(LABELLED);
        reads(1).each(List.of(), ticker.nanos(), read::add);
        assertThat(read).hasSize(LABELLED);
    }

    @Test
    void questionOutOfTime_isNotAsked() {
        long tooEarly = ticker.nanos() - BOUND.toNanos();
        List<LabelStore.Labelled> read = new ArrayList<>();

        assertThatThrownBy(() -> reads(1).slice(Optional.empty(), LabelStore.FIRST, tooEarly, read::add))
                .hasFieldOrPropertyWithValue("code", "SEARCH_TIMEOUT");
        assertThatThrownBy(() -> reads(1).each(List.of(key("labelled1")), tooEarly, read::add))
                .hasFieldOrPropertyWithValue("code", "SEARCH_TIMEOUT");
        assertThat(read).isEmpty();
    }
}
