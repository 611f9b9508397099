/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal;

import java.util.Optional;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Md5;

/**
 * What the client holds of one key: content, md5 and version together, and where they came from. Immutable.
 *
 * @param key the key
 * @param epoch the store the version belongs to; empty for a failover file
 * @param version the store's version; 0 for a failover file and for a key the store never had
 * @param md5 of the content; {@code ""} = absent
 * @param type what the content is written in
 * @param content the content; {@code ""} if absent
 * @param origin where it came from
 */
public record Held(
        ConfigKey key, Optional<Epoch> epoch, long version, String md5, ConfigType type, String content, Origin origin)
        implements Lane.Telling<Held> {

    /** Where a value came from. */
    public enum Origin {
        FAILOVER,
        SERVER,
        SNAPSHOT,
        ABSENT
    }

    /** A key that the store does not have, or has no more. */
    public static Held absent(ConfigKey key, Epoch epoch, long version) {
        return new Held(key, Optional.of(epoch), version, Md5.NOTHING, ConfigType.TEXT, "", Origin.ABSENT);
    }

    /** The same, now that a server said that it is still so. */
    Held confirmed() {
        return origin == Origin.SNAPSHOT ? new Held(key, epoch, version, md5, type, content, Origin.SERVER) : this;
    }

    /** Whether there is content. */
    public boolean present() {
        return !md5.isEmpty();
    }

    @Override
    public Object name() {
        return key;
    }

    @Override
    public boolean tellsTheSameAs(Held other) {
        return other != null
                && epoch.equals(other.epoch)
                && version == other.version
                && md5.equals(other.md5)
                && type == other.type;
    }

    /**
     * Whether this answer of a server may take the other's place: a higher generation always, a lower one or another store of
     * the same never, within one store a version that is not lower.
     */
    boolean mayReplace(Held other) {
        Epoch mine = epoch.orElseThrow();
        Epoch theirs = other.epoch.orElseThrow();
        return mine.equals(theirs) ? version >= other.version : mine.generation() > theirs.generation();
    }
}
