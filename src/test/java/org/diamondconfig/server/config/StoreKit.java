/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.store.Lane;
import org.diamondconfig.server.store.TestStore;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A fresh, empty store for each test of a contract. A subclass names the database. */
abstract class StoreKit {

    static final ConfigKey FOO = ConfigKey.of("G", "foo");
    static final ConfigKey BAR = ConfigKey.of("G", "bar");
    static final Caller ANN = new Caller("ann", "10.0.0.1", "", "shop");
    static final Caller BOB = new Caller("bob", "10.0.0.2", "", "");

    @TempDir
    Path folder;

    TestStore store;
    TestConfigs wired;
    Configs configs;

    /** A store over an empty database, not started. */
    abstract TestStore store(Path dataFolder);

    @BeforeEach
    void start() {
        store = store(folder).started();
        assertThat(store.database().state().sentence()).isEmpty();
        wired = new TestConfigs(store);
        configs = wired.configs();
    }

    @AfterEach
    void stop() {
        store.close();
    }

    Published publish(ConfigKey key, String content) {
        return configs.publish(ANN, Publication.of(key, content));
    }

    long publishIf(long version, String content) {
        long generation = store.database().epoch().orElseThrow().generation();
        return configs.publish(
                        ANN,
                        Publication.of(FOO, content).withPrecondition(new Precondition.VersionIs(generation, version)))
                .version();
    }

    Published remove(ConfigKey key) {
        return configs.remove(ANN, key, Precondition.NONE, "", Optional.empty());
    }

    long historyRows() {
        return store.database()
                .read(
                        Lane.READ,
                        entities -> ((Number) entities.createNativeQuery("select count(*) from config_history")
                                        .getSingleResult())
                                .longValue());
    }
}
