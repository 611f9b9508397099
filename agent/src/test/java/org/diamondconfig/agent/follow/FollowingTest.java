/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.diamondconfig.agent.setup.ClusterSetup;
import org.diamondconfig.agent.setup.ClusterSetup.Sharing;
import org.diamondconfig.agent.setup.Readers;
import org.diamondconfig.agent.store.ClusterStore;
import org.diamondconfig.agent.store.Permissions;
import org.diamondconfig.client.ClientSettings.Setting;
import org.diamondconfig.client.test.FakeDiamond;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigKey.Prefix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class FollowingTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @RegisterExtension
    final FakeDiamond diamond = new FakeDiamond();

    @TempDir
    private Path folder;

    private Following following(Map<Setting, String> connection, List<ConfigKey> keys, Outlet outlet)
            throws IOException {
        Sharing sharing = new Sharing(Readers.GROUP, Optional.empty(), 1 << 20, false);
        List<Prefix> prefixes = List.of(Prefix.of("", "shop", "flags/"));
        ClusterSetup setup =
                new ClusterSetup("main", connection, keys, prefixes, sharing, 0, Optional.empty(), List.of());
        ClusterStore store =
                ClusterStore.open(folder, setup, Permissions.of(folder, sharing.readers(), sharing.group()));
        return new Following(setup, store, List.of(outlet), folder.resolve("client"), Duration.ofHours(1));
    }

    private Map<Setting, String> servers() {
        return Map.of(Setting.SERVERS, diamond.uri().toString());
    }

    @Test
    void valuesAndComparisons_areTakenByOneThread() throws IOException {
        List<ConfigKey> keys = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            keys.add(ConfigKey.of("shop", "key-" + i));
            diamond.publish(keys.get(i), "v" + i);
        }
        diamond.publish(ConfigKey.of("shop", "flags/new-cart"), "on");
        Queue<String> threads = new ConcurrentLinkedQueue<>();
        try (Following following = following(servers(), keys, (now, stored) -> threads.add(name(now.present())))) {
            following.start(List.of());
            await().atMost(LONG).until(() -> threads.size() >= 51);
            following.compare();
            await().atMost(LONG).until(() -> threads.size() >= 102);
            assertThat(threads).containsOnly("diamond-taking-main");
        }
    }

    private static String name(boolean present) {
        return present ? Thread.currentThread().getName() : "absent";
    }

    @Test
    void valueThatTheStoreRefuses_isToldAsSuch() throws IOException {
        ConfigKey key = ConfigKey.of("shop", "prices.yaml");
        diamond.publish(key, "x".repeat(2 << 20));
        Queue<String> told = new ConcurrentLinkedQueue<>();
        try (Following following =
                following(servers(), List.of(key), (now, stored) -> told.add(now.version() + " " + stored))) {
            following.start(List.of());
            await().atMost(LONG).until(() -> told.contains("1 false"));
            following.compare();
            await().atMost(LONG).until(() -> told.size() >= 2);
            diamond.publish(key, "tea: 3");
            await().atMost(LONG).until(() -> told.contains("2 true"));
            assertThat(told).doesNotContain("1 true", "2 false");
        }
    }

    @Test
    void settingsOfTheProcess_areNotTheCluster() throws IOException {
        Map<Setting, String> addresses = Map.of(Setting.ADDRESS_URLS, diamond.uri() + "/namesrv/addrs");
        List<String> others = List.of(Setting.TLS_TRUST_STORE.key(), Setting.TOKEN_FILE.key(), Setting.SERVERS.key());
        others.forEach(name -> System.setProperty(name, "/none"));
        try (Following following = following(addresses, List.of(), (now, stored) -> {})) {
            assertThat(following.name()).isEqualTo("main");
        } finally {
            others.forEach(System::clearProperty);
        }
    }
}
