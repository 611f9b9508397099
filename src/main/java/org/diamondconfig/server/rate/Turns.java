/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.rate;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.diamondconfig.server.problem.TooMany;

/** How many may do one thing at once on this node; who finds no turn free is told to try again. Thread-safe. */
public final class Turns {

    private final Semaphore free;
    private final Supplier<TooMany> busy;

    /**
     * So many at once, those who wait in the order in which they came.
     *
     * @param busy what is said to whoever finds none free
     */
    public Turns(int most, Supplier<TooMany> busy) {
        free = new Semaphore(most, true);
        this.busy = busy;
    }

    /** Takes a turn if one is free, which {@link #give} ends. */
    public boolean isTaken() {
        return free.tryAcquire();
    }

    /**
     * Takes a turn, which {@link #give} ends.
     *
     * @throws TooMany if none is free
     */
    public void take() {
        if (!isTaken()) {
            throw busy.get();
        }
    }

    /**
     * Takes a turn, which {@link #give} ends, and waits for it so long.
     *
     * @throws TooMany if none is free by then
     */
    public void await(Duration patience) {
        try {
            if (free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw busy.get();
    }

    /**
     * Lets pass whoever is going to take a turn soon.
     *
     * @throws TooMany if none is free now
     */
    public void require() {
        if (free.availablePermits() == 0) {
            throw busy.get();
        }
    }

    /** How many wait. */
    public int waiting() {
        return free.getQueueLength();
    }

    /** The turn is over: the next one's may begin. */
    public void give() {
        free.release();
    }

    /**
     * Does this in a turn, which lasts until the future ends.
     *
     * @throws TooMany if none is free
     */
    public <T> CompletableFuture<T> during(Supplier<CompletableFuture<T>> work) {
        take();
        try {
            return work.get().whenComplete((done, failure) -> give());
        } catch (RuntimeException e) {
            give();
            throw e;
        }
    }
}
