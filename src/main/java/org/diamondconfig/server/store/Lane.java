/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

/** What a transaction is for. Each lane has permits of its own, so that one kind of work never starves another. */
public enum Lane {
    /** Reads that a caller waits for. */
    READ,
    /** Changes. */
    WRITE,
    /** Reads of the background: sweeps and retention. */
    SWEEP
}
