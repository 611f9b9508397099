/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.diamondconfig.server.config.ConfigChanged;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.config.Publication;
import org.diamondconfig.server.config.TestConfigs;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.store.TestStore;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HintsTest {

    private static final ConfigKey KEY = ConfigKey.of("G", "a");

    @TempDir
    private Path folder;

    private final List<ConfigChanged> followed = new ArrayList<>();
    private TestStore store;
    private Configs configs;
    private boolean serves = true;
    private Hints hints;

    @BeforeEach
    void start() {
        store = TestStore.h2(folder).started();
        configs = new TestConfigs(store).configs();
        hints = new Hints(configs, this::follow);
    }

    @AfterEach
    void stop() {
        store.close();
    }

    private boolean follow(ConfigChanged change) {
        followed.add(change);
        return serves;
    }

    @Test
    void hint_hasTheVersionOfTheDatabaseServed() {
        configs.publish(Caller.SYSTEM, Publication.of(KEY, "1"));
        configs.publish(Caller.SYSTEM, Publication.of(KEY, "2"));

        hints.take(KEY);

        assertThat(followed).singleElement().satisfies(change -> {
            assertThat(change.key()).isEqualTo(KEY);
            assertThat(change.version()).isEqualTo(2);
        });
    }

    @Test
    void hint_ofWhatCannotBeServedYet_isTriedAgain() {
        configs.publish(Caller.SYSTEM, Publication.of(KEY, "1"));
        serves = false;

        assertThatThrownBy(() -> hints.take(KEY)).isInstanceOfSatisfying(Unavailable.class, problem -> {
            assertThat(problem.code()).isEqualTo("VERSION_NOT_REACHED");
            assertThat(problem.retryAfterSeconds()).hasValue(1);
        });
    }

    @Test
    void hint_ofAKeyThatNobodyPublished_leadsToNothing() {
        hints.take(KEY);

        assertThat(followed).isEmpty();
    }
}
