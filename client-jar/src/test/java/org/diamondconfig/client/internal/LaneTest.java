/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LaneTest {

    private final AtomicReference<Held> current = new AtomicReference<>();
    private final List<Long> heard = new ArrayList<>();
    private final Queue<Runnable> queued = new ArrayDeque<>();

    private Lane<Held> lane() {
        return new Lane<>(current::get, held -> heard.add(held.version()), queued::add);
    }

    private void runQueued() {
        while (!queued.isEmpty()) {
            queued.remove().run();
        }
    }

    @Test
    void manySignalsAreOneCallWithTheLatest() {
        Lane<Held> lane = lane();
        for (long version = 1; version <= 5; version++) {
            current.set(Helds.held(version, "v" + version));
            lane.signal();
        }

        assertThat(queued).hasSize(1);
        runQueued();
        assertThat(heard).containsExactly(5L);
    }

    @Test
    void changeDuringACallIsToldByTheNext() {
        AtomicReference<Lane<Held>> lane = new AtomicReference<>();
        lane.set(new Lane<>(
                current::get,
                held -> {
                    heard.add(held.version());
                    if (held.version() == 1) {
                        current.set(Helds.held(2, "two"));
                        lane.get().signal();
                    }
                },
                Runnable::run));
        current.set(Helds.held(1, "one"));

        lane.get().signal();

        assertThat(heard).containsExactly(1L, 2L);
    }

    @Test
    void throwingListenerIsCalledAgainAtTheNextChange() {
        Lane<Held> lane = new Lane<>(
                current::get,
                held -> {
                    heard.add(held.version());
                    throw new AssertionError("a listener of the test");
                },
                Runnable::run);

        current.set(Helds.held(1, "one"));
        lane.signal();
        current.set(Helds.held(2, "two"));
        lane.signal();

        assertThat(heard).containsExactly(1L, 2L);
    }

    @Test
    void noCallBeginsAfterClose() {
        Lane<Held> lane = lane();
        current.set(Helds.held(1, "one"));
        lane.signal();
        lane.close();
        runQueued();

        assertThat(heard).isEmpty();
    }

    @Test
    void refusingExecutorCostsOnlyThatSignal() {
        boolean[] refuse = {true};
        Lane<Held> lane = new Lane<>(current::get, held -> heard.add(held.version()), task -> {
            if (refuse[0]) {
                throw new RejectedExecutionException("full");
            }
            task.run();
        });
        current.set(Helds.held(1, "one"));
        lane.signal();
        refuse[0] = false;
        lane.signal();

        assertThat(heard).containsExactly(1L);
    }

    @Test
    void executorWithoutAThreadCostsOnlyThatSignal() {
        boolean[] full = {true};
        Lane<Held> lane = new Lane<>(current::get, held -> heard.add(held.version()), task -> {
            if (full[0]) {
                throw new OutOfMemoryError("unable to create native thread, says the test");
            }
            task.run();
        });
        current.set(Helds.held(1, "one"));
        lane.signal();
        full[0] = false;
        lane.signal();

        assertThat(heard).containsExactly(1L);
    }

    @Test
    void listenerRunsWithTheClassLoaderOfWhoeverListened() {
        ClassLoader loader = new ClassLoader() {};
        AtomicReference<ClassLoader> seen = new AtomicReference<>();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        Lane<Held> lane = new Lane<>(
                current::get, held -> seen.set(Thread.currentThread().getContextClassLoader()), Runnable::run);
        thread.setContextClassLoader(before);

        current.set(Helds.held(1, "one"));
        lane.signal();

        assertThat(seen.get()).isSameAs(loader);
        assertThat(thread.getContextClassLoader()).isSameAs(before);
    }
}
