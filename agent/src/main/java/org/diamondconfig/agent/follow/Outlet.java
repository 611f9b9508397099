/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.follow;

import org.diamondconfig.agent.reader.StoreRecord;

/** Where a value goes after the store. */
@FunctionalInterface
public interface Outlet {

    /** Takes what is in the store now; the same may come again. Does not block for long and does not throw. */
    void take(StoreRecord now);
}
