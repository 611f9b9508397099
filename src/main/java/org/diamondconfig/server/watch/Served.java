/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.watch;

import jakarta.inject.Inject;
import java.util.Optional;
import org.diamondconfig.server.access.Access;
import org.diamondconfig.server.access.Action;
import org.diamondconfig.server.children.Children;
import org.diamondconfig.server.dump.Dump;
import org.diamondconfig.server.dump.DumpEntry;
import org.diamondconfig.server.dump.Lookup;
import org.diamondconfig.server.edge.Caller;
import org.diamondconfig.server.edge.Component;
import org.diamondconfig.server.problem.Unavailable;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigKey.Prefix;
import org.diamondconfig.wire.ConfigType;
import org.diamondconfig.wire.Epoch;
import org.diamondconfig.wire.Probe.Branch;

/** What this node serves at this moment, as far as a poll compares it: the dump behind the access decision. Thread-safe. */
interface Served {

    /**
     * The state of a key for this caller; an absent key has one, too. Empty if the caller is to hear nothing of it, because it
     * may not read it or the dump cannot tell yet: the client then keeps what it has.
     */
    Optional<State> find(ConfigKey key, Caller caller);

    /** All that is below a prefix for this caller; empty if the dump cannot tell yet. */
    Optional<Branch> find(Prefix prefix, Caller caller);

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

    /**
     * The dump as polls see it. The right to read is asked for at every look, so at the answer as well as at the registration; a
     * key that may not be read is never told of, whether it exists or changes or not. Thread-safe.
     */
    @Component
    final class FromDump implements Served {

        private final Dump dump;
        private final Children children;
        private final Access access;

        @Inject
        FromDump(Dump dump, Children children, Access access) {
            this.dump = dump;
            this.children = children;
            this.access = access;
        }

        @Override
        public Optional<State> find(ConfigKey key, Caller caller) {
            if (!access.allows(caller, Action.READ, key)) {
                return Optional.empty();
            }
            Lookup lookup = dump.find(key, caller);
            if (lookup instanceof Lookup.Found found) {
                return Optional.of(new Present(found.entry()));
            }
            return lookup instanceof Lookup.Absent absent
                    ? Optional.of(new Absent(key, absent.epoch(), absent.version()))
                    : Optional.empty();
        }

        @Override
        public Optional<Branch> find(Prefix prefix, Caller caller) {
            return children.find(prefix, caller);
        }

        @Override
        public Epoch epoch() {
            return dump.epoch().filter(known -> dump.isComplete()).orElseThrow(Lookup::loading);
        }

        /** Equal by the entry, which is one object a version. */
        private record Present(DumpEntry entry) implements State {

            @Override
            public ConfigKey key() {
                return entry.key();
            }

            @Override
            public Epoch epoch() {
                return entry.epoch();
            }

            @Override
            public long version() {
                return entry.version();
            }

            @Override
            public long md5High() {
                return entry.md5High();
            }

            @Override
            public long md5Low() {
                return entry.md5Low();
            }

            @Override
            public ConfigType type() {
                return entry.type();
            }

            @Override
            public int length() {
                return entry.length();
            }

            @Override
            public Optional<byte[]> content() {
                return entry.content();
            }
        }

        private record Absent(ConfigKey key, Epoch epoch, long version) implements State {

            @Override
            public long md5High() {
                return 0;
            }

            @Override
            public long md5Low() {
                return 0;
            }

            @Override
            public ConfigType type() {
                return ConfigType.TEXT;
            }

            @Override
            public int length() {
                return 0;
            }

            @Override
            public Optional<byte[]> content() {
                return Optional.empty();
            }
        }
    }
}
