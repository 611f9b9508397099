/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What became different between two readings of a configuration in properties form. Immutable.
 *
 * @param config the configuration now
 * @param before the properties before; empty at the first call
 * @param now the properties now; empty if the configuration is absent
 */
public record PropertiesChange(Config config, Map<String, String> before, Map<String, String> now) {

    /** Copies the maps. */
    public PropertiesChange {
        Objects.requireNonNull(config, "config");
        before = Map.copyOf(before);
        now = Map.copyOf(now);
    }

    /** The keys that are there now and were not before, sorted. */
    public Set<String> added() {
        Set<String> keys = new TreeSet<>(now.keySet());
        keys.removeAll(before.keySet());
        return keys;
    }

    /** The keys that were there before and are not now, sorted. */
    public Set<String> removed() {
        Set<String> keys = new TreeSet<>(before.keySet());
        keys.removeAll(now.keySet());
        return keys;
    }

    /** The keys that are there before and now with different values, sorted. */
    public Set<String> changed() {
        Set<String> keys = new TreeSet<>(now.keySet());
        keys.removeIf(key -> !before.containsKey(key) || before.get(key).equals(now.get(key)));
        return keys;
    }
}
