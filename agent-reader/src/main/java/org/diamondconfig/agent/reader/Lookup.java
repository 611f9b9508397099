/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.reader;

import java.util.Optional;
import org.diamondconfig.wire.ConfigKey;

/** A way to the records of one cluster. Thread-safe. */
interface Lookup extends AutoCloseable {

    /** The record's bytes, whole; empty if the store has none. */
    Optional<byte[]> find(ConfigKey key);

    @Override
    void close();
}
