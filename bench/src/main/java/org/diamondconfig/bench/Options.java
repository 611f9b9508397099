/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How long and how often to measure, as given on the command line by {@code name=value}. Immutable.
 *
 * @param server payara or wildfly
 * @param warmUp both sides together, before the first pair
 * @param pairs interleaved pairs that are measured
 * @param slice length of one half of a pair, where it is a length of time
 * @param size how many polls to hold, or configurations to start with
 * @param keys keys in one poll
 * @param settings of Diamond, beyond its defaults
 */
record Options(
        String server, Duration warmUp, int pairs, Duration slice, int size, int keys, Map<String, String> settings) {

    /** Where everything is written. */
    static final Path TARGET = Path.of(System.getProperty("bench.target", "bench/target"));

    /** The options in these arguments; the rest is the real run's. */
    static Options parse(Iterable<String> arguments, int size) {
        Map<String, String> given = new HashMap<>();
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            if (parts.length != 2) {
                throw new IllegalArgumentException(argument + ": <name>=<value> expected");
            }
            given.put(parts[0], parts[1]);
        }
        Options options = new Options(
                take(given, "server", "payara"),
                Duration.ofSeconds(Long.parseLong(take(given, "warmup", "60"))),
                Integer.parseInt(take(given, "pairs", "10")),
                Duration.ofMillis(Long.parseLong(take(given, "slice", "3000"))),
                Integer.parseInt(take(given, "size", Integer.toString(size))),
                Integer.parseInt(take(given, "keys", "20")),
                Map.of());
        if (!given.isEmpty()) {
            throw new IllegalArgumentException(
                    given.keySet() + ": no such option; use server, warmup, pairs, slice, size, keys");
        }
        return options;
    }

    private static String take(Map<String, String> given, String name, String otherwise) {
        String value = given.remove(name);
        return value == null ? otherwise : value;
    }

    /** A folder for one server's files, which no other run uses. */
    Path fresh() {
        return TARGET.resolve("runs")
                .resolve(server + "-" + ProcessHandle.current().pid());
    }

    /** The same with these settings of Diamond. */
    Options withSettings(Map<String, String> more) {
        return new Options(server, warmUp, pairs, slice, size, keys, Map.copyOf(more));
    }

    /** One line for the ledger. */
    String conditions() {
        return server + ", warm-up " + warmUp.toSeconds() + " s, " + pairs + " pairs";
    }
}
