/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.children;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.diamondconfig.wire.ConfigKey.Prefix;

/**
 * What is below a prefix, however deep, as the client holds it. Immutable.
 *
 * @param prefix what it is below
 * @param all every key, in the order of their dataIds
 * @param fromSnapshot whether it is the copy on this machine's disk: no server has answered yet
 */
public record Children(Prefix prefix, List<Child> all, boolean fromSnapshot) {

    /** What is asked for of each key. */
    public enum Want {
        /** The keys, with version, md5 and type. */
        KEYS,
        /** The contents, too. */
        CONTENTS
    }

    /** Copies the list. */
    public Children {
        Objects.requireNonNull(prefix, "prefix");
        all = List.copyOf(all);
    }

    /** The key with this dataId, whole: {@code prices/tea}. */
    public Optional<Child> find(String dataId) {
        return all.stream().filter(child -> child.key().dataId().equals(dataId)).findFirst();
    }

    /** The keys directly below: {@code prices/tea} is below {@code prices/}, {@code prices/old/tea} is not. */
    public List<Child> direct() {
        return all.stream().filter(child -> rest(child).indexOf('/') < 0).toList();
    }

    /** The names directly below that have keys below themselves: {@code old} where there is {@code prices/old/tea}. */
    public Set<String> folders() {
        return all.stream()
                .map(this::rest)
                .filter(rest -> rest.indexOf('/') >= 0)
                .map(rest -> rest.substring(0, rest.indexOf('/')))
                .collect(Collectors.toUnmodifiableSet());
    }

    private String rest(Child child) {
        return child.key().dataId().substring(prefix.prefix().length());
    }
}
