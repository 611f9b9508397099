/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.edge;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Runs work on the container's managed threads, now or again and again. Thread-safe. A task that throws is logged with its
 * name and, when periodic, runs again at its next turn. In tests a manual one stands in.
 */
public interface Scheduler {

    /** Runs the task every {@code period}, measured from the end of one run to the start of the next. */
    Handle every(String name, Duration period, Runnable task);

    /**
     * As {@link #every}, but more seldom when it takes long: after each run it rests for at least {@code rest} times what that
     * took, yet no longer than half a minute for this reason. For work that takes from others what they wait for, a disk say.
     */
    Handle sparingly(String name, Duration period, int rest, Runnable task);

    /**
     * Runs the task once, as soon as a thread is free.
     *
     * @return whether it will be run: a container that stops takes no more tasks
     */
    boolean soon(String name, Runnable task);

    /**
     * The same for a task that somebody waits for.
     *
     * @param otherwise run at once, on the thread of the caller, if the task is not taken: it lets go who waits
     */
    default void soon(String name, Runnable task, Runnable otherwise) {
        if (!soon(name, task)) {
            otherwise.run();
        }
    }

    /** Runs the task once, after {@code delay}; not at all if it is not taken. */
    default Handle after(String name, Duration delay, Runnable task) {
        return after(name, delay, task, () -> {});
    }

    /** The same for a task that somebody waits for, as above. Who cancels it lets go who waits himself. */
    Handle after(String name, Duration delay, Runnable task, Runnable otherwise);

    /** A scheduler on the threads of this executor, which stays the caller's to end. */
    static Scheduler on(ScheduledExecutorService executor) {
        return new ExecutorScheduler(executor);
    }

    /** A periodic or delayed task. */
    interface Handle {

        /** Ends it: no further run begins; one that runs now is left to finish. */
        void cancel();
    }
}
