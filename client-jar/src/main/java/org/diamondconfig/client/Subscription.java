/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.client;

/** A listener's place at a key. Thread-safe. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {

    /** Ends it: no call begins afterwards; one that is running goes on. Does not block; harmless if repeated. */
    @Override
    void close();
}
