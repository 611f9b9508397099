/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.search;

import java.util.Optional;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.config.Search;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.wire.ConfigKey;

/** What a caller may read, for searches. Immutable. */
public record ReadableTo(Access access, Caller caller) implements Search.Sight {

    @Override
    public boolean hasAnyOf(String namespace) {
        return access.allowsNamespace(caller, Action.READ, namespace);
    }

    @Override
    public Optional<String> groupFrom(String namespace, String group) {
        return access.readableGroupFrom(caller, namespace, group);
    }

    @Override
    public boolean has(ConfigKey key) {
        return access.allows(caller, Action.READ, key);
    }
}
