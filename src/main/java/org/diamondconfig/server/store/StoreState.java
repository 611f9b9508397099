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

    /** Whether reads go through; writes may not. */
    public boolean readable() {
        return up() || status == Status.READ_ONLY;
    }

    static StoreState readOnly() {
        return new StoreState(
                Status.READ_ONLY,
                "The database is read-only now and takes no changes. Make it writable, or point the settings at the one"
                        + " that is.");
    }

    static StoreState down(String sentence) {
        return new StoreState(Status.DOWN, sentence);
    }

    static StoreState changed(String sentence) {
        return new StoreState(Status.CHANGED, sentence);
    }

    /** The sentence for a caller whose request is refused; it names no host, user or file. */
    String refusal() {
        return switch (status) {
            case UP, DOWN -> "The database cannot be used now; changes are refused until it is back.";
            case CHANGED ->
                "Another database stands where this node's store was; changes are refused until it is back.";
            case READ_ONLY -> "The database is read-only now; changes are refused until it takes them again.";
            case SCHEMA_MISSING, SCHEMA_OLD, SCHEMA_NEW, SCHEMA_FAILED -> sentence;
        };
    }

    /** The short answer. */
    public enum Status {
        /** Reads and writes go through. */
        UP(""),
        /** Reads go through; the database refuses changes. */
        READ_ONLY("DB_READ_ONLY"),
        /** The database cannot be used now; it is tried again all the time. */
        DOWN("STORE_DOWN"),
        /** Another store, or an empty one, stands where ours was; it is not touched. */
        CHANGED("STORE_CHANGED"),
        /** The database holds no schema of ours, and the settings forbid to make it. */
        SCHEMA_MISSING("SCHEMA_MISSING"),
        /** The schema is older than this server needs, and the settings forbid to bring it up to date. */
        SCHEMA_OLD("SCHEMA_OLD"),
        /** The schema is newer than this server knows. */
        SCHEMA_NEW("SCHEMA_NEW"),
        /** The scripts could not be applied. */
        SCHEMA_FAILED("SCHEMA_FAILED");

        private final String code;

        Status(String code) {
            this.code = code;
        }

        /** The stable code of health and of refused requests; empty when all is well. */
        public String code() {
            return code;
        }
    }
}
