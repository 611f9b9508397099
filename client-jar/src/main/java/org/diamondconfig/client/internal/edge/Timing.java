/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client.internal.edge;

import java.time.Duration;

/** The seam between the client and time: how much has passed, waiting, and what is done again and again. Thread-safe. */
public interface Timing extends AutoCloseable {

    /** Elapsed nanoseconds since some fixed moment; never the wall clock. */
    long nanos();

    /** Waits that long. */
    void pause(Duration duration) throws InterruptedException;

    /** Runs the task again and again, one period after the last run ended, until closed. What it throws ends nothing. */
    void every(Duration period, Runnable task);

    /** Ends all tasks; returns once none runs, or after a bound. */
    @Override
    void close();
}
