/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client;

/** How a client stands with its servers. */
public enum ClientState {
    /** No server has answered yet. */
    CONNECTING,
    /** The last exchange succeeded. */
    LIVE,
    /** The last exchange failed; values are those last known. */
    INTERRUPTED,
    /** {@link DiamondClient#close} was called. */
    CLOSED
}
