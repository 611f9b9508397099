/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.store;

/**
 * How the store is, with a sentence that a person can act on. Immutable.
 *
 * @param status the short answer
 * @param sentence the long one; empty when all is well
 */
public record StoreState(Status status, String sentence) {

    /** All is well. */
    static final StoreState UP = new StoreState(Status.UP, "");

    /** Whether reads and writes go through. */
    public boolean up() {
        return status == Status.UP;
    }

    static StoreState down(String sentence) {
        return new StoreState(Status.DOWN, sentence);
    }

    static StoreState changed(String sentence) {
        return new StoreState(Status.CHANGED, sentence);
    }

    /** The short answer. */
    public enum Status {
        /** Reads and writes go through. */
        UP,
        /** The database cannot be used now; it is tried again all the time. */
        DOWN,
        /** Another store, or an empty one, stands where ours was; it is not touched. */
        CHANGED
    }
}
