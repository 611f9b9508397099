/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.store.TestStore;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A node over a fresh, empty store for each test of a contract. A subclass names the database. */
abstract class AggregateKit {

    static final ConfigKey FOO = ConfigKey.of("G", "foo");

    @TempDir
    Path folder;

    TestStore store;
    AggregateNode node;

    /** A store over an empty database, not started. */
    abstract TestStore store(Path dataFolder);

    @BeforeEach
    void start() {
        store = store(folder).started();
        assertThat(store.database().state().sentence()).isEmpty();
        node = AggregateNode.over(store);
    }

    @AfterEach
    void stop() {
        store.close();
    }

    AggregateNode node(String... settings) {
        return new AggregateNode(store, Map.of(settings[0], settings[1])).started();
    }

    static void assertRefused(int status, String code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.status()).isEqualTo(status);
        });
    }
}
