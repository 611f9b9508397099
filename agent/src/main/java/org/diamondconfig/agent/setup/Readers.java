/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.setup;

/** Who may read a cluster's store. */
public enum Readers {
    /** Only the agent's own user. */
    OWNER("rw-------", "rw-------", "rwx------"),
    /** The group, too. */
    GROUP("rw-r-----", "rw-rw----", "rwxr-x---"),
    /** Everybody on this machine. */
    EVERYBODY("rw-r--r--", "rw-rw-rw-", "rwxr-xr-x");

    private final String own;
    private final String shared;
    private final String folders;

    Readers(String own, String shared, String folders) {
        this.own = own;
        this.shared = shared;
        this.folders = folders;
    }

    /** The permissions of what only the agent writes. */
    public String own() {
        return own;
    }

    /** The permissions of what readers write, too: LMDB's lock file, the socket. */
    public String shared() {
        return shared;
    }

    /** The permissions of folders. */
    public String folders() {
        return folders;
    }
}
