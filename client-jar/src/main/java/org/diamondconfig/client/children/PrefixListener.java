/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.children;

/** What an application does when keys below a prefix come, change and go. */
@FunctionalInterface
public interface PrefixListener {

    /**
     * Called first with what is there, be it nothing, then with at least the latest; never two calls at once for one
     * subscription, never a key at an older version after a newer one, never twice in a row with the same. States in between
     * may be skipped. It may take its time and may throw: no other listener is held up.
     *
     * <p>Runs on a daemon thread of the client, or on the executor given to {@code listenPrefix}. It is interrupted when the
     * client is closed.
     */
    void onChange(ChildrenChange change);
}
