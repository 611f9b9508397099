/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client;

/** Where a value came from. */
public enum Source {
    /** A person's file on this machine; it beats every server. */
    FAILOVER,
    /** A server, now or at the last change. */
    SERVER,
    /** The copy on this machine's disk; no server has answered yet. */
    SNAPSHOT,
    /** Nowhere: the servers do not have the key. */
    ABSENT
}
