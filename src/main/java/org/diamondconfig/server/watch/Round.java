/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.watch;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.watch.Changes.Differences;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigKey.Prefix;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Probe.Branch;

/**
 * The polls of one change, of which most are told the same: what is below a prefix is looked up once for each subject that watches
 * it, since to do so goes through all keys there, and what is told is written down once. A later change is another round, with
 * looks of its own. Thread-safe.
 */
final class Round implements Served {

    /** Rights are those of subjects. */
    private record Look(Prefix prefix, String subject) {}

    private final Served served;
    private final Map<Look, Optional<Branch>> branches = new ConcurrentHashMap<>();
    private final Map<Differences, Changes> told = new ConcurrentHashMap<>();

    Round(Served served) {
        this.served = served;
    }

    /** What is told of these differences. */
    Changes changes(Differences differences, Function<Differences, Changes> writing) {
        return told.computeIfAbsent(differences, writing);
    }

    @Override
    public Optional<State> find(ConfigKey key, Caller caller) {
        return served.find(key, caller);
    }

    @Override
    public Optional<Branch> find(Prefix prefix, Caller caller) {
        return branches.computeIfAbsent(new Look(prefix, caller.subject()), unknown -> served.find(prefix, caller));
    }

    @Override
    public Epoch epoch() {
        return served.epoch();
    }
}
