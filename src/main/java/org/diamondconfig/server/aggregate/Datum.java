/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.aggregate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.wire.ConfigKey;

/**
 * One of the contents that a key is merged from. Immutable.
 *
 * @param datumId what it is called within its key
 * @param version grows with each change of it, over removals too
 * @param md5 of the content's UTF-8 bytes
 * @param content the text
 * @param changedBy the subject of the last change
 * @param changedAt when the database recorded the last change
 */
public record Datum(String datumId, long version, String md5, String content, String changedBy, Instant changedAt) {

    /**
     * Some datums of one key, in the order of their ids as the database sorts them. Immutable.
     *
     * @param key the key
     * @param dirty how many changes its datums have seen
     * @param merged how many of these the content of the key shows at least
     * @param datums the datums
     * @param next the cursor of the next page; empty = this was the last
     */
    public record Page(ConfigKey key, long dirty, long merged, List<Datum> datums, Optional<String> next) {

        /** Copies the datums. */
        public Page {
            datums = List.copyOf(datums);
        }
    }
}
