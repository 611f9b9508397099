/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.edge;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Work that goes on beside what whoever began it does: one task at a time, on a thread of its own. Confined to one thread. */
public final class Behind implements AutoCloseable {

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread behind = new Thread(task, "diamond-behind");
        behind.setDaemon(true);
        return behind;
    });
    private Future<?> task = CompletableFuture.completedFuture(null);

    /** Begins this, once what was begun before is done. @throws Refused why that failed */
    public void begin(Runnable next) {
        await();
        task = thread.submit(next);
    }

    /** Waits until what was begun is done. A failure is told once. @throws Refused why it failed */
    public void await() {
        Future<?> begun = task;
        task = CompletableFuture.completedFuture(null);
        try {
            begun.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Refused refused
                    ? refused
                    : new Refused(Exit.FAILED, e.getCause().toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused(Exit.INTERRUPTED, "interrupted");
        }
    }

    /** Begins nothing more. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
