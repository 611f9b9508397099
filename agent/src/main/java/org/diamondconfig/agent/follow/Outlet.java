/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.follow;

import org.diamondconfig.agent.reader.StoreRecord;

/** Where a value goes after the store. */
@FunctionalInterface
public interface Outlet {

    /**
     * Takes what the servers have; the same may come again. Does not block for long and does not throw.
     *
     * @param stored whether readers see it; if the store has refused it, it comes again with the next comparison
     */
    void take(StoreRecord now, boolean stored);
}
