/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal.children;

import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.diamondconfig.client.internal.Lane;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigKey.Prefix;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;

/**
 * What the client holds below one prefix. Immutable.
 *
 * @param epoch the store the versions belong to
 * @param digest what the last list said of itself; a server with the same has nothing new
 * @param children by dataId, in order
 * @param gone the versions of keys that were removed, so that a server that lags cannot bring them back; the last
 *     {@link #MAX_GONE}
 * @param fromSnapshot whether no server has confirmed it in this run
 */
public record ChildSet(
        Prefix prefix,
        Want want,
        Epoch epoch,
        String digest,
        SortedMap<String, Child> children,
        SortedMap<String, Long> gone,
        boolean fromSnapshot)
        implements Lane.Telling<ChildSet> {

    static final int MAX_GONE = 1_000;

    /** What is asked for of each key. */
    public enum Want {
        KEYS,
        CONTENTS
    }

    /**
     * One key below the prefix. Immutable.
     *
     * @param content empty unless contents are wanted
     */
    public record Child(long version, String md5, ConfigType type, Optional<String> content) {

        boolean tellsTheSameAs(Child other) {
            return other != null && md5.equals(other.md5) && type == other.type;
        }
    }

    /** Copies nothing: who makes one gives the maps away. */
    public ChildSet {
        children = Collections.unmodifiableSortedMap(children);
        gone = Collections.unmodifiableSortedMap(gone);
    }

    /** Nothing known yet, in this store. */
    static ChildSet empty(Prefix prefix, Want want, Epoch epoch) {
        return new ChildSet(prefix, want, epoch, "", new TreeMap<>(), new TreeMap<>(), false);
    }

    @Override
    public Object name() {
        return prefix;
    }

    /** A version alone is no news: contents and types are. */
    @Override
    public boolean tellsTheSameAs(ChildSet other) {
        return other != null
                && children.keySet().equals(other.children.keySet())
                && children.entrySet().stream()
                        .allMatch(child -> child.getValue().tellsTheSameAs(other.children.get(child.getKey())));
    }

    /** The whole name of a key below it. */
    public ConfigKey key(String dataId) {
        return new ConfigKey(prefix.namespace(), prefix.group(), dataId);
    }

    /** The version below which nothing of this key is taken. */
    long floor(String dataId) {
        Child child = children.get(dataId);
        return child == null ? gone.getOrDefault(dataId, 0L) : child.version();
    }

    /** Forgets the first of the removed keys beyond the bound. */
    static SortedMap<String, Long> bounded(SortedMap<String, Long> gone) {
        Iterator<Map.Entry<String, Long>> first = gone.entrySet().iterator();
        for (int excess = gone.size() - MAX_GONE; excess > 0; excess--) {
            first.next();
            first.remove();
        }
        return gone;
    }
}
