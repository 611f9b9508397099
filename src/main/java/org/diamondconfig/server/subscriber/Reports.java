/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.subscriber;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.diamondconfig.server.subscriber.Sighting.Outcome;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigKey.Prefix;
import org.diamondconfig.wire.Probe;
import org.diamondconfig.wire.Probe.Report;

/**
 * What a client reported last of each key: of those that it asks for, and of some below prefixes that it asks for. Confined to its
 * {@link Client}, under whose lock it is used.
 */
final class Reports {

    /** Most keys of one client that it asks for by a prefix alone. */
    static final int MAX_BELOW = 10_000;

    /**
     * A report and when it came, so that it grows older.
     *
     * @param receivedNanos when the client received that version
     */
    private record Reported(Report report, long receivedNanos, boolean below) {

        Reported asBelow(boolean now) {
            return new Reported(report, receivedNanos, now);
        }
    }

    private final Map<ConfigKey, Reported> all = new HashMap<>();
    private int below;

    /**
     * A client reports of what it asks for, and of nothing else.
     *
     * @param room how many keys more there may be that it asks for by a prefix alone
     */
    void take(Probe probe, UnaryOperator<ConfigKey> intern, long now, int room) {
        if (probe.reports().isEmpty()) {
            return;
        }
        Set<ConfigKey> asked = probe.items().stream().map(Probe.Item::key).collect(Collectors.toSet());
        int most = Math.min(MAX_BELOW, below + Math.max(0, room));
        for (Report report : probe.reports()) {
            boolean own = asked.contains(report.key());
            if (!own && probe.branches().stream().noneMatch(branch -> covers(branch, report))) {
                continue;
            }
            Reported had = all.get(report.key());
            boolean more = !own && (had == null || !had.below);
            if (!more || below < most) {
                below += (own ? 0 : 1) - (had != null && had.below ? 1 : 0);
                long at = now - TimeUnit.MILLISECONDS.toNanos(report.agoMillis());
                all.put(intern.apply(report.key()), new Reported(report, at, !own));
            }
        }
    }

    private static boolean covers(Probe.Branch branch, Report report) {
        return branch.prefix().covers(report.key());
    }

    /** How many keys are known by their reports alone. */
    int below() {
        return below;
    }

    /** Forgets what is neither of these keys nor below one of these prefixes. */
    void keep(Set<ConfigKey> held, List<Prefix> prefixes) {
        all.keySet().removeIf(key -> !held.contains(key) && prefixes.stream().noneMatch(prefix -> prefix.covers(key)));
        all.replaceAll((key, told) -> told.asBelow(!held.contains(key)));
        below = (int) all.values().stream().filter(told -> told.below).count();
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    Collection<ConfigKey> keys() {
        return all.keySet();
    }

    /** The keys that it asks for by a prefix alone. */
    List<ConfigKey> keysBelow() {
        return all.entrySet().stream()
                .filter(told -> told.getValue().below)
                .map(Map.Entry::getKey)
                .toList();
    }

    boolean isBelow(ConfigKey key) {
        Reported told = all.get(key);
        return told != null && told.below;
    }

    /** What was reported of a key. */
    Optional<Outcome> of(ConfigKey key, long now) {
        return Optional.ofNullable(all.get(key)).map(told -> {
            long ago = Math.max(0, TimeUnit.NANOSECONDS.toMillis(now - told.receivedNanos));
            Report report = told.report;
            return new Outcome(
                    report.version(),
                    report.state(),
                    report.millis(),
                    ago,
                    report.listener(),
                    report.reason(),
                    report.followed());
        });
    }
}
