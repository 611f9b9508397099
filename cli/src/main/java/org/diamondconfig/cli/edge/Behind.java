/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.cli.edge;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Work that goes on beside what whoever began it does, on threads of its own. Confined to one thread. */
public final class Behind implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread behind = new Thread(task, "diamond-behind");
        behind.setDaemon(true);
        return behind;
    });
    private List<? extends Future<?>> tasks = List.of();

    /** Begins these beside each other, once all that was begun before is done. @throws Refused why something of that failed */
    public void begin(Runnable... next) {
        await();
        tasks = Stream.of(next).map(threads::submit).toList();
    }

    /** Waits until all that was begun is done. A failure is told once: that of the first, if several failed. @throws Refused why */
    public void await() {
        List<? extends Future<?>> begun = tasks;
        tasks = List.of();
        // All are waited for before any failure is told.
        List<Optional<Refused>> ends = begun.stream().map(Behind::end).toList();
        ends.stream().flatMap(Optional::stream).findFirst().ifPresent(first -> {
            throw first;
        });
    }

    private static Optional<Refused> end(Future<?> task) {
        try {
            task.get();
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(
                    e.getCause() instanceof Refused refused
                            ? refused
                            : new Refused(Exit.FAILED, e.getCause().toString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(new Refused(Exit.INTERRUPTED, "interrupted"));
        }
    }

    /** Begins nothing more. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
