/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.watch;

import java.util.Optional;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Unavailable;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;

/** What this node serves at this moment, as far as a poll compares it: the dump behind the access decision. Thread-safe. */
interface Served {

    /**
     * The state of a key for this caller; an absent key has one, too. Empty if the caller is to hear nothing of it, because it
     * may not read it or the dump cannot tell yet: the client then keeps what it has.
     */
    Optional<State> find(ConfigKey key, Caller caller);

    /**
     * The epoch that the dump follows.
     *
     * @throws Unavailable DUMP_LOADING until the dump can be compared with
     */
    Epoch epoch();

    /** One key as it is served. Immutable; equal only to the same version of the same key. */
    interface State {

        ConfigKey key();

        Epoch epoch();

        /** 0 if the store never had the key. */
        long version();

        /** The first half of the md5; both halves are 0 if the key is absent. */
        long md5High();

        /** The second half of the md5. */
        long md5Low();

        /** {@link ConfigType#TEXT} if the key is absent. */
        ConfigType type();

        /** Of the content, in bytes; 0 if the key is absent. */
        int length();

        /** Reads the content, perhaps from disk; empty if the key is absent, or the content was replaced since. */
        Optional<byte[]> content();

        /** Whether the key has content; that of 16 zero bytes for an md5 is not expected in this universe. */
        default boolean present() {
            return (md5High() | md5Low()) != 0;
        }
    }
}
