/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.system.campaign;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.diamondconfig.system.history.Operation.Kind;
import org.diamondconfig.wire.ConfigKey;

/** The profiles of the traffic, which go on at once: over which keys, how often, and by which kinds of write. */
enum Traffic {
    /** All write the same few keys, whatever is there. */
    HOT(3, 35, Kind.PUBLISH),
    /** Many keys, each written seldom. */
    WIDE(150, 20, Kind.PUBLISH),
    /** Whoever writes expects a version. */
    CAS(2, 25, Kind.PUBLISH_IF),
    /** Keys that come and go. */
    CHURN(3, 20, Kind.PUBLISH, Kind.REMOVE, Kind.PUBLISH_IF, Kind.REMOVE),
    /** Many datums merged to few keys; they come and go. */
    DATUMS(2, 20, Kind.PUBLISH, Kind.PUBLISH, Kind.PUBLISH, Kind.REMOVE);

    /** Of a profile with many keys these are listened to. */
    private static final int MOST_LISTENED = 10;

    private final int keys;
    private final int weight;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<Kind> kinds;

    Traffic(int keys, int weight, Kind... kinds) {
        this.keys = keys;
        this.weight = weight;
        this.kinds = List.of(kinds);
    }

    /** A profile, each as often as it weighs. */
    static Traffic any(Random random) {
        int left = random.nextInt(
                Arrays.stream(values()).mapToInt(profile -> profile.weight).sum());
        for (Traffic profile : values()) {
            left -= profile.weight;
            if (left < 0) {
                return profile;
            }
        }
        throw new IllegalStateException("the weights do not add up");
    }

    ConfigKey key(Random random) {
        return key(random.nextInt(keys));
    }

    Kind write(Random random) {
        return kinds.get(random.nextInt(kinds.size()));
    }

    private ConfigKey key(int number) {
        return ConfigKey.of(name().toLowerCase(Locale.ROOT), "k" + number);
    }

    /** All keys of all profiles. */
    static List<ConfigKey> allKeys() {
        return Arrays.stream(values())
                .flatMap(profile -> profile.keys(profile.keys))
                .toList();
    }

    /** The keys that every client listens to. */
    Stream<ConfigKey> listenedKeys() {
        return keys(Math.min(keys, MOST_LISTENED));
    }

    private Stream<ConfigKey> keys(int count) {
        return IntStream.range(0, count).mapToObj(this::key);
    }

    /** A datum as histories name it: as a key of its own. */
    static String nameOf(ConfigKey key, String datumId) {
        return nameOf(key) + "#" + datumId;
    }

    /** A key as histories name it. */
    static String nameOf(ConfigKey key) {
        return key.group() + "/" + key.dataId();
    }
}
