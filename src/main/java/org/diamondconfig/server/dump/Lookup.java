/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.dump;

import java.util.Optional;
import org.diamondconfig.server.config.Search;
import org.diamondconfig.server.problem.NotFound;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.wire.Epoch;

/** What the dump answers when it is asked for a key. Immutable. */
public sealed interface Lookup {

    /** The dump serves this. */
    record Found(DumpEntry entry) implements Lookup {}

    /**
     * There is no such configuration: the dump is complete and does not have it.
     *
     * @param version of the removal; 0 when the key never was
     */
    record Absent(Epoch epoch, long version) implements Lookup {}

    /** The dump cannot tell yet, because it is not complete or the content is lost: 503 DUMP_LOADING, never 404. */
    record Loading() implements Lookup {}

    /** The one instance of {@link Loading}. */
    Lookup LOADING = new Loading();

    /** The entry that was found, if it is what the database has: this very version, with this content. */
    static Optional<DumpEntry> same(Lookup now, Search.Hit hit) {
        return now instanceof Found found
                        && found.entry().version() == hit.version()
                        && found.entry().epoch().equals(hit.epoch())
                        && found.entry().md5().equals(hit.md5())
                ? Optional.of(found.entry())
                : Optional.empty();
    }

    /**
     * The entry that was found.
     *
     * @throws NotFound CONFIG_NOT_FOUND if there is none
     * @throws Unavailable DUMP_LOADING if the dump cannot tell yet
     */
    static DumpEntry required(Lookup now) {
        if (now instanceof Found found) {
            return found.entry();
        }
        if (now instanceof Absent) {
            throw new NotFound("CONFIG_NOT_FOUND", "There is no configuration of that name.");
        }
        throw loading();
    }

    /** The refusal while the dump cannot tell. */
    static Unavailable loading() {
        return new Unavailable("DUMP_LOADING", "This server is still loading its copy of the configurations.", 1);
    }
}
