/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.subscriber;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigKey.Prefix;
import org.diamondconfig.wire.Md5;
import org.diamondconfig.wire.Probe;

/**
 * What one poll of a client asks for, again and again: of each key a reference to the names, which are in memory once, and 24 bytes. Confined to its
 * {@link Client}, under whose lock it is used.
 */
final class Slot {

    /** Numbers of a key: its version, -1 = not told, and the two halves of its md5, both 0 for "has nothing". */
    private static final int NUMBERS = 3;

    private static final HexFormat HEX = HexFormat.of();

    private ConfigKey[] keys = {};
    private long[] held = {};
    private List<Prefix> prefixes = List.of();
    private final Map<ConfigKey, Boolean> told = new HashMap<>();
    private int polls;
    private boolean waits;
    private long seenNanos;

    /** The next poll came, to wait for a change or to be answered at once. */
    void come(Probe probe, UnaryOperator<ConfigKey> intern, long now, boolean toWait) {
        List<Probe.Item> items = probe.items();
        if (!sameKeys(items)) {
            keys = new ConfigKey[items.size()];
            Arrays.setAll(keys, i -> intern.apply(items.get(i).key()));
            held = new long[items.size() * NUMBERS];
        }
        for (int i = 0; i < keys.length; i++) {
            String md5 = items.get(i).md5();
            held[i * NUMBERS] = items.get(i).version().orElse(-1);
            held[i * NUMBERS + 1] = md5.isEmpty() ? 0 : half(md5, 0);
            held[i * NUMBERS + 2] = md5.isEmpty() ? 0 : half(md5, Md5.HEX_LENGTH / 2);
        }
        prefixes = probe.branches().stream().map(Probe.Branch::prefix).toList();
        told.clear();
        polls++;
        waits = toWait;
        seenNanos = now;
    }

    /** Whether a poll asks for just what the last one here did. */
    boolean isOf(Probe probe) {
        return sameKeys(probe.items())
                && prefixes.equals(
                        probe.branches().stream().map(Probe.Branch::prefix).toList());
    }

    /** Whether these keys are those of the last poll here with some more, or with some less: its client asks for others now. */
    boolean isLike(Set<ConfigKey> asked) {
        if (keys.length == 0 || asked.isEmpty()) {
            return false;
        }
        return keys.length <= asked.size()
                ? Arrays.stream(keys).allMatch(asked::contains)
                : place(asked.iterator().next()) >= 0 && new HashSet<>(Arrays.asList(keys)).containsAll(asked);
    }

    private boolean sameKeys(List<Probe.Item> items) {
        if (items.size() != keys.length) {
            return false;
        }
        for (int i = 0; i < keys.length; i++) {
            if (!keys[i].equals(items.get(i).key())) {
                return false;
            }
        }
        return true;
    }

    private static long half(String md5, int from) {
        return Long.parseUnsignedLong(md5, from, from + Md5.HEX_LENGTH / 2, 16);
    }

    /** A poll ended, having told of these keys. */
    void leave(List<ConfigKey> of, long now) {
        polls--;
        seenNanos = now;
        of.forEach(key -> told.put(key, true));
    }

    boolean isPolling() {
        return polls > 0;
    }

    /** Whether its last poll came to wait for a change; one that did not is answered at once, and may be of anybody. */
    boolean waits() {
        return waits;
    }

    /** When its last poll came or ended. */
    long seenNanos() {
        return seenNanos;
    }

    int size() {
        return keys.length;
    }

    ConfigKey key(int place) {
        return keys[place];
    }

    /** Where a key stands; -1 if it does not. */
    int place(ConfigKey key) {
        for (int i = 0; i < keys.length; i++) {
            if (keys[i].equals(key)) {
                return i;
            }
        }
        return -1;
    }

    OptionalLong version(int place) {
        long version = held[place * NUMBERS];
        return version < 0 ? OptionalLong.empty() : OptionalLong.of(version);
    }

    String md5(int place) {
        long high = held[place * NUMBERS + 1];
        long low = held[place * NUMBERS + 2];
        return (high | low) == 0 ? Md5.NOTHING : HEX.toHexDigits(high) + HEX.toHexDigits(low);
    }

    /** What it holds: the md5 of each key, {@code ""} = nothing. */
    Map<ConfigKey, String> md5s() {
        Map<ConfigKey, String> md5s = new HashMap<>();
        for (int place = 0; place < keys.length; place++) {
            md5s.put(keys[place], md5(place));
        }
        return md5s;
    }

    boolean isTold(ConfigKey key) {
        return told.containsKey(key);
    }

    List<Prefix> prefixes() {
        return prefixes;
    }

    /** The keys it holds, each once it stands there. */
    List<ConfigKey> keys() {
        return new ArrayList<>(Arrays.asList(keys));
    }
}
