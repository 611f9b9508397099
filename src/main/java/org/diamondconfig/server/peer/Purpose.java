/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.peer;

import java.net.URI;
import org.diamondconfig.server.cluster.Member;

/**
 * What a message between nodes is for, and where it goes: it is signed with what it is for, so that none can be taken for one of
 * another kind.
 */
public enum Purpose {
    /** It tells of changes. */
    NOTIFY("diamond-notify-1", "/api/v1/peer/notify", "notify"),
    /** It asks what the other node knows. */
    ASK("diamond-ask-1", "/api/v1/peer/subscribers", "ask"),
    /** It asks how the other node is. */
    GLANCE("diamond-glance-1", "/api/v1/peer/glance", "ask");

    private final String wireName;
    private final String path;
    private final String verb;

    Purpose(String wireName, String path, String verb) {
        this.wireName = wireName;
        this.path = path;
        this.verb = verb;
    }

    /** Where such a message goes at this node. */
    public URI at(Member node) {
        return URI.create(node.address() + path);
    }

    /** What the trail says that was refused. */
    String verb() {
        return verb;
    }

    String wireName() {
        return wireName;
    }
}
