/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.access;

/** What a caller may be allowed to do. */
public enum Action {
    /** Read, search, watch, and read history. */
    READ,
    /** Publish a value. */
    PUBLISH,
    /** Remove a key. */
    REMOVE,
    /** Publish an earlier version again. */
    ROLLBACK,
    /** Create, rename and delete namespaces. */
    ADMINISTER,
    /** Grant rights to others. */
    GRANT,
    /** Tell this node what changed: for the other nodes, whose signature decides. */
    NOTIFY,
    /** Look into and operate the server itself. */
    OPERATE
}
