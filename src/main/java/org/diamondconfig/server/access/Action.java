/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a caller may be allowed to do, in the order in which it is entrusted to people. */
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
    /** Look into and operate the server itself. */
    OPERATE,
    /** Tell this node what changed: for the other nodes, whose signature decides, so that no right is asked. */
    NOTIFY,
    /** Learn where the nodes are. Everybody may: a client asks before it knows whom it talks to. */
    LOCATE;

    /** Whether anybody may do it. */
    boolean isFree() {
        return this == NOTIFY || this == LOCATE;
    }

    /** How a grant names it; nobody can be granted what anybody may. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The action of this name, if it is one that can be granted. */
    public static Optional<Action> named(String wireName) {
        return Arrays.stream(values())
                .filter(action -> !action.isFree() && action.wireName().equals(wireName))
                .findFirst();
    }
}
