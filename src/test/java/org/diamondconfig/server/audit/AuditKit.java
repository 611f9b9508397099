/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.diamondconfig.server.store.TestStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A node over a fresh, empty store for each test of a contract. A subclass names the database. */
abstract class AuditKit {

    @TempDir
    Path folder;

    TestStore store;
    AuditNode node;

    /** A store over an empty database, not started. */
    abstract TestStore store(Path dataFolder);

    @BeforeEach
    void start() {
        store = store(folder).started();
        assertThat(store.database().state().sentence()).isEmpty();
        node = node("node");
    }

    @AfterEach
    void stop() {
        store.close();
    }

    /** Another node over the same database. */
    AuditNode node(String name, String... settings) {
        return new AuditNode(
                store, folder.resolve(name), settings.length == 0 ? Map.of() : Map.of(settings[0], settings[1]));
    }
}
