/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.reader;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.diamondconfig.wire.ConfigKey;

/**
 * One configuration as the agent last wrote it. Immutable; it keeps the record's bytes and reads of them what is asked for.
 */
public final class StoredConfig {

    private final ConfigKey key;
    private final byte[] bytes;

    StoredConfig(ConfigKey key, byte[] bytes) {
        this.key = key;
        this.bytes = bytes;
    }

    /** Its identity. */
    public ConfigKey key() {
        return key;
    }

    /** Whether the key exists; else the agent has asked, and the servers do not have it. */
    public boolean present() {
        return RecordLayout.present(bytes);
    }

    /** The content; {@code ""} if absent. Decoded at each call. */
    public String content() {
        return new String(bytes, RecordLayout.CONTENT, RecordLayout.contentLength(bytes), StandardCharsets.UTF_8);
    }

    /** The content's bytes, a copy. */
    public byte[] contentBytes() {
        byte[] content = new byte[RecordLayout.contentLength(bytes)];
        System.arraycopy(bytes, RecordLayout.CONTENT, content, 0, content.length);
        return content;
    }

    /** As the servers count it; 0 if a person's failover file gave the value. */
    public long version() {
        return RecordLayout.version(bytes);
    }

    /** Lower-case hex of the content's bytes; {@code ""} if absent. */
    public String md5() {
        return RecordLayout.decode(bytes).md5();
    }

    /** What the content is written in: {@code text}, {@code json}. */
    public String type() {
        return RecordLayout.decode(bytes).type();
    }

    /** The cluster of servers that it is from. */
    public String cluster() {
        return RecordLayout.decode(bytes).cluster();
    }

    /** When the agent wrote it, by this machine's clock. */
    public Instant written() {
        return RecordLayout.decode(bytes).written();
    }

    /** Names and version, for logs; never the content. */
    @Override
    public String toString() {
        return key + "@" + version() + (present() ? "" : " (absent)");
    }
}
