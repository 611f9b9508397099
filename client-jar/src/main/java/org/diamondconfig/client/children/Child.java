/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.children;

import java.util.Objects;
import java.util.Optional;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;

/**
 * One key below a prefix. Immutable.
 *
 * @param key its identity
 * @param version as it was when its content or type last changed, or later
 * @param md5 lower-case hex of the content's UTF-8 bytes
 * @param type what the content is written in
 * @param content the content; empty if only keys were asked for
 */
public record Child(ConfigKey key, long version, String md5, ConfigType type, Optional<String> content) {

    /** Checks that nothing is null. */
    public Child {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(md5, "md5");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(content, "content");
    }
}
