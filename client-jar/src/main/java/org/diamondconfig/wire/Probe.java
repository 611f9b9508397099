/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.wire;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a client asks in one poll: these keys and prefixes, and what it holds of each. Immutable.
 *
 * @param epoch the epoch of the versions; empty if the client has heard of no store yet
 * @param items the keys; a key may stand twice
 * @param branches the prefixes
 * @param reports what became of what the client was told before
 * @param counters what the client counts, by name
 */
public record Probe(
        Optional<Epoch> epoch,
        List<Item> items,
        List<Branch> branches,
        List<Report> reports,
        Map<String, Long> counters) {

    /** Most keys of one probe. */
    public static final int MAX_ITEMS = 3_000;

    /** Most prefixes of one probe: each costs the server a look at all keys below it. */
    public static final int MAX_BRANCHES = 100;

    /** Most reports of one probe; what is more waits for the next. */
    public static final int MAX_REPORTS = 100;

    /** Most counters of one probe. */
    public static final int MAX_COUNTERS = 8;

    private static final Pattern COUNTER = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    /** Most bytes of one encoded probe. */
    public static final int MAX_BYTES = 1 << 20;

    /**
     * Copies the lists.
     *
     * @throws TooManyItems if there are more than {@link #MAX_ITEMS} keys or {@link #MAX_BRANCHES} prefixes
     */
    public Probe {
        Objects.requireNonNull(epoch, "epoch");
        items = List.copyOf(items);
        branches = List.copyOf(branches);
        reports = List.copyOf(reports);
        counters = counters(counters);
        if (reports.size() > MAX_REPORTS) {
            throw new TooManyItems("reports: " + reports.size() + ", at most " + MAX_REPORTS);
        }
        if (items.size() > MAX_ITEMS) {
            throw new TooManyItems("items: " + items.size() + " keys, at most " + MAX_ITEMS);
        }
        if (branches.size() > MAX_BRANCHES) {
            throw new TooManyItems("prefixes: " + branches.size() + ", at most " + MAX_BRANCHES);
        }
    }

    /** A probe without counters. */
    public Probe(Optional<Epoch> epoch, List<Item> items, List<Branch> branches, List<Report> reports) {
        this(epoch, items, branches, reports, Map.of());
    }

    /** A probe without reports. */
    public Probe(Optional<Epoch> epoch, List<Item> items, List<Branch> branches) {
        this(epoch, items, branches, List.of());
    }

    /** A probe of keys alone. */
    public Probe(Optional<Epoch> epoch, List<Item> items) {
        this(epoch, items, List.of(), List.of());
    }

    /** Whether a probe may have this counter: lower-case letters, digits and -, at most 32; not negative. */
    public static boolean isCounter(String name, long value) {
        return value >= 0 && COUNTER.matcher(name).matches();
    }

    /**
     * A copy of these counters, in the order of their names.
     *
     * @throws IllegalArgumentException if there are more than {@link #MAX_COUNTERS}, or one of them may not be
     */
    public static Map<String, Long> counters(Map<String, Long> counters) {
        if (counters.size() > MAX_COUNTERS) {
            throw new IllegalArgumentException("counters: " + counters.size() + ", at most " + MAX_COUNTERS);
        }
        counters.forEach((name, value) -> {
            if (!isCounter(name, value)) {
                throw new IllegalArgumentException(
                        "counters: a name of a-z, 0-9 and -, and a number that is not negative, expected");
            }
        });
        return Collections.unmodifiableMap(new TreeMap<>(counters));
    }

    /**
     * One key and what the client holds of it. Immutable.
     *
     * @param key the key
     * @param version the version it holds; empty = compare by md5
     * @param md5 the md5 it holds; {@code ""} = it has nothing
     * @param type the type it knows; empty = it does not care which it was when the poll began
     */
    public record Item(ConfigKey key, OptionalLong version, String md5, Optional<ConfigType> type) {

        /**
         * Checks the form.
         *
         * @throws IllegalArgumentException if the version is negative or the md5 is neither empty nor lower-case hex
         */
        public Item {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(type, "type");
            if (version.isPresent() && version.getAsLong() < 0) {
                throw new IllegalArgumentException("version: negative");
            }
            if (!md5.isEmpty() && !Md5.isHex(md5)) {
                throw new IllegalArgumentException("md5: empty or 32 lower-case hex characters expected");
            }
        }

        /** A key whose holder does not tell the type that it knows. */
        public Item(ConfigKey key, OptionalLong version, String md5) {
            this(key, version, md5, Optional.empty());
        }
    }

    /**
     * All that somebody may read below one prefix, at some moment. Immutable.
     *
     * @param prefix what it is below
     * @param digest says which keys there are, each at which version; lower-case hex of 16 bytes, {@code ""} = not known. Only
     *     servers make one: what it is made of is theirs.
     */
    public record Branch(ConfigKey.Prefix prefix, String digest) {

        /**
         * Checks the form.
         *
         * @throws IllegalArgumentException if the digest is neither empty nor lower-case hex
         */
        public Branch {
            Objects.requireNonNull(prefix, "prefix");
            if (!digest.isEmpty() && !Md5.isHex(digest)) {
                throw new IllegalArgumentException("digest: empty or 32 lower-case hex characters expected");
            }
        }
    }

    /**
     * What became of one version of a key at the client. Immutable; texts that are too long are cut, and say it by nothing.
     *
     * @param millis from the receipt to that state; 0 while it is received
     * @param agoMillis how long ago the receipt was when the probe was sent
     * @param listener whose state it is; {@code ""} = not told
     * @param reason why; {@code ""} = there is none
     * @param followed what came of it afterwards, the end of a script say; {@code ""} = nothing that the client was told of
     */
    public record Report(
            ConfigKey key,
            long version,
            State state,
            long millis,
            long agoMillis,
            String listener,
            String reason,
            String followed) {

        /** Longest name of a listener. */
        public static final int MAX_LISTENER = 100;

        /** Longest reason. */
        public static final int MAX_REASON = 200;

        /** Longest text about what followed. */
        public static final int MAX_FOLLOWED = 100;

        /** How far it got. */
        public enum State {
            /** It is here, and not everybody who waits for it is done with it. */
            RECEIVED,
            /** All listeners have returned. */
            APPLIED,
            /** A listener threw. */
            FAILED;

            /** Its name on the wire. */
            public String wireName() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        /**
         * Checks the numbers and cuts the texts.
         *
         * @throws IllegalArgumentException if a number is negative
         */
        public Report {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(state, "state");
            if (version < 0 || millis < 0 || agoMillis < 0) {
                throw new IllegalArgumentException("version, millis, ago: negative");
            }
            listener = cut(listener, MAX_LISTENER);
            reason = cut(reason, MAX_REASON);
            followed = cut(followed, MAX_FOLLOWED);
        }

        /** The text, or so much of its beginning. */
        public static String cut(String text, int most) {
            if (text.length() <= most) {
                return text;
            }
            return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
        }
    }

    /** A probe of more than one may have. */
    public static final class TooManyItems extends IllegalArgumentException {

        private static final long serialVersionUID = 1;

        TooManyItems(String message) {
            super(message);
        }
    }
}
