/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.config;

import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Md5;

/**
 * The outcome of a change that is known to be committed. Immutable.
 *
 * @param key what was changed
 * @param epoch the store that the version belongs to
 * @param version the version that now holds the content
 * @param md5 of that content; {@code ""} = removed
 * @param changed false when the same was there already and nothing was written
 */
public record Published(ConfigKey key, Epoch epoch, long version, String md5, boolean changed) {

    private static final String NO_MD5 = "-";

    /** The outcome as it is kept beside an Idempotency-Key: {@code epoch version md5 changed}. */
    String encoded() {
        return epoch + " " + version + ' ' + (md5.equals(Md5.NOTHING) ? NO_MD5 : md5) + ' ' + changed;
    }

    static Published decoded(ConfigKey key, String encoded) {
        String[] parts = encoded.split(" ", -1);
        return new Published(
                key,
                Epoch.parse(parts[0]),
                Long.parseLong(parts[1]),
                parts[2].equals(NO_MD5) ? Md5.NOTHING : parts[2],
                Boolean.parseBoolean(parts[3]));
    }
}
