/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.config;

import java.time.Instant;
import java.util.List;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Md5;

/**
 * One configuration as the database holds it: content, md5 and version travel together. Immutable.
 *
 * @param key its identity
 * @param epoch the store that the version belongs to
 * @param version grows by one with each effective change, removals included
 * @param md5 of the content's UTF-8 bytes; {@code ""} when the key was removed
 * @param type what the content is written in
 * @param content the text; empty when the key was removed
 * @param details what people see beside it
 */
public record Config(
        ConfigKey key, Epoch epoch, long version, String md5, ConfigType type, String content, Details details) {

    /**
     * What stands for a key, and how it came to be.
     *
     * @param config the version that stands, a tombstone included
     * @param merged whether datums are behind its content
     */
    public record Standing(Config config, boolean merged) {}

    /** Whether there is content; false for the tombstone that a removal leaves. */
    public boolean present() {
        return !md5.equals(Md5.NOTHING);
    }

    /** What readers are served of it. */
    public ConfigChanged.Content served() {
        return new ConfigChanged.Content(md5, type, content);
    }

    /**
     * What people see beside a configuration. Shown, never ordered by. Immutable.
     *
     * @param description free text, may be empty
     * @param tags exact labels to search by, in the order given
     * @param appName the application that owns it, may be empty
     * @param publishedBy the subject of the last change
     * @param changedAt when the database recorded the last change
     */
    public record Details(
            String description, List<String> tags, String appName, String publishedBy, Instant changedAt) {

        /** Copies the tags. */
        public Details {
            tags = List.copyOf(tags);
        }
    }
}
