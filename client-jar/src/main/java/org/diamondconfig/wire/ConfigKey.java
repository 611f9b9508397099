/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.wire;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * The identity of a configuration: (namespace, group, dataId), general to specific. Immutable.
 *
 * <p>Names are ASCII: letters, digits and {@code _ - . :}; a dataId may also hold {@code /} between non-empty segments.
 * {@code .} and {@code ..} are refused as a whole name or segment. Lengths are at most 128, 128 and 250. Keys are compared
 * bytewise, so {@code App} and {@code app} are two keys; nothing is trimmed, folded or normalised.
 *
 * @param namespace the environment or tenant; {@code ""} is the public one
 * @param group the group, never empty
 * @param dataId the name within the group, never empty
 */
public record ConfigKey(String namespace, String group, String dataId) implements Comparable<ConfigKey> {

    /** The public namespace as it is stored and compared. */
    public static final String PUBLIC = "";

    /** What people and file systems call the public namespace. */
    public static final String PUBLIC_ALIAS = "public";

    /** The group of a key that names none. */
    public static final String DEFAULT_GROUP = "DEFAULT_GROUP";

    /** Longest namespace, in characters. */
    public static final int MAX_NAMESPACE = 128;

    /** Longest group, in characters. */
    public static final int MAX_GROUP = 128;

    /** Longest dataId, in characters. */
    public static final int MAX_DATA_ID = 250;

    private static final Comparator<ConfigKey> ORDER = Comparator.comparing(ConfigKey::namespace)
            .thenComparing(ConfigKey::group)
            .thenComparing(ConfigKey::dataId);

    /**
     * Checks the grammar.
     *
     * @throws IllegalArgumentException if a name is refused; the message names the field and the rule, never the value
     */
    public ConfigKey {
        if (!Objects.requireNonNull(namespace, "namespace").isEmpty()) {
            checkName("namespace", namespace, MAX_NAMESPACE, false);
        }
        checkName("group", Objects.requireNonNull(group, "group"), MAX_GROUP, false);
        checkName("dataId", Objects.requireNonNull(dataId, "dataId"), MAX_DATA_ID, true);
    }

    /** By all three names. Not the record's own: see {@link Epoch#equals}. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ConfigKey key
                && dataId.equals(key.dataId)
                && group.equals(key.group)
                && namespace.equals(key.namespace);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * namespace.hashCode() + group.hashCode()) + dataId.hashCode();
    }

    /**
     * A key as a caller names it: no namespace, an empty one and {@code public} are the public namespace; no group and an
     * empty one are {@link #DEFAULT_GROUP}.
     *
     * @throws IllegalArgumentException if a name is refused, or no dataId is given
     */
    public static ConfigKey of(String namespace, String group, String dataId) {
        if (dataId == null) {
            throw new IllegalArgumentException("dataId: missing");
        }
        return new ConfigKey(
                canonicalNamespace(namespace), group == null || group.isEmpty() ? DEFAULT_GROUP : group, dataId);
    }

    /** A key of the public namespace. */
    public static ConfigKey of(String group, String dataId) {
        return of(PUBLIC, group, dataId);
    }

    /** The namespace as it is stored: {@code null} and {@code public} become {@code ""}. Does not check the grammar. */
    public static String canonicalNamespace(String namespace) {
        return namespace == null || namespace.equals(PUBLIC_ALIAS) ? PUBLIC : namespace;
    }

    /** The namespace as people read it: {@code ""} becomes {@code public}. */
    public static String displayNamespace(String namespace) {
        return namespace.isEmpty() ? PUBLIC_ALIAS : namespace;
    }

    /**
     * Checks one name against the grammar of its field.
     *
     * @param field what the message calls it
     * @param maxLength in characters
     * @param segments whether {@code /} may separate non-empty segments
     * @throws IllegalArgumentException if it is refused
     */
    private static void checkName(String field, String name, int maxLength, boolean segments) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException(field + ": empty");
        }
        if (name.length() > maxLength) {
            throw new IllegalArgumentException(field + ": " + name.length() + " characters, at most " + maxLength);
        }
        int start = 0;
        for (int i = 0; i <= name.length(); i++) {
            if (i == name.length() || (segments && name.charAt(i) == '/')) {
                checkSegment(field, name, start, i);
                start = i + 1;
            } else if (!isNameCharacter(name.charAt(i))) {
                throw new IllegalArgumentException(field + ": character " + (i + 1)
                        + " is not allowed; use ASCII letters, digits, _ - . :" + (segments ? " and /" : ""));
            }
        }
    }

    private static void checkSegment(String field, String name, int start, int end) {
        if (start == end) {
            throw new IllegalArgumentException(field + ": / must stand between non-empty segments");
        }
        if (name.regionMatches(start, "..", 0, end - start) && end - start <= 2) {
            throw new IllegalArgumentException(field + ": . and .. are not allowed as a name or segment");
        }
    }

    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '-'
                || c == '.'
                || c == ':';
    }

    /**
     * Checks a namespace on its own.
     *
     * @return the namespace as it is stored
     * @throws IllegalArgumentException if it is refused
     */
    public static String requireNamespace(String namespace) {
        String canonical = canonicalNamespace(namespace);
        if (!canonical.isEmpty()) {
            checkName("namespace", canonical, MAX_NAMESPACE, false);
        }
        return canonical;
    }

    /**
     * The keys of one group whose dataId begins with this: what is below a folder, however deep. Immutable.
     *
     * @param namespace the environment or tenant; {@code ""} is the public one
     * @param group the group, never empty
     * @param prefix dataId segments, each with a {@code /} behind it; {@code ""} is the whole group
     */
    public record Prefix(String namespace, String group, String prefix) {

        /**
         * Checks the grammar.
         *
         * @throws IllegalArgumentException if a name is refused; the message names the field and the rule, never the value
         */
        public Prefix {
            if (!Objects.requireNonNull(namespace, "namespace").isEmpty()) {
                checkName("namespace", namespace, MAX_NAMESPACE, false);
            }
            checkName("group", Objects.requireNonNull(group, "group"), MAX_GROUP, false);
            if (!Objects.requireNonNull(prefix, "prefix").isEmpty()) {
                if (!prefix.endsWith("/")) {
                    throw new IllegalArgumentException("prefix: must be empty or end with /");
                }
                checkName("prefix", prefix.substring(0, prefix.length() - 1), MAX_DATA_ID - 2, true);
            }
        }

        /**
         * A prefix as a caller names it, with the same omissions as {@link ConfigKey#of}; no prefix is the whole group.
         *
         * @throws IllegalArgumentException if a name is refused
         */
        public static Prefix of(String namespace, String group, String prefix) {
            return new Prefix(
                    canonicalNamespace(namespace),
                    group == null || group.isEmpty() ? DEFAULT_GROUP : group,
                    prefix == null ? "" : prefix);
        }

        /** A prefix in the public namespace. */
        public static Prefix of(String group, String prefix) {
            return of(PUBLIC, group, prefix);
        }

        /** Every prefix that this key is below, the shortest first: {@code ""}, {@code a/} and {@code a/b/} for a/b/c. */
        public static List<Prefix> above(ConfigKey key) {
            List<Prefix> above = new ArrayList<>();
            for (int end = 0; end >= 0; end = key.dataId.indexOf('/', end + 1)) {
                String prefix = end == 0 ? "" : key.dataId.substring(0, end + 1);
                above.add(new Prefix(key.namespace, key.group, prefix));
            }
            return above;
        }

        /** Whether this key is below it. */
        public boolean covers(ConfigKey key) {
            return key.dataId.startsWith(prefix) && key.group.equals(group) && key.namespace.equals(namespace);
        }

        /** By all three names. Not the record's own: see {@link Epoch#equals}. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Prefix that
                    && prefix.equals(that.prefix)
                    && group.equals(that.group)
                    && namespace.equals(that.namespace);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * namespace.hashCode() + group.hashCode()) + prefix.hashCode();
        }

        /** {@code namespace/group/prefix*} for logs and messages, the public namespace by its alias. */
        @Override
        public String toString() {
            return displayNamespace(namespace) + '/' + group + '/' + prefix + '*';
        }
    }

    @Override
    public int compareTo(ConfigKey other) {
        return ORDER.compare(this, other);
    }

    /** {@code namespace/group/dataId} for logs and messages, the public namespace by its alias. */
    @Override
    public String toString() {
        return displayNamespace(namespace) + '/' + group + '/' + dataId;
    }
}
