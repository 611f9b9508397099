/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.usage;

import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.edge.Scheduler;
import org.diamondconfig.server.problem.ProblemException;

/**
 * When subjects were last let in, at whichever node, to the minute and by the database's clock. Thread-safe. To note one costs a
 * look into a set; once a minute the names in it go to the database, and wait when that is away.
 */
@Component
public final class LastUses {

    static final Duration PERIOD = Duration.ofMinutes(1);

    /** Names that wait at most; only who was proven is noted, so that nobody fills this with inventions. */
    private static final int MOST = 100_000;

    /** Names that one transaction takes. */
    private static final int CHUNK = 100;

    private static final Logger LOG = System.getLogger("diamond.access");

    private final UseStore store;
    private final Scheduler scheduler;
    private final Set<String> noted = ConcurrentHashMap.newKeySet();
    private volatile Scheduler.Handle writing = () -> {};

    @Inject
    LastUses(UseStore store, Scheduler scheduler) {
        this.store = store;
        this.scheduler = scheduler;
    }

    /** Begins to write down what is noted. */
    public void start() {
        writing = scheduler.every("last-uses", PERIOD, this::write);
    }

    /** Writes down what is noted, if the database takes it, and ends. */
    public void stop() {
        writing.cancel();
        write();
    }

    /** Notes that a subject was let in just now. */
    public void note(String subject) {
        if (!noted.contains(subject) && !subject.equals(Caller.ANONYMOUS) && noted.size() < MOST) {
            noted.add(subject);
        }
    }

    /**
     * When these subjects were last let in, as far as is written down; one that never was is not in it.
     *
     * @param first by name
     * @param last by name, inclusive
     * @throws ProblemException if the database cannot be asked now
     */
    public Map<String, Instant> between(String first, String last) {
        return store.between(first, last);
    }

    /** Forgets the last use of a subject that is gone, or that is made anew, if the database takes it now. */
    public void forget(String subject) {
        noted.remove(subject);
        try {
            store.delete(subject);
        } catch (RuntimeException e) {
            LOG.log(
                    Level.INFO,
                    () -> "The last use of " + subject + ", which is another one now or none, stays written: "
                            + e.getMessage());
        }
    }

    /** Once for each name that waits by now; who asks meanwhile waits for the next turn. */
    private void write() {
        List<String> waiting = noted.stream().sorted().toList();
        for (int i = 0; i < waiting.size() && store.isUp(); i += CHUNK) {
            List<String> some = waiting.subList(i, Math.min(i + CHUNK, waiting.size()));
            some.forEach(noted::remove);
            try {
                store.touch(some);
            } catch (RuntimeException e) {
                noted.addAll(some);
                LOG.log(Level.DEBUG, "The last uses are written down in a minute", e);
                return;
            }
        }
    }
}
