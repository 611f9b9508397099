/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.config.Publication;
import org.diamondconfig.server.config.Search;
import org.diamondconfig.server.dump.TestDump;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.store.TestStore;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The search that goes through all names takes no longer than any other. */
class NameSearchTest {

    private static final int KEYS = 10;

    @TempDir
    private Path folder;

    private final ManualTicker ticker = new ManualTicker();
    private TestStore store;
    private TestDump node;

    @BeforeEach
    void start() {
        store = TestStore.h2(folder.resolve("store")).started();
        node = TestDump.started(store, folder.resolve("dump"));
        for (int i = 0; i < KEYS; i++) {
            node.configs().configs().publish(Caller.SYSTEM, Publication.of(ConfigKey.of("G", "d" + i), "x"));
        }
    }

    @AfterEach
    void stop() {
        node.close();
        store.close();
    }

    /** To look at a key takes a second. */
    private final class Slow implements Search.Sight {

        private int looks;

        @Override
        public boolean hasAnyOf(String namespace) {
            return true;
        }

        @Override
        public boolean has(ConfigKey key) {
            looks++;
            ticker.advance(Duration.ofSeconds(1));
            return false;
        }
    }

    private NameSearch search(Duration most) {
        return new NameSearch(node.configs().configs(), node.dump(), new Configs.Bounds(1, most, ticker));
    }

    @Test
    void searchOutOfTime_ends() {
        Slow sight = new Slow();
        NameSearch search = search(Duration.ofSeconds(3));

        assertThatThrownBy(() -> search.find(Search.all(), sight))
                .isInstanceOf(Unavailable.class)
                .hasFieldOrPropertyWithValue("code", "SEARCH_TIMEOUT");
        assertThat(sight.looks).isEqualTo(3);
    }

    @Test
    void time_isThatOfOneSearch() {
        NameSearch search = search(Duration.ofSeconds(KEYS + 1));

        for (int i = 0; i < 2; i++) {
            Slow sight = new Slow();
            assertThat(search.find(Search.all(), sight).next()).isEqualTo(Optional.empty());
            assertThat(sight.looks).isEqualTo(KEYS);
        }
    }
}
