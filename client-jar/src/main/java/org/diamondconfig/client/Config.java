/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client;

import java.util.Objects;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Md5;

/**
 * One configuration as the client holds it: content, md5 and version together, and where they came from. Immutable.
 *
 * @param key its identity
 * @param version grows by one with each change in one store; 0 for a failover file and for a key the store never had
 * @param md5 lower-case hex of the content's UTF-8 bytes; {@code ""} if absent
 * @param type what the content is written in
 * @param content the content; {@code ""} if absent
 * @param source where it came from
 */
public record Config(ConfigKey key, long version, String md5, ConfigType type, String content, Source source) {

    /** Checks that nothing is null. */
    public Config {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(md5, "md5");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(source, "source");
    }

    /** Whether the key exists; a listener is told of a removed key by a Config that is not present. */
    public boolean present() {
        return !md5.equals(Md5.NOTHING);
    }
}
