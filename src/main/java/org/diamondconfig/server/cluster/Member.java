/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.cluster;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * One node of the cluster, as far as this node knows. Immutable.
 *
 * @param nodeId 32 hex characters; {@code ""} when nothing but its address is known
 * @param address the base URL at which it is reached
 * @param age since its last heartbeat by the database's clock; empty when no heartbeat of it is known
 * @param software its version; {@code ""} when it is not known
 */
public record Member(String nodeId, URI address, State state, Optional<Duration> age, String software) {

    /** How it is. */
    public enum State {
        /** It answers every read. */
        READY,
        /** It lives, and has not taken everything from the store yet. */
        LOADING,
        /** It answers every read, and sends those who would wait elsewhere. */
        DRAINING,
        /** It is on a list, and no heartbeat of it is known. */
        LISTED,
        /** Its heartbeats have ceased. */
        GONE
    }

    /** One that is known by its address alone. */
    static Member listed(URI address) {
        return new Member("", address, State.LISTED, Optional.empty(), "");
    }

    /** Whether it is worth talking to. */
    public boolean isAlive() {
        return state != State.GONE;
    }

    Member in(State other) {
        return new Member(nodeId, address, other, age, software);
    }

    Member older(Duration by) {
        return new Member(nodeId, address, state, age.map(by::plus), software);
    }
}
