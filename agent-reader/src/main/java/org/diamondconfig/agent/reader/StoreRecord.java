/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.reader;

import java.time.Instant;
import java.util.Objects;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;

/**
 * All that the store knows of one key. Immutable.
 *
 * @param cluster the cluster of servers that it is from
 * @param key its identity
 * @param version as the servers count it
 * @param md5 lower-case hex of the content's UTF-8 bytes; {@code ""} if absent
 * @param type what the content is written in
 * @param content the content; {@code ""} if absent
 * @param written when the agent wrote it
 */
public record StoreRecord(
        String cluster, ConfigKey key, long version, String md5, String type, String content, Instant written) {

    /** Checks that nothing is null. */
    public StoreRecord {
        Objects.requireNonNull(cluster, "cluster");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(md5, "md5");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(written, "written");
    }

    /** Whether the key exists. */
    public boolean present() {
        return !md5.equals(Md5.NOTHING);
    }

    /** Whether readers would see no difference: the time apart. */
    public boolean same(StoreRecord other) {
        return version == other.version && sameContent(other);
    }

    /** Whether a script would see no difference: time and version apart. */
    public boolean sameContent(StoreRecord other) {
        return md5.equals(other.md5) && type.equals(other.type);
    }
}
