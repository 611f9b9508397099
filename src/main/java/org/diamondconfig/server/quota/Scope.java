/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.quota;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.wire.ConfigKey;

/**
 * What a quota is about: a namespace as a whole, or one group of it. Immutable. A namespace comes right before its groups.
 *
 * @param namespace as stored; {@code ""} is the public one
 * @param group {@code ""} is the namespace as a whole
 */
public record Scope(String namespace, String group) implements Comparable<Scope> {

    private static final String WHOLE = "";
    private static final Comparator<Scope> ORDER =
            Comparator.comparing(Scope::namespace).thenComparing(Scope::group);

    /** A namespace as a whole. */
    public static Scope ofNamespace(String namespace) {
        return new Scope(namespace, WHOLE);
    }

    /** Those that a key counts in: its namespace and its group. */
    static List<Scope> of(ConfigKey key) {
        return List.of(ofNamespace(key.namespace()), new Scope(key.namespace(), key.group()));
    }

    /** Whether it is a namespace as a whole. */
    public boolean isNamespace() {
        return group.equals(WHOLE);
    }

    /** The group, if it is one. */
    public Optional<String> oneGroup() {
        return isNamespace() ? Optional.empty() : Optional.of(group);
    }

    /** By both names. Not the record's own: see {@link org.diamondconfig.wire.Epoch#equals}. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Scope scope && group.equals(scope.group) && namespace.equals(scope.namespace);
    }

    @Override
    public int hashCode() {
        return 31 * namespace.hashCode() + group.hashCode();
    }

    @Override
    public int compareTo(Scope other) {
        return ORDER.compare(this, other);
    }

    /** For messages: {@code namespace shop}, {@code group carts of namespace shop}. */
    @Override
    public String toString() {
        String whole = "namespace " + ConfigKey.displayNamespace(namespace);
        return isNamespace() ? whole : "group " + group + " of " + whole;
    }
}
