/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.provider;

import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.diamondconfig.server.aggregate.Aggregates;
import org.diamondconfig.server.aggregate.Datum;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.problem.ProblemException;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.server.provider.Provider.Revision;
import org.diamondconfig.server.provider.Provider.Standing;
import org.diamondconfig.wire.ConfigKey;

/** The facade of the providers: set a state, hand out those that are up. Thread-safe. */
@Component
public final class Providers {

    private static final Logger LOG = System.getLogger(Providers.class.getName());
    private static final Duration RETENTION_PERIOD = Duration.ofHours(1);
    private static final int TRIES = 3;

    /** Which of the providers are asked for. */
    enum States {
        UP,
        ALL
    }

    private final ProviderStore store;
    private final Aggregates aggregates;
    private final Scheduler scheduler;
    private final Duration keep;
    private volatile Scheduler.Handle retention = () -> {};

    @Inject
    Providers(ProviderStore store, Aggregates aggregates, Scheduler scheduler, Settings settings) {
        this.store = store;
        this.aggregates = aggregates;
        this.scheduler = scheduler;
        keep = settings.duration(Knob.HISTORY_KEEP);
    }

    /** Begins to let go what is old. */
    public void start() {
        retention = scheduler.every("provider-history-retention", RETENTION_PERIOD, this::retain);
    }

    /** Ends it. */
    public void stop() {
        retention.cancel();
    }

    /**
     * Sets a state.
     *
     * @throws ProblemException if there is no such datum, or the database cannot take it now
     */
    Provider.Set set(StateChange change) {
        return store.set(change);
    }

    /**
     * One page of a key's providers. A page is made of as many datums as one of datums, whatever their states, so that of those
     * that are up there may be fewer in it.
     *
     * @param cursor of the page before
     * @throws ProblemException if the key has no datums, or the cursor is none of ours
     */
    Provider.Page list(ConfigKey key, States states, Optional<String> cursor, int limit) {
        Datum.Page page = aggregates.list(key, cursor, limit);
        Map<String, Standing> standings =
                store.standings(key).stream().collect(Collectors.toMap(Standing::datumId, Function.identity()));
        List<Provider> providers = page.datums().stream()
                .map(datum -> provider(datum, standings.get(datum.datumId())))
                .filter(each -> states == States.ALL || each.standing().state() == ProviderState.UP)
                .toList();
        return new Provider.Page(providers, page.next());
    }

    private static Provider provider(Datum datum, Standing standing) {
        return new Provider(
                datum,
                standing != null
                        ? standing
                        : new Standing(datum.datumId(), ProviderState.UP, 0, datum.changedBy(), datum.changedAt()));
    }

    /**
     * One of those that are up, each as likely as any other; empty if none is.
     *
     * @throws ProblemException if the key has no datums
     */
    Optional<Provider> one(ConfigKey key) {
        for (int i = 0; i < TRIES; i++) {
            List<String> up = store.up(key);
            if (up.isEmpty()) {
                requireDatums(key);
                return Optional.empty();
            }
            Optional<Datum> chosen =
                    aggregates.find(key, up.get(ThreadLocalRandom.current().nextInt(up.size())));
            if (chosen.isPresent()) {
                return chosen.map(datum -> provider(datum, null));
            }
            // It went between the two looks.
        }
        return Optional.empty();
    }

    /**
     * Tells a key without datums from one without a provider.
     *
     * @throws ProblemException if the key has no datums
     */
    void requireDatums(ConfigKey key) {
        aggregates.list(key, Optional.empty(), 1);
    }

    /** The changes of one provider's state before a version, newest first. */
    List<Revision> history(ConfigKey key, String datumId, long below, int limit) {
        return store.revisions(key, datumId, below, limit);
    }

    /** Lets go what is older than the settings keep, in small steps. */
    void retain() {
        try {
            boolean more;
            do {
                more = store.forget(keep);
            } while (more);
        } catch (Unavailable e) {
            LOG.log(Level.INFO, "Old states of providers are let go in an hour: {0}", e.getMessage());
        }
    }
}
