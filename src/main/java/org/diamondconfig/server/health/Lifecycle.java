/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.diamondconfig.server.account.Accounts;
import org.diamondconfig.server.aggregate.Aggregates;
import org.diamondconfig.server.application.Signatures;
import org.diamondconfig.server.audit.Audit;
import org.diamondconfig.server.capacity.QuotaBook;
import org.diamondconfig.server.capacity.QuotaWatch;
import org.diamondconfig.server.cluster.Cluster;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Knob;
import org.diamondconfig.server.edge.Settings;
import org.diamondconfig.server.history.Histories;
import org.diamondconfig.server.identity.FirstAdmin;
import org.diamondconfig.server.identity.SignIn;
import org.diamondconfig.server.identity.Visitors;
import org.diamondconfig.server.live.LiveStreams;
import org.diamondconfig.server.namespace.Namespaces;
import org.diamondconfig.server.notify.Lanes;
import org.diamondconfig.server.provider.Checks;
import org.diamondconfig.server.provider.Providers;
import org.diamondconfig.server.store.Database;
import org.diamondconfig.server.subscriber.Subscribers;
import org.diamondconfig.server.usage.LastUses;
import org.diamondconfig.server.watch.HeldPolls;

/**
 * The order in which the server starts, and, backwards, stops. A database that is down never keeps it from starting.
 *
 * <p>The store comes first, so that the dump finds it; the polls come after the dump, so that a poll meets what the dump
 * holds; then the node joins the others, since it can serve; upkeep comes last. At the end the polls go first, while
 * everything they are answered from still stands.
 */
@Component
public final class Lifecycle {

    private static final Logger LOG = System.getLogger(Lifecycle.class.getName());

    private final Database database;
    private final Copy copy;
    private final Polls polls;
    private final Others others;
    private final Upkeep upkeep;

    /** Payara closes its listener before it tells the application that all ends; whoever polls then would get no answer. */
    private final Thread terminating;

    /** What is done in the background, and may as well not be done for a while; and how long all took to start. */
    @Component
    record Upkeep(
            Aggregates aggregates,
            ProviderUpkeep providers,
            Namespaces namespaces,
            Histories histories,
            Audit audit,
            People people,
            Readiness.Background background,
            StartTime time,
            Settings settings) {

        @Inject
        Upkeep {}

        void start() {
            audit.start();
            people.start();
            aggregates.start();
            providers.start();
            namespaces.start();
            histories.start();
            background.start();
        }

        void stop() {
            background.stop();
            histories.stop();
            namespaces.stop();
            providers.stop();
            aggregates.stop();
            people.stop();
            audit.stop();
        }
    }

    /** Who comes in by what, that there is a first one, and what is left of those who went. */
    @Component
    record People(Visitors visitors, Signatures applications, FirstAdmin first, SignIn signIn, LastUses uses) {

        @Inject
        People {}

        void start() {
            visitors.start();
            applications.start();
            first.start();
            signIn.start();
            uses.start();
        }

        void stop() {
            uses.stop();
            signIn.stop();
            first.stop();
        }
    }

    /** The providers: their history is let go, and this node dials those it has taken upon itself, by its name. */
    @Component
    record ProviderUpkeep(Providers providers, Checks checks, Cluster cluster) {

        @Inject
        ProviderUpkeep {}

        void start() {
            providers.start();
            checks.start(cluster.nodeId());
        }

        void stop() {
            checks.stop();
            providers.stop();
        }
    }

    /** The node's copy of everything, who may see of it what, and how much it may hold. */
    @Component
    record Copy(Dump dump, Accounts accounts, QuotaBook quotas, QuotaWatch watch) {

        @Inject
        Copy {}

        void start() {
            dump.start();
            accounts.start();
            quotas.start();
            watch.start();
        }

        void stop() {
            watch.stop();
            dump.stop();
        }
    }

    /** The other nodes: that they know of this one, and are told what changes here. */
    @Component
    record Others(Cluster cluster, Lanes lanes) {

        @Inject
        Others {}

        void start() {
            cluster.start();
            lanes.start();
        }

        void stop() {
            lanes.stop();
            cluster.stop();
        }
    }

    /** The polls that are held here, what is remembered of those who poll, and who is told what happens. */
    @Component
    record Polls(HeldPolls held, Subscribers subscribers, LiveStreams streams) {

        @Inject
        Polls {}

        void start() {
            subscribers.start();
            held.start();
            streams.start();
        }

        void stop() {
            streams.stop();
            held.stop();
            subscribers.stop();
        }
    }

    @Inject
    Lifecycle(Database database, Copy copy, Polls polls, Others others, Upkeep upkeep) {
        this.database = database;
        this.copy = copy;
        this.polls = polls;
        this.others = others;
        this.upkeep = upkeep;
        this.terminating = new Thread(this::sendAway, "diamond-terminating");
    }

    void onStart(@Observes @Initialized(ApplicationScoped.class) Object event) {
        start();
    }

    void onStop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) {
        stop();
    }

    /** Starts every part. */
    public void start() {
        upkeep.time().of(() -> {
            database.start();
            copy.start();
            polls.start();
            others.start();
            upkeep.start();
        });
        Runtime.getRuntime().addShutdownHook(terminating);
        LOG.log(
                Level.INFO,
                "Diamond serves {0} configurations from {1}; store {2}{3}",
                copy.dump().status().entries(),
                upkeep.settings().path(Knob.DATA),
                database.state().status(),
                database.state().up() ? "" : ": " + database.state().sentence());
    }

    /** Stops every part. */
    public void stop() {
        sendAway();
        others.stop();
        upkeep.stop();
        copy.stop();
        database.stop();
        forgetTermination();
        LOG.log(Level.INFO, "Diamond has stopped");
    }

    /** Whoever waits is sent to another server. */
    private void sendAway() {
        try {
            polls.stop();
        } finally {
            upkeep.aggregates().sendAway();
        }
    }

    /** An application that is taken away leaves nothing in the JVM. */
    private void forgetTermination() {
        try {
            Runtime.getRuntime().removeShutdownHook(terminating);
        } catch (IllegalStateException ending) {
            // The JVM ends already, and with it the hook.
        }
    }
}
