/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.aggregate;

import org.diamondconfig.wire.ConfigKey;

/**
 * The outcome of a change of datums that is known to be committed; the key's content follows within the window. Immutable.
 *
 * @param key whose datums
 * @param datumId which; {@code ""} = all
 * @param datumVersion the version that the datum is at; 0 = all
 * @param dirty how many changes the datums of the key have seen with this one
 * @param changed false when the same was there already and nothing was written
 */
public record DatumPublished(ConfigKey key, String datumId, long datumVersion, long dirty, boolean changed) {

    /** The outcome as it is kept beside an Idempotency-Key: {@code version dirty changed}. */
    String encoded() {
        return datumVersion + " " + dirty + ' ' + changed;
    }

    static DatumPublished decoded(DatumChange change, String encoded) {
        String[] parts = encoded.split(" ", -1);
        return new DatumPublished(
                change.key(),
                change.datumId(),
                Long.parseLong(parts[0]),
                Long.parseLong(parts[1]),
                Boolean.parseBoolean(parts[2]));
    }
}
