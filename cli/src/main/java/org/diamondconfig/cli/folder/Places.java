/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.folder;

import java.util.Arrays;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.Md5;

/**
 * Where in a file that tells of keys each of them stands, by half an md5 of its name: 32 to 64 bytes a key, however long the names
 * are. Whoever reads there looks whether it is the key. Confined to one thread.
 */
final class Places {

    private static final int HALF = 16;
    private static final long FREE = 0;
    private static final long FORGOTTEN = -1;

    private long[] hashes = new long[HALF];

    /** One more than the place, since 0 is a free slot. */
    private long[] places = new long[HALF];

    private int used;

    /** The key stands here; where else it stood is forgotten. */
    void put(ConfigKey key, long place) {
        if (used * 2 >= hashes.length) {
            grow();
        }
        long hash = hash(key);
        int slot = slot(hash);
        used += places[slot] == FREE ? 1 : 0;
        hashes[slot] = hash;
        places[slot] = place + 1;
    }

    /** Where the key may stand; -1 if it does nowhere. */
    long find(ConfigKey key) {
        long place = places[slot(hash(key))];
        return place == FREE || place == FORGOTTEN ? -1 : place - 1;
    }

    /** The key stands nowhere from now on. */
    void forget(ConfigKey key) {
        int slot = slot(hash(key));
        places[slot] = places[slot] == FREE ? FREE : FORGOTTEN;
    }

    private int slot(long hash) {
        int slot = (int) hash & (hashes.length - 1);
        while (places[slot] != FREE && hashes[slot] != hash) {
            slot = (slot + 1) & (hashes.length - 1);
        }
        return slot;
    }

    private void grow() {
        long[] oldHashes = hashes;
        long[] oldPlaces = places;
        hashes = new long[oldHashes.length * 2];
        places = new long[hashes.length];
        Arrays.fill(places, FREE);
        for (int i = 0; i < oldHashes.length; i++) {
            if (oldPlaces[i] != FREE) {
                int slot = slot(oldHashes[i]);
                hashes[slot] = oldHashes[i];
                places[slot] = oldPlaces[i];
            }
        }
    }

    private static long hash(ConfigKey key) {
        return Long.parseUnsignedLong(Md5.hex(key.toString()), 0, HALF, HALF);
    }
}
