/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.wire;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a server answers to a poll: the keys that differ from the probe, each with its state, and the prefixes below which
 * something does. Immutable.
 *
 * @param epoch the store that the versions belong to
 * @param changes in no particular order; empty if no key changed in time
 * @param branches in no particular order; what there is now below each is asked for by {@code GET /api/v1/children}
 */
public record WatchAnswer(Epoch epoch, List<Change> changes, List<Probe.Branch> branches) {

    /** The highest version: what every reader of JSON holds exactly. A higher one is damage, and would never be outgrown. */
    public static final long MAX_VERSION = (1L << 53) - 1;

    /** Copies the lists. */
    public WatchAnswer {
        Objects.requireNonNull(epoch, "epoch");
        changes = List.copyOf(changes);
        branches = List.copyOf(branches);
    }

    /** An answer about keys alone. */
    public WatchAnswer(Epoch epoch, List<Change> changes) {
        this(epoch, changes, List.of());
    }

    /**
     * The state of one key. Immutable.
     *
     * @param key the key
     * @param version its version; 0 if the store never had it
     * @param md5 the md5 of its content; {@code ""} = absent
     * @param type what the content is written in; TEXT if absent
     * @param content the content; empty if absent, or too large for the answer: then GET it with this version as
     *     {@code minVersion}
     */
    public record Change(ConfigKey key, long version, String md5, ConfigType type, Optional<String> content) {

        /**
         * Checks the form.
         *
         * @throws IllegalArgumentException if the version is out of range, the md5 malformed, or an absent key has content
         */
        public Change {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(type, "type");
            if (version < 0 || version > MAX_VERSION) {
                throw new IllegalArgumentException("version: 0 to " + MAX_VERSION);
            }
            if (!md5.isEmpty() && !Md5.isHex(md5)) {
                throw new IllegalArgumentException("md5: empty or 32 lower-case hex characters expected");
            }
            if (md5.isEmpty() && content.isPresent()) {
                throw new IllegalArgumentException("content: an absent key has none");
            }
        }

        /** A key that is not there. */
        public static Change absent(ConfigKey key, long version) {
            return new Change(key, version, Md5.NOTHING, ConfigType.TEXT, Optional.empty());
        }

        /** Whether the key has content. */
        public boolean present() {
            return !md5.isEmpty();
        }
    }
}
