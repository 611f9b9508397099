/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.config;

import java.util.Optional;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Md5;

/**
 * A key is known to be committed at this version; fired synchronously, however it was learnt. Immutable.
 *
 * @param key what changed
 * @param epoch the store that the version belongs to
 * @param version at least this version can be read from the database
 * @param content what stands at this version; empty when whoever tells it does not know: the database does
 */
public record ConfigChanged(ConfigKey key, Epoch epoch, long version, Optional<Content> content) {

    /** A change of which only the version is known. */
    public static ConfigChanged of(ConfigKey key, Epoch epoch, long version) {
        return new ConfigChanged(key, epoch, version, Optional.empty());
    }

    /** The same without its content, for those who keep many. */
    public ConfigChanged bare() {
        return of(key, epoch, version);
    }

    /**
     * What is served of a configuration at one version. Immutable.
     *
     * @param md5 of the text's UTF-8 bytes; {@code ""} when the key was removed
     * @param type what the text is written in
     * @param text empty when the key was removed
     */
    public record Content(String md5, ConfigType type, String text) {

        /** Whether there is content; false for the tombstone that a removal leaves. */
        public boolean present() {
            return !md5.equals(Md5.NOTHING);
        }
    }
}
