/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.history;

import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.config.Config;

/**
 * One version that a key has had. Immutable.
 *
 * @param config key, version, type, details, and the content, which is left empty in a {@link Page}
 * @param operation {@code publish}, {@code remove} or {@code rollback}
 * @param address where the change came from; may be empty
 * @param comment why it was made; may be empty
 */
public record Revision(Config config, String operation, String address, String comment) {

    /**
     * Some versions of one key, newest first. Immutable.
     *
     * @param revisions without content
     * @param next the cursor of the next page; empty = this was the last
     */
    public record Page(List<Revision> revisions, Optional<String> next) {

        /** Copies the revisions. */
        public Page {
            revisions = List.copyOf(revisions);
        }
    }
}
