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

    /**
     * One change of a key's datums, as the history tells it. Immutable.
     *
     * @param dirty where the key's count of changes stood after it
     * @param operation {@code publish}, {@code remove} or {@code remove-all}
     * @param datumId which datum; {@code ""} = all
     * @param version of the datum; 0 = all
     * @param md5 of the datum's content; {@code ""} = removed
     * @param trail who, from where, when and why
     */
    public record Revision(long dirty, String operation, String datumId, long version, String md5, Trail trail) {

        /**
         * Who made a change. Immutable.
         *
         * @param by the subject
         * @param address where from; may be empty
         * @param at when the database recorded it
         * @param comment why; may be empty
         */
        public record Trail(String by, String address, Instant at, String comment) {}

        /**
         * Some changes of one key's datums, newest first. Immutable.
         *
         * @param revisions the changes
         * @param next the cursor of the next page; empty = this was the last
         */
        public record Page(List<Revision> revisions, Optional<String> next) {

            /** Copies the revisions. */
            public Page {
                revisions = List.copyOf(revisions);
            }
        }
    }
}
