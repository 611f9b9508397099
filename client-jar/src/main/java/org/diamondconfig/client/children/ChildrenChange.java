/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.children;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.diamondconfig.wire.ConfigKey;

/**
 * What is below a prefix now, and how it differs from what the listener was told before. Immutable.
 *
 * @param now all there is
 * @param added keys that were not there; in the first call all
 * @param changed keys with another content or type
 * @param removed keys that are gone
 */
public record ChildrenChange(Children now, Set<ConfigKey> added, Set<ConfigKey> changed, Set<ConfigKey> removed) {

    /** Copies the sets. */
    public ChildrenChange {
        added = Set.copyOf(added);
        changed = Set.copyOf(changed);
        removed = Set.copyOf(removed);
    }

    /**
     * What one differs from the other in.
     *
     * @param before empty = nothing was told yet
     */
    public static ChildrenChange between(Optional<Children> before, Children now) {
        var old = before.stream()
                .flatMap(children -> children.all().stream())
                .collect(Collectors.toMap(Child::key, child -> child));
        Set<ConfigKey> added = new HashSet<>();
        Set<ConfigKey> changed = new HashSet<>();
        for (Child child : now.all()) {
            Child had = old.remove(child.key());
            if (had == null) {
                added.add(child.key());
            } else if (!had.md5().equals(child.md5()) || had.type() != child.type()) {
                changed.add(child.key());
            }
        }
        return new ChildrenChange(now, added, changed, old.keySet());
    }
}
