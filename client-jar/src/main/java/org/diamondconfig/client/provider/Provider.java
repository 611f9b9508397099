/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.provider;

import java.util.Objects;

/**
 * One datum of a key as a provider of a service. Immutable.
 *
 * @param datumId its id, {@code host:port} by custom
 * @param content its content
 * @param state whether it is to be used
 * @param stateVersion how often the state was changed
 */
public record Provider(String datumId, String content, State state, long stateVersion) {

    /** Whether a provider is to be used. */
    public enum State {
        /** It is; a datum of which nothing else was said is up. */
        UP,
        /** A person took it out; only a person puts it back. */
        OFFLINE,
        /** It was found not to answer. */
        DOWN
    }

    /** Which providers are asked for. */
    public enum States {
        /** Those to be used. */
        UP,
        /** All, with their states. */
        ALL
    }

    /** Checks that nothing is null. */
    public Provider {
        Objects.requireNonNull(datumId, "datumId");
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(state, "state");
    }
}
