/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.follow;

import java.util.Collection;
import java.util.List;
import org.diamondconfig.agent.reader.StoreRecord;
import org.diamondconfig.wire.ConfigKey;

/** Where a value goes after the store. */
@FunctionalInterface
public interface Outlet {

    /**
     * Takes what the servers have; the same may come again. Does not block for long and does not throw.
     *
     * @param stored whether readers see it; if the store has refused it, it comes again with the next comparison
     */
    void take(StoreRecord now, boolean stored);

    /** The keys below prefixes of which it may keep something, from an earlier life too: those that are gone are told to it. */
    default Collection<ConfigKey> kept() {
        return List.of();
    }
}
