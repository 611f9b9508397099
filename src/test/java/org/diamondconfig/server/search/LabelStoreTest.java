/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.config.Precondition;
import org.diamondconfig.server.config.Publication;
import org.diamondconfig.server.dump.TestDump;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.store.TestStore;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All tags and applications are read slice by slice, in a bounded time. */
class LabelStoreTest {

    private static final int LABELLED = 7;

    @TempDir
    private Path folder;

    private final ManualTicker ticker = new ManualTicker();
    private TestStore store;
    private TestDump node;

    @BeforeEach
    void start() {
        store = TestStore.h2(folder.resolve("store")).started();
        node = TestDump.started(store, folder.resolve("dump"));
        for (int i = 0; i < LABELLED; i++) {
            publish("labelled" + i, i % 2 == 0 ? List.of("even", "a_b") : List.of(), i % 2 == 0 ? "" : "odd");
        }
        publish("plain", List.of(), "");
        publish("gone", List.of("gone"), "gone");
        configs().remove(Caller.SYSTEM, key("gone"), Precondition.NONE, "", Optional.empty());
    }

    @AfterEach
    void stop() {
        node.close();
        store.close();
    }

    private Configs configs() {
        return node.configs().configs();
    }

    private static ConfigKey key(String dataId) {
        return ConfigKey.of("G", dataId);
    }

    private void publish(String dataId, List<String> tags, String app) {
        Publication wish =
                Publication.of(key(dataId), "x").withDetails(Optional.empty(), Optional.of(tags), Optional.of(app));
        configs().publish(Caller.SYSTEM, wish);
    }

    private List<LabelStore.Labelled> read(int slice, Optional<String> namespace) {
        List<LabelStore.Labelled> read = new ArrayList<>();
        Configs.Bounds bounds = new Configs.Bounds(1, Duration.ofSeconds(3), ticker);
        new LabelStore(store.database(), configs(), bounds, slice).each(namespace, ticker.nanos(), read::add);
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
        Configs.Bounds bounds = new Configs.Bounds(1, Duration.ofSeconds(3), ticker);
        new LabelStore(store.database(), configs(), bounds).each(List.of(key("labelled1"), key("gone")), read::add);

        assertThat(read).extracting(LabelStore.Labelled::app).containsExactly(Optional.of("odd"));
    }

    @Test
    void readingOutOfTime_ends() {
        Configs.Bounds bounds = new Configs.Bounds(1, Duration.ofSeconds(3), ticker);
        LabelStore slow = new LabelStore(store.database(), configs(), bounds, 1);
        List<LabelStore.Labelled> read = new ArrayList<>();

        assertThatThrownBy(() -> slow.each(Optional.empty(), ticker.nanos(), one -> {
                    read.add(one);
                    ticker.advance(Duration.ofSeconds(1));
                }))
                .hasFieldOrPropertyWithValue("code", "SEARCH_TIMEOUT");
        assertThat(read).hasSize(3);
    }
}
