/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.diamondconfig.agent.ask.AskSocket;
import org.diamondconfig.agent.ask.AskedKeys;
import org.diamondconfig.agent.follow.Following;
import org.diamondconfig.agent.follow.Mirrors;
import org.diamondconfig.agent.follow.Outlet;
import org.diamondconfig.agent.reader.StoreLayout;
import org.diamondconfig.agent.script.Applied;
import org.diamondconfig.agent.script.Feedback;
import org.diamondconfig.agent.script.Scripts;
import org.diamondconfig.agent.setup.AgentSetup;
import org.diamondconfig.agent.setup.ClusterSetup;
import org.diamondconfig.agent.store.ClusterStore;
import org.diamondconfig.agent.store.Permissions;
import org.diamondconfig.agent.store.StoreLease;
import org.diamondconfig.agent.store.Trusted;

/**
 * The agent of a host: it follows clusters and writes what it hears to shared memory. Thread-safe; one for each store, made and
 * closed once.
 */
public final class Agent implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Agent.class.getName());

    /** Between two looks for readers that died: their places are some thousand, and a program that runs often dies often. */
    private static final Duration DEAD_READERS = Duration.ofSeconds(10);

    /** Closed from the last to the first. */
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "diamond-agent-timer"));

    private Agent() {}

    /**
     * Starts; the values of the store and of the client's snapshots are there when this returns, servers or not.
     *
     * @param file what the setup was read from
     * @throws IOException if a folder cannot be used or another agent keeps the store; the message names it
     */
    public static Agent start(AgentSetup setup, Path file) throws IOException {
        Agent agent = new Agent();
        try {
            agent.open(setup, file);
            return agent;
        } catch (IOException | RuntimeException e) {
            agent.close();
            throw e;
        }
    }

    private void open(AgentSetup setup, Path file) throws IOException {
        parts.push(timer::shutdownNow);
        Files.createDirectories(
                setup.state(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Trusted.in(setup.state()).folder(setup.store());
        parts.push(StoreLease.take(setup.store(), file));
        Applied applied = (now, outcome) -> {};
        if (setup.feedback().isPresent()) {
            Feedback feedback = new Feedback(setup.feedback().get());
            parts.push(feedback);
            applied = feedback;
        }
        for (ClusterSetup cluster : setup.clusters()) {
            open(setup, cluster, applied);
        }
    }

    private void open(AgentSetup setup, ClusterSetup cluster, Applied applied) throws IOException {
        Path state = Files.createDirectories(setup.state().resolve(cluster.name()));
        Permissions permissions = Permissions.of(
                setup.store(), cluster.sharing().readers(), cluster.sharing().group());
        AskedKeys asked = new AskedKeys(state.resolve("asked"), cluster.askedMax());
        ClusterStore store = ClusterStore.open(setup.store(), cluster, permissions);
        parts.push(store);
        AtomicReference<Following> follows = new AtomicReference<>();
        Applied told = (now, outcome) -> {
            outcome.ifPresent(end -> follows.get().followed(now, end.words()));
            applied.applied(now, outcome);
        };
        List<Outlet> outlets = new ArrayList<>();
        outlets.add(new Mirrors(cluster.mirrors(), state));
        if (cluster.scripts().isPresent()) {
            Scripts scripts = new Scripts(cluster.scripts().get(), state, told);
            parts.push(scripts);
            outlets.add((now, stored) -> {
                if (stored) {
                    scripts.take(now);
                }
            });
        } else {
            outlets.add((now, stored) -> {
                if (stored) {
                    applied.applied(now, Optional.empty());
                }
            });
        }
        Duration compare = jittered(setup.compare());
        Following following = new Following(cluster, store, outlets, state.resolve("client"), compare);
        parts.push(following);
        follows.set(following);
        following.start(asked.all());
        parts.push(new AskSocket(
                following, StoreLayout.socket(setup.store(), cluster.name()), permissions, asked, setup.askWait()));
        repeat(following::compare, compare);
        repeat(following::forgetDeadReaders, DEAD_READERS);
    }

    private void repeat(Runnable task, Duration pause) {
        Runnable careful = () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "a repeated task failed; it comes again", e);
            }
        };
        ScheduledFuture<?> repeated =
                timer.scheduleWithFixedDelay(careful, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
        parts.push(() -> repeated.cancel(false));
    }

    /** A third up or down, once: agents that start together do not compare together. */
    private static Duration jittered(Duration about) {
        long third = about.toMillis() / 3;
        return about.plusMillis(third == 0 ? 0 : ThreadLocalRandom.current().nextLong(-third, third + 1));
    }

    /** Ends it; readers go on reading. Harmless if repeated. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.log(Level.WARNING, "while the agent ends: " + e);
            }
        }
    }
}
