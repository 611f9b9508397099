/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.config.Search;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The search that goes through all names takes no longer than any other. */
class NameSearchTest extends SearchKit {

    private static final int KEYS = 10;

    @BeforeEach
    void start() {
        for (int i = 0; i < KEYS; i++) {
            publish("d" + i, List.of(), "");
        }
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
        return new NameSearch(configs(), node.dump(), bounds(most));
    }

    @Test
    void searchOutOfTime_ends() {
        Slow sight = new Slow();
        NameSearch search = search(BOUND);

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
