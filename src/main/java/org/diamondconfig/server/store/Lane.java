/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

/** What the database is used for. Each lane has permits of its own, so that one kind of work never starves another. */
public enum Lane {
    /** Reads that a caller waits for. */
    READ,
    /** Changes that a caller waits for. */
    WRITE,
    /** The background: sweeps, heartbeats, merges, seals and retention. */
    SWEEP
}
