/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.search;

import java.nio.file.Path;
import java.time.Duration;
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
import org.junit.jupiter.api.io.TempDir;

/** A node over a fresh store for each test, and the time of its searches in the test's hands. */
abstract class SearchKit {

    /** How long a search may take where a test does not say. */
    static final Duration BOUND = Duration.ofSeconds(3);

    @TempDir
    private Path folder;

    final ManualTicker ticker = new ManualTicker();
    TestStore store;
    TestDump node;

    @BeforeEach
    void startNode() {
        store = TestStore.h2(folder.resolve("store")).started();
        node = TestDump.started(store, folder.resolve("dump"));
    }

    @AfterEach
    void stopNode() {
        node.close();
        store.close();
    }

    Configs configs() {
        return node.configs().configs();
    }

    Configs.Bounds bounds(Duration search) {
        return new Configs.Bounds(1, search, ticker);
    }

    static ConfigKey key(String dataId) {
        return ConfigKey.of("G", dataId);
    }

    void publish(String dataId, List<String> tags, String app) {
        Publication wish =
                Publication.of(key(dataId), "x").withDetails(Optional.empty(), Optional.of(tags), Optional.of(app));
        configs().publish(Caller.SYSTEM, wish);
    }

    void describe(String dataId, String description) {
        Publication wish = Publication.of(key(dataId), "x")
                .withDetails(Optional.of(description), Optional.empty(), Optional.empty());
        configs().publish(Caller.SYSTEM, wish);
    }

    void remove(String dataId) {
        configs().remove(Caller.SYSTEM, key(dataId), Precondition.NONE, "", Optional.empty());
    }
}
