/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client;

/** What an application does when a configuration changes. */
@FunctionalInterface
public interface ConfigListener {

    /**
     * Called first with what is current, then with at least the latest; never two calls at once for one subscription, never an
     * older value after a newer one, never twice in a row with the same. Values in between may be skipped. It may take its
     * time and may throw: no other listener is held up. An absent key is told too: then {@link Config#present()} is false.
     *
     * <p>Runs on a daemon thread of the client, or on the executor given to
     * {@link DiamondClient#listen(org.diamondconfig.wire.ConfigKey, ConfigListener, java.util.concurrent.Executor)}. It is
     * interrupted when the client is closed.
     */
    void onChange(Config config);
}
