/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.dump;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.diamondconfig.wire.Epoch;

/** What is strange about the store, as the last look found it; one line in the log when it is something new. Thread-safe. */
final class Findings {

    private static final Logger LOG = System.getLogger("diamond.sweep");

    private final DumpTable table;

    /** Null: the last walk found nothing strange. */
    private volatile String sentence;

    Findings(DumpTable table) {
        this.table = table;
    }

    /** What is strange, in a sentence. */
    Optional<String> sentence() {
        return Optional.ofNullable(sentence);
    }

    /** @param now null: nothing is strange */
    void report(String now) {
        if (now != null && !now.equals(sentence)) {
            LOG.log(Level.WARNING, now);
        }
        sentence = now;
    }

    /** Another store, or an earlier one, is never taken from. */
    boolean admits(Epoch epoch) {
        if (table.follow(epoch)) {
            return true;
        }
        report("STORE_CHANGED: the database holds store " + epoch + ", the dump follows "
                + table.epoch().orElseThrow() + " and is kept as it is.");
        return false;
    }
}
