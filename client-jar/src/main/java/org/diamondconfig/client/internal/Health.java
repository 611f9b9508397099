/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.diamondconfig.wire.Epoch;

/** How the connection is: state, server in use, last failure, and the store the client belongs to. Thread-safe. */
public final class Health {

    /** The state of a client. */
    public enum State {
        CONNECTING,
        LIVE,
        INTERRUPTED,
        CLOSED
    }

    private State state = State.CONNECTING; // guarded by this, like all below
    private URI server;
    private String failure = "";
    private String otherStore = "";
    private Epoch epoch;

    /** The state. */
    public synchronized State state() {
        return state;
    }

    /** Whether the client was closed. */
    boolean closed() {
        return state() == State.CLOSED;
    }

    /** The server that answered last. */
    public synchronized Optional<URI> server() {
        return Optional.ofNullable(server);
    }

    /** The last failure, or the refusal of another store's answers; empty if there was none. */
    public synchronized String lastError() {
        return otherStore.isEmpty() ? failure : otherStore;
    }

    /** The store the client belongs to. */
    public synchronized Optional<Epoch> epoch() {
        return Optional.ofNullable(epoch);
    }

    /** Takes the epoch of a snapshot. */
    public synchronized void learn(Epoch found) {
        if (epoch == null || found.generation() > epoch.generation()) {
            epoch = found;
        }
    }

    /** Whether an answer of this epoch counts; another store of the same generation never does, and the status says so. */
    synchronized boolean accepts(Epoch told, URI from) {
        learn(told);
        if (told.equals(epoch)) {
            otherStore = "";
            return true;
        }
        otherStore = "STORE_CHANGED: " + (from == null ? "a server" : from) + " answers for store " + told
                + ", this client belongs to " + epoch + "; its answers are ignored";
        return false;
    }

    /**
     * As {@link #accepts}.
     *
     * @throws IOException if it does not count; the message says why
     */
    public synchronized void require(Epoch told, URI from) throws IOException {
        if (!accepts(told, from)) {
            throw new IOException(otherStore);
        }
    }

    synchronized void succeeded(URI from) {
        if (state != State.CLOSED) {
            state = State.LIVE;
            server = from;
        }
    }

    synchronized void failed(String sentence) {
        failure = sentence;
        if (state == State.LIVE) {
            state = State.INTERRUPTED;
        }
    }

    synchronized void close() {
        state = State.CLOSED;
    }
}
