/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.diamondconfig.client.Config;
import org.diamondconfig.client.ConfigListener;
import org.diamondconfig.wire.ConfigKey;

/** A listener that remembers every call. Thread-safe. */
final class Calls implements ConfigListener {

    private final Map<ConfigKey, List<Config>> calls = new ConcurrentHashMap<>();

    @Override
    public void onChange(Config config) {
        calls.computeIfAbsent(config.key(), key -> new CopyOnWriteArrayList<>()).add(config);
    }

    List<Config> of(ConfigKey key) {
        return calls.getOrDefault(key, List.of());
    }

    int count() {
        return calls.values().stream().mapToInt(List::size).sum();
    }

    Config last(ConfigKey key) {
        List<Config> told = of(key);
        return told.get(told.size() - 1);
    }

    /** Whether the last call of each of these keys told this content. */
    boolean tell(Map<ConfigKey, byte[]> contents) {
        return contents.entrySet().stream().allMatch(entry -> tells(entry.getKey(), entry.getValue()));
    }

    void await(ConfigKey key, byte[] content) {
        Awaitility.await("a call for " + key).pollInterval(Duration.ofMillis(5)).until(() -> tells(key, content));
    }

    private boolean tells(ConfigKey key, byte[] content) {
        return !of(key).isEmpty() && Arrays.equals(last(key).content().getBytes(StandardCharsets.UTF_8), content);
    }
}
