/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.subscriber;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigKey.Prefix;
import org.diamondconfig.wire.Md5;
import org.diamondconfig.wire.Probe.Report;

/**
 * A client as one node knows it, and as much of what it holds as was asked for. Immutable.
 *
 * @param sinceMillis how long ago it came to this node
 * @param seenMillis how long ago it was last here; 0 while it polls
 * @param counts of all that it holds
 */
public record Sighting(
        Party party,
        boolean polling,
        long sinceMillis,
        long seenMillis,
        Counts counts,
        List<Holding> holdings,
        List<Prefix> prefixes) {

    /** Copies the lists. */
    public Sighting {
        holdings = List.copyOf(holdings);
        prefixes = List.copyOf(prefixes);
    }

    /** With what another node was told of the same keys, where that is newer: a client tells it once for each address. */
    public Sighting withOutcomesOf(Sighting other) {
        Map<ConfigKey, Holding> others = new HashMap<>();
        other.holdings.forEach(holding -> others.put(holding.key(), holding));
        List<Holding> all = holdings.stream()
                .map(holding -> holding.withOutcomeOf(others.get(holding.key())))
                .toList();
        return new Sighting(party, polling, sinceMillis, seenMillis, counts, all, prefixes);
    }

    /**
     * Who the client is, as it says and as it came in.
     *
     * @param id {@code ""}: it says none, and is known by address and app
     * @param labels as name=value, in order
     * @param counters what it counts, as its newest poll with counters said
     */
    public record Party(
            String id,
            String app,
            String software,
            String subject,
            String address,
            List<String> labels,
            Map<String, Long> counters) {

        /** What people call it by. */
        public String handle() {
            return !id.isEmpty() ? id : app.isEmpty() ? address : address + '/' + app;
        }

        /** Different for different clients, in the order in which they are listed. */
        public String order() {
            return app + '\n' + address + '\n' + id + '\n' + subject;
        }
    }

    /** How much it holds, by what this node serves. */
    public record Counts(int keys, int prefixes, int behind, int failed) {}

    /**
     * One key at the client.
     *
     * @param version that it holds; empty if it does not tell one
     * @param md5 of what it holds; {@code ""} = nothing; {@link #UNTOLD} if it does not tell it, as of a key below a prefix
     * @param outcome what it reported last
     * @param told whether it was told that it holds another one than is served, and has not come back
     */
    public record Holding(ConfigKey key, OptionalLong version, String md5, Optional<Outcome> outcome, boolean told) {

        /** In place of an md5 that is not known. */
        public static final String UNTOLD = "?";

        private Holding withOutcomeOf(Holding other) {
            long version = outcome.map(Outcome::version).orElse(-1L);
            boolean newer = other != null
                    && other.outcome.filter(last -> last.version() > version).isPresent();
            OptionalLong held = newer && md5.equals(UNTOLD) ? other.version : this.version;
            return newer ? new Holding(key, held, md5, other.outcome, told) : this;
        }

        /** How it stands to what is served. */
        public State state(Served served) {
            boolean level = md5.equals(served.md5()) || version.orElse(-1) >= served.version();
            if (!level) {
                return State.BEHIND;
            }
            boolean failed = outcome.filter(
                            last -> last.state() == Report.State.FAILED && last.version() == version.orElse(-1))
                    .isPresent();
            return failed ? State.FAILED : State.CURRENT;
        }
    }

    /** How a client stands with a key. */
    public enum State {
        CURRENT,
        BEHIND,
        FAILED
    }

    /**
     * What became of one version.
     *
     * @param millis from its receipt to there
     * @param agoMillis how long ago the receipt was
     * @param followed what came of it afterwards; {@code ""} = nothing that it was told of
     */
    public record Outcome(
            long version,
            Report.State state,
            long millis,
            long agoMillis,
            String listener,
            String reason,
            String followed) {}

    /**
     * What a node serves of a key.
     *
     * @param version 0 if there never was one
     * @param md5 {@code ""} = the key is absent
     */
    public record Served(long version, String md5) {

        static final Served NOTHING = new Served(0, Md5.NOTHING);
    }
}
