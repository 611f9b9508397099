/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.edge;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** A source of elapsed time. Its values mean something only as differences; no wall clock moves them. Thread-safe. */
@FunctionalInterface
public interface Ticker {

    /** Nanoseconds since some fixed but arbitrary moment. */
    long nanos();

    /** The machine's own. */
    static Ticker system() {
        return System::nanoTime;
    }

    /** What the thread that asks has had of the processors, which differs in the same thread alone; as {@link #system} where none is told. */
    static Ticker ofWork() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        boolean told = threads.isCurrentThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled();
        return told ? threads::getCurrentThreadCpuTime : system();
    }
}
