/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.search;

import java.lang.ref.SoftReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.dump.Lookup;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.search.LabelStore.Labelled;
import org.diamondconfig.wire.ConfigKey;

/**
 * All labels while they are being read, slice by slice. Confined to one thread at a time, but for its size. Memory that runs short
 * takes it between two slices.
 */
final class LabelPass {

    private record Part(Map<ConfigKey, Labelled> rows, Map<Object, Object> values) {}

    private final long beganAt;

    /** What was read so far. */
    private final SoftReference<Part> part = new SoftReference<>(new Part(new ConcurrentHashMap<>(), new HashMap<>()));

    private long last = LabelStore.FIRST;
    private long lastAt;

    LabelPass(long now) {
        beganAt = now;
        lastAt = now;
    }

    /** When its first slice was read. */
    long beganAt() {
        return beganAt;
    }

    /** When its last one was. */
    long lastAt() {
        return lastAt;
    }

    boolean isLost() {
        return part.get() == null;
    }

    int size() {
        Part now = part.get();
        return now == null ? 0 : now.rows.size();
    }

    /** This key has this now, or nothing; if its row comes later, it is as new. */
    void take(ConfigKey key, Labelled now) {
        Part known = part.get();
        if (known != null) {
            known.rows.compute(key, (same, before) -> now);
        }
    }

    /**
     * Reads the next slice.
     *
     * @return all, if it was the last
     * @throws Unavailable SEARCH_TIMEOUT if the database takes too long; LABELS_LOADING if what was read before is lost
     */
    Optional<Map<ConfigKey, Labelled>> readOn(LabelReading.Means means, Optional<String> namespace, long now) {
        Part known = part.get();
        if (known == null) {
            throw Labels.loading();
        }
        Optional<Long> read = means.store().slice(namespace, last, now, one -> {
            Labelled lean = lean(one, means.dump(), known.values);
            known.rows.put(lean.key(), lean);
        });
        lastAt = now;
        last = read.orElse(last);
        return read.isPresent() ? Optional.empty() : Optional.of(known.rows);
    }

    /** The same, of objects that there are already. */
    private static Labelled lean(Labelled one, Dump dump, Map<Object, Object> values) {
        ConfigKey key = dump.find(one.key(), Caller.SYSTEM) instanceof Lookup.Found found
                ? found.entry().key()
                : one.key();
        return new Labelled(
                key,
                one.type(),
                known(values, one.tags()),
                known(values, one.app()),
                known(values, one.description()),
                one.merged());
    }

    @SuppressWarnings("unchecked") // What equals one of these is of its type.
    private static <T> T known(Map<Object, Object> values, T value) {
        return (T) values.computeIfAbsent(value, itself -> itself);
    }
}
