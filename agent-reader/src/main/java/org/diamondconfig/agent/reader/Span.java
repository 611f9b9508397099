/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.reader;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import org.diamondconfig.wire.ConfigKey;
import org.lmdbjava.BufferProxy;

/**
 * What LMDB is handed, a key in memory that is written again for each look, or what it hands out, a value as an array. lmdbjava's
 * own arrays would take native memory for the key of every look. Confined to one transaction.
 */
final class Span {

    private static final int MAX_KEY = 511;
    private static final Comparator<Span> UNSIGNED = (one, other) -> Arrays.compareUnsigned(one.value, other.value);
    private static final Runtime RUNTIME = Runtime.getSystemRuntime();
    private static final byte[] NOTHING = {};

    private byte[] value = NOTHING;

    /** Of a key alone; one that only takes values has none. */
    private byte[] names = NOTHING;

    private ByteBuffer memory;
    private long address;
    private int length;

    private Span() {}

    /** One for keys. */
    static Span ofKeys() {
        Span span = new Span();
        span.names = new byte[MAX_KEY];
        span.memory = ByteBuffer.allocateDirect(MAX_KEY);
        span.address = Pointer.wrap(RUNTIME, span.memory).address();
        return span;
    }

    /** The same, with this key now. */
    Span of(ConfigKey key) {
        length = StoreLayout.key(key, names);
        memory.put(0, names, 0, length);
        return this;
    }

    /** The value, which is not kept here any more. */
    byte[] taken() {
        byte[] bytes = value;
        value = NOTHING;
        return bytes;
    }

    /** How lmdbjava comes to them. Stateless. */
    static final class Proxy extends BufferProxy<Span> {

        @Override
        protected Span allocate() {
            return new Span();
        }

        @Override
        protected void deallocate(Span span) {
            // Memory of keys goes with their span.
        }

        @Override
        protected byte[] getBytes(Span span) {
            return span.value.clone();
        }

        @Override
        protected Comparator<Span> getSignedComparator() {
            return UNSIGNED;
        }

        @Override
        protected Comparator<Span> getUnsignedComparator() {
            return UNSIGNED;
        }

        @Override
        protected void in(Span span, Pointer struct, long structAddress) {
            struct.putLong(STRUCT_FIELD_OFFSET_SIZE, span.length);
            struct.putAddress(STRUCT_FIELD_OFFSET_DATA, span.address);
        }

        @Override
        protected void in(Span span, int size, Pointer struct, long structAddress) {
            throw new UnsupportedOperationException("a reader writes nothing");
        }

        @Override
        protected Span out(Span span, Pointer struct, long structAddress) {
            byte[] bytes = new byte[(int) struct.getLong(STRUCT_FIELD_OFFSET_SIZE)];
            Pointer.wrap(RUNTIME, struct.getAddress(STRUCT_FIELD_OFFSET_DATA), bytes.length)
                    .get(0, bytes, 0, bytes.length);
            span.value = bytes;
            return span;
        }
    }
}
