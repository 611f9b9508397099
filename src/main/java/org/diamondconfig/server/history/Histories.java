/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.history;

import java.util.Optional;
import org.diamondconfig.server.config.Precondition;
import org.diamondconfig.server.config.Published;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.wire.ConfigKey;

/** The facade of the versions that keys have had. Thread-safe. */
@Component
public final class Histories {

    /** Begins to let old versions go, once an hour. */
    public void start() {}

    /** Ends that. */
    public void stop() {}

    /** The versions of a key, newest first, without content. */
    public Revision.Page list(ConfigKey key, Optional<String> cursor, int limit) {
        throw new UnsupportedOperationException();
    }

    /** One version with its content. */
    public Optional<Revision> find(ConfigKey key, long version) {
        throw new UnsupportedOperationException();
    }

    /** Makes an old version the new one; going back to a removal removes. */
    public Published rollback(
            Caller caller, Target target, Precondition precondition, String comment, Optional<String> idempotencyKey) {
        throw new UnsupportedOperationException();
    }

    /** Lets go what is older than the settings keep, in small steps. */
    public void retain() {}

    /**
     * Where to go back to. Immutable.
     *
     * @param key the key
     * @param version one it has had
     */
    public record Target(ConfigKey key, long version) {}
}
