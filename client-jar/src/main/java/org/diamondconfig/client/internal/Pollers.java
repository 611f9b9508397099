/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.function.IntFunction;
import org.diamondconfig.client.internal.edge.SystemTiming;

/**
 * The pollers of a client and their threads, a daemon each: a key or branch goes to the first one with room, or
 * starts another.
 * Thread-safe.
 *
 * @param <V> what the cells show
 */
final class Pollers<V> {

    private static final long JOIN_MILLIS = 2_000;

    private final IntFunction<Poller<V>> made;
    private final ThreadFactory daemons = SystemTiming.daemons("diamond-poller");
    private final Map<Poller<V>, Thread> threads = new LinkedHashMap<>(); // guarded by this
    private boolean closed; // guarded by this

    /**
     * None yet.
     *
     * @param made makes the poller of a slot, counted from 0
     */
    Pollers(IntFunction<Poller<V>> made) {
        this.made = made;
    }

    /** Hands a key to a poller; once closed, to none. */
    synchronized void add(Cell<V> cell) {
        if (closed) {
            return;
        }
        for (Poller<V> poller : threads.keySet()) {
            if (!poller.full()) {
                poller.add(cell);
                return;
            }
        }
        Poller<V> poller = made.apply(threads.size());
        poller.add(cell);
        start(poller);
    }

    /** Hands a branch to a poller; once closed, to none. */
    synchronized void add(Branch branch) {
        if (closed) {
            return;
        }
        for (Poller<V> poller : threads.keySet()) {
            if (poller.mayBranch()) {
                poller.add(branch);
                return;
            }
        }
        Poller<V> poller = made.apply(threads.size());
        poller.add(branch);
        start(poller);
    }

    private void start(Poller<V> poller) {
        Thread thread = daemons.newThread(poller);
        threads.put(poller, thread);
        thread.start();
    }

    /** Has every poller ask for what it has now. */
    synchronized void wake() {
        threads.keySet().forEach(Poller::wake);
    }

    synchronized void remove(Cell<V> cell) {
        threads.keySet().forEach(poller -> poller.remove(cell));
    }

    synchronized void remove(Branch branch) {
        threads.keySet().forEach(poller -> poller.remove(branch));
    }

    /** Ends every thread; waits for each a bounded time, but not for the thread it is called on. */
    void close() {
        List<Thread> ending;
        synchronized (this) {
            closed = true;
            threads.keySet().forEach(Poller::stop);
            ending = new ArrayList<>(threads.values());
        }
        ending.forEach(Thread::interrupt);
        ending.remove(Thread.currentThread());
        try {
            for (Thread thread : ending) {
                thread.join(JOIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
