/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.notify;

/** What a message between nodes is for: it is signed with it, so that none can be taken for one of another kind. */
public enum Purpose {
    /** It tells of changes. */
    NOTIFY("diamond-notify-1"),
    /** It asks what the other node knows. */
    ASK("diamond-ask-1"),
    /** It asks how the other node is. */
    GLANCE("diamond-glance-1");

    private final String wireName;

    Purpose(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }
}
