/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.config;

import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.ProblemException;
import org.diamondconfig.wire.ConfigKey;

/** The facade of the configurations in the database: publish, remove, find, search. Thread-safe. */
@Component
public final class Configs {

    /**
     * What became of one item of a batch: one of the two is there. Immutable.
     *
     * @param key the item
     * @param published the outcome, if it was applied
     * @param problem why not, if it was not
     */
    public record BatchResult(ConfigKey key, Optional<Published> published, Optional<ProblemException> problem) {}

    /** Gives a key new content; the same again writes nothing. */
    public Published publish(Caller caller, Publication publication) {
        throw new UnsupportedOperationException();
    }

    /** Publishes many, each with an outcome of its own, in the order given. */
    public List<BatchResult> publishAll(Caller caller, List<Publication> publications) {
        throw new UnsupportedOperationException();
    }

    /** Removes a key; it stays as a tombstone that goes on counting versions. */
    public Published remove(
            Caller caller, ConfigKey key, Precondition precondition, String comment, Optional<String> idempotencyKey) {
        throw new UnsupportedOperationException();
    }

    /** Makes an old state of a key the new one: content, type and details, or its absence. */
    public Published restore(
            Caller caller, Config old, Precondition precondition, String comment, Optional<String> idempotencyKey) {
        throw new UnsupportedOperationException();
    }

    /** What the database holds for this key, a tombstone included; empty when it was never published. */
    public Optional<Config> find(ConfigKey key) {
        throw new UnsupportedOperationException();
    }

    /** One page of the keys that match. */
    public Search.Page search(Search search) {
        throw new UnsupportedOperationException();
    }
}
