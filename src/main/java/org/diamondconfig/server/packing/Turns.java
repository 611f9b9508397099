/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.packing;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.problem.TooMany;

/** How many exports and imports go on at once on this node: each keeps a thread and a file until it ends. Thread-safe. */
@Component
final class Turns {

    private static final int MOST = 4;
    private static final int PATIENCE_SECONDS = 10;

    private final Semaphore free = new Semaphore(MOST);

    /**
     * Begins one, which ends by {@link #end}.
     *
     * @throws TooMany TRANSFER_BUSY if there are enough
     */
    void begin() {
        if (!free.tryAcquire()) {
            throw busy();
        }
    }

    /**
     * Begins one that has been let pass, and whose answer may have begun: it waits a little for its turn.
     *
     * @throws TooMany TRANSFER_BUSY if there are enough for that long
     */
    void await() {
        try {
            if (!free.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
    }

    /**
     * Lets pass whoever is going to begin one soon.
     *
     * @throws TooMany TRANSFER_BUSY if there are enough
     */
    void require() {
        if (free.availablePermits() == 0) {
            throw busy();
        }
    }

    void end() {
        free.release();
    }

    private static TooMany busy() {
        return new TooMany("TRANSFER_BUSY", "Other exports and imports are going on here. Try again.", 5);
    }
}
