/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal;

import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The way to one listener: whatever is signalled while the listener runs becomes one further call with what is then current.
 * Never two calls at once, never an older value after a newer, never the same twice in a row. Thread-safe.
 *
 * <p>It holds no values: at each call it asks for the current one, so that a slow listener costs no memory.
 */
final class Lane implements Runnable {

    private static final System.Logger LOG = System.getLogger(Lane.class.getName());

    private final Supplier<Held> current;
    private final Consumer<Held> listener;
    private final Executor executor;
    private final ClassLoader callersLoader = Thread.currentThread().getContextClassLoader();
    private final AtomicInteger signals = new AtomicInteger();
    private Held told; // by whoever runs; handed on through signals
    private volatile boolean closed;

    /**
     * A lane that is still quiet.
     *
     * @param current the current value; null while nothing is known
     * @param listener called on the executor, with the context class loader of the thread that makes the lane
     */
    Lane(Supplier<Held> current, Consumer<Held> listener, Executor executor) {
        this.current = current;
        this.listener = listener;
        this.executor = executor;
    }

    /** Tells that the current value may have changed. Never blocks, unless the executor does. */
    void signal() {
        if (closed || signals.getAndIncrement() != 0) {
            return; // whoever runs sees the count and looks again
        }
        try {
            executor.execute(this);
        } catch (RuntimeException e) { // refused, or run on this thread and failed there
            signals.set(0);
            LOG.log(Level.WARNING, "the executor of a listener refuses; the listener is told with the next change", e);
        }
    }

    /** No call begins after this. */
    void close() {
        closed = true;
    }

    @Override
    public void run() {
        int seen = signals.get();
        do {
            tell(current.get());
            seen = signals.addAndGet(-seen);
        } while (seen != 0);
    }

    private void tell(Held held) {
        if (closed || held == null || held.tellsTheSameAs(told)) {
            return;
        }
        told = held;
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(callersLoader);
        try {
            listener.accept(held);
        } catch (Throwable e) { // a listener's error is its own; it must not end the lane
            LOG.log(Level.WARNING, held.key() + ": a listener threw; it is called again at the next change", e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
