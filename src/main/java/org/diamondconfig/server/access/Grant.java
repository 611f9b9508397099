/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.access;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.diamondconfig.wire.ConfigKey;

/**
 * One thing that a subject may do, or may not whatever else it was allowed. Immutable. Patterns are names in which {@code *}
 * stands for any characters; {@code public} is the public namespace.
 *
 * @param effect whether it gives or takes
 * @param can names of actions and of {@link Bundle}s, as they were written
 * @param namespace pattern of namespaces
 * @param group pattern of groups
 * @param dataId pattern of dataIds
 */
public record Grant(Effect effect, List<String> can, String namespace, String group, String dataId) {

    /** The pattern of every name. */
    public static final String ANY = "*";

    /** What a grant does. A deny wins over every allow. */
    public enum Effect {
        ALLOW,
        DENY
    }

    private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9_\\-.:*]{0,128}");
    private static final Pattern DATA_IDS = Pattern.compile("[A-Za-z0-9_\\-.:*/]{1,250}");

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if it names nothing that can be granted, or a pattern has letters that no name has
     */
    public Grant {
        can = List.copyOf(can);
        namespace = ConfigKey.displayNamespace(namespace);
        if (can.isEmpty()) {
            throw new IllegalArgumentException("can: name at least one action or bundle");
        }
        actions(can);
        requirePattern("namespace", NAMES, namespace);
        requirePattern("group", NAMES, group);
        requirePattern("dataId", DATA_IDS, dataId);
        if (group.isEmpty()) {
            throw new IllegalArgumentException("group: missing");
        }
    }

    private static void requirePattern(String field, Pattern letters, String pattern) {
        if (!letters.matcher(pattern).matches()) {
            throw new IllegalArgumentException(
                    field + ": a name expected, in which * may stand for any characters; no other sign is known");
        }
    }

    /** Everything in every namespace, and the server itself. */
    public static Grant admin() {
        return allow(Bundle.ADMIN, ANY);
    }

    /** What a bundle holds, for every key of the namespaces of this pattern. */
    public static Grant allow(Bundle bundle, String namespace) {
        return new Grant(Effect.ALLOW, List.of(bundle.wireName()), namespace, ANY, ANY);
    }

    /** The actions that it is about. */
    public Set<Action> actions() {
        return actions(can);
    }

    private static Set<Action> actions(List<String> names) {
        Set<Action> actions = EnumSet.noneOf(Action.class);
        names.forEach(name -> actions.addAll(named(name)));
        return actions;
    }

    private static Collection<Action> named(String name) {
        return Bundle.named(name)
                .map(Bundle::actions)
                .or(() -> Action.named(name).map(Set::of))
                .orElseThrow(() -> new IllegalArgumentException(
                        "can: known are read, publish, remove, rollback, administer, grant, operate, and the bundles"
                                + " reader, publisher, owner, admin"));
    }

    /** The pattern that is held against a namespace as keys carry it, where the public one is empty. */
    String namespacePattern() {
        return namespace.equals(ConfigKey.PUBLIC_ALIAS) ? ConfigKey.PUBLIC : namespace;
    }

    /** Whether it is about all keys of its namespaces. */
    boolean isWhole() {
        return group.equals(ANY) && dataId.equals(ANY);
    }
}
