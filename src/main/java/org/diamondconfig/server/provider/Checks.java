/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.provider;

import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.problem.Conflict;
import org.diamondconfig.server.problem.NotFound;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.provider.Provider.Seen;
import org.diamondconfig.wire.ConfigKey;

/**
 * The facade of the checks of providers: turned on and off by key, and done in turns for the keys that are leased to this node.
 * Thread-safe.
 *
 * <p>One task keeps the leases, another dials, so that a long round of dials costs no lease. Each of them blocks its own thread
 * alone. A node that may dial nothing never takes a lease.
 */
@Component
public final class Checks {

    private static final Logger LOG = System.getLogger(Checks.class.getName());
    private static final Duration RENEWAL = CheckStore.LEASE.dividedBy(3);
    private static final int RUN_BYTES = 8;
    private static final int MOST_TOLD = 100;

    private final CheckStore store;
    private final Checker checker;
    private final Scheduler scheduler;
    private final Duration interval;
    private final String run;

    /** Those of both tasks; empty when they do not run. Guarded by this. */
    private List<Scheduler.Handle> turns = List.of();

    private volatile boolean ended = true;
    private volatile String owner = "";
    private volatile List<ConfigKey> held = List.of();

    /** Why the last turn broke off; empty when it did not. */
    private volatile String trouble = "";

    @Inject
    Checks(CheckStore store, Checker checker, Scheduler scheduler, Settings settings) {
        this.store = store;
        this.checker = checker;
        this.scheduler = scheduler;
        interval = settings.duration(Knob.CHECK_INTERVAL);
        byte[] random = new byte[RUN_BYTES];
        new SecureRandom().nextBytes(random);
        run = HexFormat.of().formatHex(random);
    }

    /**
     * How it is with the checks of a key. Immutable.
     *
     * @param check empty when they are off
     * @param providers how many the key has, in whatever state
     * @param dialled of how many of them this node would dial the address
     * @param undialled some of the others, in the order of their datumIds
     */
    record Report(Optional<CheckStore.Check> check, int providers, int dialled, List<Undialled> undialled) {}

    /** A provider that is not dialled, and why. */
    record Undialled(String datumId, String reason) {}

    /** Begins to check, if there is a network in which this node may. */
    public synchronized void start(String node) {
        if (checker.isOff()) {
            return;
        }
        owner = CheckStore.owner(node, run);
        ended = false;
        turns = List.of(
                scheduler.every("provider-check-leases", RENEWAL, this::lease),
                scheduler.every("provider-checks", interval, this::round));
        leaseSoon();
    }

    private void leaseSoon() {
        scheduler.soon("provider-check-leases", this::lease);
    }

    /** Ends it, and gives the leases back if the database can be reached, so that other nodes need not wait for their end. */
    public synchronized void stop() {
        boolean running = !ended;
        ended = true;
        turns.forEach(Scheduler.Handle::cancel);
        turns = List.of();
        held = List.of();
        if (running && store.isUp()) {
            try {
                store.release(owner);
            } catch (ProblemException e) {
                LOG.log(
                        Level.INFO,
                        "The checks of this node are taken over when their leases end: {0}",
                        e.getMessage());
            }
        }
    }

    private synchronized void lease() {
        if (ended || !store.isUp()) {
            return;
        }
        try {
            held = store.lease(owner);
        } catch (ProblemException e) {
            note(e.getMessage());
        }
    }

    private void round() {
        List<ConfigKey> keys = held;
        checker.keepOnly(keys);
        try {
            for (ConfigKey key : keys) {
                if (ended || !store.isUp()) {
                    return;
                }
                checker.check(key, owner, () -> ended);
            }
            note("");
        } catch (ProblemException | IOException e) {
            note(String.valueOf(e.getMessage()));
        }
    }

    private void note(String now) {
        if (now.isEmpty() != trouble.isEmpty()) {
            LOG.log(
                    now.isEmpty() ? Level.INFO : Level.WARNING,
                    now.isEmpty()
                            ? "Providers are checked again"
                            : "The checks of providers broke off, the next turn begins anew: " + now);
        }
        trouble = now;
    }

    /**
     * Turns the checks of a key on; they begin within seconds.
     *
     * @throws Conflict CHECKS_DISABLED if this node may not dial anybody
     */
    Report turnOn(Caller caller, ConfigKey key) {
        if (checker.isOff()) {
            throw new Conflict(
                    "CHECKS_DISABLED",
                    "This server dials no providers: set " + Knob.CHECK_NETWORKS.key()
                            + " to the networks it may dial.");
        }
        store.turnOn(caller, key);
        leaseSoon();
        return report(key);
    }

    /**
     * Turns them off; a state that a check set stays.
     *
     * @throws NotFound CHECK_NOT_FOUND if they are off
     */
    void turnOff(Caller caller, ConfigKey key) {
        if (!store.turnOff(caller, key)) {
            throw new NotFound("CHECK_NOT_FOUND", "The providers of this key are not checked.");
        }
    }

    /** How it is with the checks of a key, and which of its providers this node would not dial; asked for while they are off, too. */
    Report report(ConfigKey key) {
        List<String> ids = store.seen(key).stream().map(Seen::datumId).sorted().toList();
        List<Undialled> undialled = new ArrayList<>();
        for (String datumId : ids) {
            checker.objection(datumId).ifPresent(reason -> undialled.add(new Undialled(datumId, reason)));
        }
        return new Report(
                store.find(key),
                ids.size(),
                ids.size() - undialled.size(),
                undialled.subList(0, Math.min(MOST_TOLD, undialled.size())));
    }
}
