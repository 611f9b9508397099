/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.wire;

import java.util.Objects;

/**
 * Which store a version belongs to: (generation, random id of the store). Versions are compared only within one epoch.
 * Dumps and clients move to a higher generation only; the same generation with another id is another store. Immutable.
 *
 * @param generation starts at 1 and rises only by one act of an operator
 * @param storeId 16 lower-case hex characters, made when the store is created
 */
public record Epoch(long generation, String storeId) {

    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException if the generation is below 1 or the id is not 16 lower-case hex characters
     */
    public Epoch {
        Objects.requireNonNull(storeId, "storeId");
        if (generation < 1) {
            throw new IllegalArgumentException("epoch: generation starts at 1");
        }
        if (!storeId.matches("[0-9a-f]{16}")) {
            throw new IllegalArgumentException("epoch: the store id is 16 lower-case hex characters");
        }
    }

    /**
     * Reads {@code <generation>-<storeId>}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static Epoch parse(String text) {
        int dash = text.indexOf('-');
        if (dash < 1 || dash > 18) {
            throw new IllegalArgumentException("epoch: <generation>-<store id> expected");
        }
        try {
            return new Epoch(Long.parseLong(text.substring(0, dash)), text.substring(dash + 1));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("epoch: <generation>-<store id> expected", e);
        }
    }

    /**
     * By generation and id. Written out because JDK 17 keeps, in a static of {@code java.lang.runtime.ObjectMethods}, a class
     * loader whose record's own equals it linked: a redeployed application would stay in memory for a comparison of two keys.
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof Epoch epoch && generation == epoch.generation && storeId.equals(epoch.storeId);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(generation) + storeId.hashCode();
    }

    /** {@code <generation>-<storeId>}, as it travels in headers and files. */
    @Override
    public String toString() {
        return generation + "-" + storeId;
    }
}
