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
 *
 * @param <T> what is told
 */
public final class Lane<T extends Lane.Telling<T>> implements Runnable {

    /** What a lane tells. */
    public interface Telling<T> {

        /** Of what it is the value, for messages. */
        Object name();

        /** Whether a listener that was told the other, or null for nothing yet, need not be told this one. */
        boolean tellsTheSameAs(T other);
    }

    private static final System.Logger LOG = System.getLogger(Lane.class.getName());

    private final Supplier<T> current;
    private final Consumer<T> listener;
    private final Executor executor;
    private final ClassLoader callersLoader = Thread.currentThread().getContextClassLoader();
    private final AtomicInteger signals = new AtomicInteger();
    private T told; // by whoever runs; handed on through signals
    private volatile boolean closed;

    /**
     * A lane that is still quiet.
     *
     * @param current the current value; null while nothing is known
     * @param listener called on the executor, with the context class loader of the thread that makes the lane
     */
    public Lane(Supplier<T> current, Consumer<T> listener, Executor executor) {
        this.current = current;
        this.listener = listener;
        this.executor = executor;
    }

    /** Tells that the current value may have changed. Never blocks, unless the executor does. */
    public void signal() {
        if (closed || signals.getAndIncrement() != 0) {
            return; // whoever runs sees the count and looks again
        }
        try {
            executor.execute(this);
        } catch (Throwable e) { // refused, no thread to be had, or run on this thread and failed there
            signals.set(0);
            LOG.log(Level.WARNING, "the executor of a listener refuses; the listener is told with the next change", e);
        }
    }

    /** No call begins after this. */
    public void close() {
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

    private void tell(T now) {
        if (closed || now == null || now.tellsTheSameAs(told)) {
            return;
        }
        told = now;
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(callersLoader);
        try {
            listener.accept(now);
        } catch (Throwable e) { // a listener's error is its own; it must not end the lane
            LOG.log(Level.WARNING, now.name() + ": a listener threw; it is called again at the next change", e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
