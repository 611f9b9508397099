/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.quota;

import java.util.Optional;
import org.diamondconfig.wire.JsonObject;
import org.diamondconfig.wire.JsonWriter;

/**
 * How much may be held. Immutable.
 *
 * @param keys most keys; 0 = any number
 * @param bytes most bytes of their contents in all; 0 = any number
 */
public record Quota(long keys, long bytes) {

    /** Anything may be held. */
    public static final Quota NONE = new Quota(0, 0);

    private static final int WHOLE = 100;

    /** Refuses less than nothing with an {@link IllegalArgumentException}. */
    public Quota {
        requireNumber("keys", keys);
        requireNumber("bytes", bytes);
    }

    private static void requireNumber(String name, long number) {
        if (number < 0) {
            throw new IllegalArgumentException(name + ": a whole number from 0 on expected; 0 is any number");
        }
    }

    /**
     * Reads {@code {"keys": 1000, "bytes": 1048576}}; what is left out is any number.
     *
     * @throws IllegalArgumentException if a number is none, or both are left out
     */
    public static Quota read(JsonObject json) {
        if (!json.has("keys") && !json.has("bytes")) {
            throw new IllegalArgumentException("keys: missing, and so is bytes; give at least one");
        }
        return new Quota(
                json.optionalNumber("keys").orElse(0),
                json.optionalNumber("bytes").orElse(0));
    }

    /** Writes what {@link #read} reads into an object that has begun. */
    public JsonWriter write(JsonWriter json) {
        return json.field("keys", keys).field("bytes", bytes);
    }

    /** Why a holder of this much may not grow by that much, in words; empty if it may. What does not grow always may. */
    Optional<String> refusal(Amount held, Amount growth) {
        return refusal("keys", keys, held.keys(), growth.keys())
                .or(() -> refusal("bytes", bytes, held.bytes(), growth.bytes()));
    }

    /** Written so that nothing overflows. */
    private static Optional<String> refusal(String what, long most, long held, long growth) {
        boolean fits = most == 0 || growth <= 0 || growth <= most - held;
        return fits
                ? Optional.empty()
                : Optional.of("may hold " + most + " " + what + " and holds " + held + ", so that " + growth
                        + " more would be too many");
    }

    /** How full a holder of this much is, in hundredths: the fuller of both. Beyond 100 it holds more than it may. */
    public long percent(Amount held) {
        return Math.max(percent(keys, held.keys()), percent(bytes, held.bytes()));
    }

    private static long percent(long most, long held) {
        return most == 0 ? 0 : (long) Math.floor((double) WHOLE * held / most);
    }

    /** Whether a holder of this much may hold no more of one of both. */
    public boolean isFull(Amount held) {
        return percent(held) >= WHOLE;
    }

    /** By both numbers. Not the record's own: see {@link org.diamondconfig.wire.Epoch#equals}. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Quota quota && keys == quota.keys && bytes == quota.bytes;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(keys) + Long.hashCode(bytes);
    }
}
