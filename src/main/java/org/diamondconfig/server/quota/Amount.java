/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.quota;

import java.nio.charset.StandardCharsets;

/**
 * How much something holds, or grows by. Immutable.
 *
 * @param keys that have content
 * @param bytes of their contents in UTF-8
 */
public record Amount(long keys, long bytes) {

    /** Nothing. */
    public static final Amount NONE = new Amount(0, 0);

    /** One key with this content. */
    public static Amount of(String content) {
        return new Amount(1, content.getBytes(StandardCharsets.UTF_8).length);
    }

    /** Both together. */
    public Amount plus(Amount other) {
        return new Amount(keys + other.keys, bytes + other.bytes);
    }

    /** This without the other. */
    public Amount minus(Amount other) {
        return new Amount(keys - other.keys, bytes - other.bytes);
    }

    /** By both numbers. Not the record's own: see {@link org.diamondconfig.wire.Epoch#equals}. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Amount amount && keys == amount.keys && bytes == amount.bytes;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(keys) + Long.hashCode(bytes);
    }
}
