/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.diamondconfig.server.config.TestConfigs;
import org.diamondconfig.server.edge.ManualScheduler;
import org.diamondconfig.server.edge.ManualTicker;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.store.TestStore;
import org.diamondconfig.wire.ConfigKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much of the background the looks at keys take, and that none is forgotten. */
class MergesTest {

    private static final List<ConfigKey> KEYS = IntStream.range(0, 100)
            .mapToObj(i -> new ConfigKey("public", "DEFAULT_GROUP", "k" + i))
            .toList();

    private static final ConfigKey KEY = KEYS.get(0);

    private final ManualScheduler scheduler = new ManualScheduler(new ManualTicker());
    private final List<ConfigKey> looked = new ArrayList<>();
    private Consumer<ConfigKey> meanwhile = key -> {};
    private Optional<Duration> again = Optional.empty();

    @TempDir
    Path folder;

    private TestStore store;
    private Merges merges;

    @BeforeEach
    void start() {
        store = TestStore.h2(folder);
        TestConfigs wired = new TestConfigs(store);
        MergeStore looks = new MergeStore(store.database(), wired.store()) {
            @Override
            List<ConfigKey> pending(int limit) {
                return List.of();
            }

            @Override
            Look merge(ConfigKey key, Duration window) {
                looked.add(key);
                meanwhile.accept(key);
                return new Look(false, Optional.empty(), again);
            }
        };
        merges = new Merges(looks, wired.configs(), Settings.of(Map.of()), scheduler, new PrometheusRegistry());
        merges.start();
        scheduler.runDue();
    }

    @AfterEach
    void stop() {
        store.close();
    }

    @Test
    void manyKeys_takeFewTasks_andAllAreLookedAt() {
        meanwhile = key -> assertThat(scheduler.due()).isLessThanOrEqualTo(Merges.LOOKERS);

        KEYS.forEach(merges::ask);

        assertThat(scheduler.due()).isEqualTo(Merges.LOOKERS);
        scheduler.runDue();
        assertThat(looked).containsExactlyElementsOf(KEYS);
    }

    @Test
    void manyKeysThatWaitedForTheirWindow_areAllLookedAt() {
        again = Optional.of(Duration.ofMillis(300));
        KEYS.forEach(merges::ask);
        scheduler.runDue();
        again = Optional.empty();

        scheduler.advance(Duration.ofMillis(300));

        assertThat(looked).hasSize(200).containsAll(KEYS);
        assertThat(scheduler.due()).isZero();
    }

    @Test
    void otherWork_hasItsTurnBetweenTheLooks() {
        KEYS.forEach(merges::ask);
        List<Integer> before = new ArrayList<>();
        scheduler.soon("other work", () -> before.add(looked.size()));

        scheduler.runDue();

        assertThat(before).containsExactly(Merges.LOOKERS);
    }

    @Test
    void keyThatIsAskedForWhileItIsLookedAt_isLookedAtAgain_afterwards() {
        meanwhile = key -> {
            meanwhile = other -> {};
            merges.ask(key);
            scheduler.runDue();
            assertThat(looked).hasSize(1);
        };

        merges.ask(KEY);
        scheduler.runDue();

        assertThat(looked).containsExactly(KEY, KEY);
    }

    @Test
    void keysThatNoTaskIsTakenFor_areLookedAtWhenAskedForAnew() {
        scheduler.refuse(true);
        KEYS.forEach(merges::ask);
        scheduler.refuse(false);

        KEYS.forEach(merges::ask);
        scheduler.runDue();

        assertThat(looked).containsExactlyElementsOf(KEYS);
    }

    @Test
    void keysThatNoThreadCanBeHadFor_areLookedAtWhenAskedForAnew() {
        OutOfMemoryError failure = new OutOfMemoryError("unable to create native thread");
        scheduler.failOnce(failure);
        assertThatThrownBy(() -> merges.ask(KEY)).isSameAs(failure);

        KEYS.forEach(merges::ask);
        scheduler.runDue();

        assertThat(looked).containsExactlyElementsOf(KEYS);
    }

    @Test
    void lookThatFails_holdsUpNoOther() {
        List<Throwable> failures = new ArrayList<>();
        meanwhile = key -> {
            throw new IllegalStateException("a bug");
        };
        KEYS.forEach(merges::ask);

        while (scheduler.due() > 0) {
            try {
                scheduler.runDue();
            } catch (IllegalStateException e) {
                failures.add(e);
            }
        }

        assertThat(failures).hasSize(KEYS.size());
        assertThat(looked).containsExactlyElementsOf(KEYS);
    }
}
