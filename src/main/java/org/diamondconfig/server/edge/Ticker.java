/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.edge;

/** A source of elapsed time. Its values mean something only as differences; no wall clock moves them. Thread-safe. */
@FunctionalInterface
public interface Ticker {

    /** Nanoseconds since some fixed but arbitrary moment. */
    long nanos();

    /** The machine's own. */
    static Ticker system() {
        return System::nanoTime;
    }
}
