/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.search;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.config.Configs;
import org.diamondconfig.server.dump.ConfigDumped;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.problem.TooMany;
import org.diamondconfig.server.rate.Turns;
import org.diamondconfig.server.search.LabelStore.Labelled;
import org.diamondconfig.wire.ConfigKey;

/**
 * The tags and applications that viewers count: read once for all who ask meanwhile, and kept for those who ask later, of the whole store
 * or of a namespace. Thread-safe. How much is kept is bounded, and memory that runs short takes it first.
 */
@Component
final class Labels {

    /** So many wait at once until labels are read, each on a thread of the container. */
    static final int MOST_WAITING = 8;

    /** Most that is kept; what was asked for last is kept longest. */
    private static final int MOST_READINGS = 16;

    private final LabelReading.Means means;
    private final Turns turns =
            new Turns(MOST_WAITING, () -> new TooMany("SEARCH_BUSY", "Others are counting. Try again.", 1));

    /** By namespace; the whole store's under none. Guarded by itself. */
    private final Map<Optional<String>, LabelReading> readings = new LinkedHashMap<>(MOST_READINGS, 0.75f, true);

    @Inject
    Labels(LabelStore store, Dump dump, Configs.Bounds bounds) {
        means = new LabelReading.Means(store, dump, bounds);
    }

    void onDumped(@Observes ConfigDumped change) {
        ConfigKey key = change.key();
        if (!key.namespace().equals(Access.RESERVED)) {
            synchronized (readings) {
                readings.forEach((namespace, reading) -> {
                    if (isOf(namespace, key)) {
                        reading.change(key);
                    }
                });
            }
        }
    }

    /**
     * Hands over those of these keys of a namespace, or of any, of which there are few.
     *
     * @param start of the search that they are read for
     * @throws ProblemException SEARCH_TIMEOUT if its time is over
     */
    void each(Optional<String> namespace, List<ConfigKey> keys, long start, Consumer<Labelled> sink) {
        atHand(namespace)
                .ifPresentOrElse(
                        rows -> keys.stream()
                                .map(rows::get)
                                .filter(Objects::nonNull)
                                .forEach(sink),
                        () -> means.store().each(keys, start, sink));
    }

    /**
     * Hands over all there are of a namespace, or of any, in no order.
     *
     * @param start of the search that they are read for
     * @throws ProblemException SEARCH_TIMEOUT if its time is over, SEARCH_BUSY if too many wait until they are read
     */
    void each(Optional<String> namespace, long start, Consumer<Labelled> sink) {
        atHand(namespace).orElseGet(() -> read(namespace, start)).values().stream()
                .filter(one -> isOf(namespace, one.key()))
                .forEach(sink);
    }

    private static boolean isOf(Optional<String> namespace, ConfigKey key) {
        return namespace.isEmpty() || namespace.get().equals(key.namespace());
    }

    /** What is known to be as it stands now, of this namespace or of all. */
    private Optional<Map<ConfigKey, Labelled>> atHand(Optional<String> namespace) {
        synchronized (readings) {
            return Stream.of(Optional.<String>empty(), namespace)
                    .map(readings::get)
                    .filter(Objects::nonNull)
                    .flatMap(reading -> reading.atHand().stream())
                    .findFirst();
        }
    }

    private Map<ConfigKey, Labelled> read(Optional<String> namespace, long start) {
        turns.take();
        try {
            return reading(namespace).read(start);
        } finally {
            turns.give();
            tidy();
        }
    }

    private LabelReading reading(Optional<String> namespace) {
        synchronized (readings) {
            return readings.computeIfAbsent(namespace, one -> new LabelReading(one, means));
        }
    }

    private void tidy() {
        synchronized (readings) {
            int rows = readings.values().stream().mapToInt(LabelReading::size).sum();
            Iterator<LabelReading> oldest = readings.values().iterator();
            while (oldest.hasNext() && (readings.size() > MOST_READINGS || rows > LabelReading.MOST_ROWS)) {
                rows -= oldest.next().size();
                oldest.remove();
            }
        }
    }
}
