/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.diamond;

import java.util.concurrent.Executor;

/** What an application does when a configuration changes, as the original has it. */
@FunctionalInterface
public interface ManagerListener {

    /** Where it is called; null, as it is without an override, for threads of the client. Asked once, when it is added. */
    default Executor getExecutor() {
        return null;
    }

    /**
     * Called with the present content first, if there is one, then with at least the latest; with null once the key is removed.
     * Never two calls at once, never twice in a row with the same. It may take its time and may throw: no other is held up.
     */
    void receiveConfigInfo(String configInfo);
}
