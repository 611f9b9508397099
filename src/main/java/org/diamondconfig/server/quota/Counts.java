/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.quota;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.wire.ConfigKey;

/**
 * What each namespace and each group holds in this node's copy. Thread-safe: whoever changes the copy says so, key by key,
 * and no counting goes over all of them. What the server keeps for itself does not count.
 */
@Component
public final class Counts {

    /** Nothing is kept of what holds nothing. */
    private final ConcurrentMap<Scope, Amount> held = new ConcurrentHashMap<>();

    /** What is held of this key is by so much more from now on, or less. */
    public void move(ConfigKey key, Amount by) {
        if (!by.equals(Amount.NONE) && !key.namespace().equals(Access.RESERVED)) {
            Scope.of(key).forEach(scope -> held.merge(scope, by, Counts::sum));
        }
    }

    /** Null, which takes the entry away, when nothing is left. */
    private static Amount sum(Amount before, Amount by) {
        Amount after = before.plus(by);
        return after.equals(Amount.NONE) ? null : after;
    }

    /** What is held there. */
    public Amount of(Scope scope) {
        return held.getOrDefault(scope, Amount.NONE);
    }

    /** All that hold something, in no order. */
    Stream<Scope> scopes() {
        return held.keySet().stream();
    }
}
