/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.edge;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values of all {@link Knob}s, read once. Immutable. The only place of the server that looks at system properties and the
 * environment.
 *
 * <p>Durations are written {@code 500ms}, {@code 30s}, {@code 5m}, {@code 6h} or {@code 30d}; sizes {@code 512}, {@code 64KiB},
 * {@code 1MiB} or {@code 2GiB}. A value that does not parse or lies below the least one stops the start with a sentence that
 * names the setting.
 */
public final class Settings {

    private static final Pattern QUANTITY = Pattern.compile("(\\d{1,12})\\s*([A-Za-z]*)");

    private final UnaryOperator<String> source;

    private Settings(UnaryOperator<String> source) {
        this.source = source;
        for (Knob knob : Knob.values()) {
            check(knob);
        }
    }

    /** The settings of this process: system properties, then environment variables, then defaults. */
    public static Settings fromEnvironment() {
        return new Settings(key -> {
            String value = System.getProperty(key);
            return value != null ? value : System.getenv(environmentKey(key));
        });
    }

    /** These values, by the knobs' keys, and defaults for the rest. */
    public static Settings of(Map<String, String> values) {
        return new Settings(Map.copyOf(values)::get);
    }

    private static String environmentKey(String key) {
        for (Knob knob : Knob.values()) {
            if (knob.key().equals(key)) {
                return knob.environmentKey();
            }
        }
        throw new IllegalArgumentException(key + ": no such setting");
    }

    /** Whether a value is given, be it the default. */
    public boolean isSet(Knob knob) {
        return !text(knob).isEmpty();
    }

    /** The value as it is written, the default when none is given. */
    public String text(Knob knob) {
        String value = source.apply(knob.key());
        return value == null || value.isBlank() ? knob.otherwise() : value.strip();
    }

    /** The value of a {@code PATH} knob, absolute. */
    public Path path(Knob knob) {
        return Path.of(text(knob).replace("${user.home}", System.getProperty("user.home")))
                .toAbsolutePath()
                .normalize();
    }

    /** The value of a {@code COUNT} knob. */
    public int count(Knob knob) {
        return Math.toIntExact(parseQuantity(knob, text(knob)));
    }

    /** The value of a {@code BYTES} knob. */
    public long bytes(Knob knob) {
        return parseQuantity(knob, text(knob));
    }

    /** The value of a {@code FLAG} knob. */
    public boolean flag(Knob knob) {
        return switch (text(knob)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(knob.key() + ": use true or false");
        };
    }

    /** The value of a {@code DURATION} knob. */
    public Duration duration(Knob knob) {
        return parseDuration(knob.key(), text(knob));
    }

    /**
     * A duration as people write it: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 6h}, {@code 30d}.
     *
     * @param name what the message calls it
     * @throws IllegalArgumentException if it has another form
     */
    public static Duration parseDuration(String name, String text) {
        Matcher parts = QUANTITY.matcher(text);
        ChronoUnit unit = !parts.matches()
                ? null
                : switch (parts.group(2)) {
                    case "ms" -> ChronoUnit.MILLIS;
                    case "s" -> ChronoUnit.SECONDS;
                    case "m" -> ChronoUnit.MINUTES;
                    case "h" -> ChronoUnit.HOURS;
                    case "d" -> ChronoUnit.DAYS;
                    default -> null;
                };
        if (unit != null) {
            return Duration.of(Long.parseLong(parts.group(1)), unit);
        }
        throw new IllegalArgumentException(name + ": write a duration as 500ms, 30s, 5m, 6h or 30d");
    }

    private static long parseQuantity(Knob knob, String text) {
        Matcher parts = QUANTITY.matcher(text);
        long factor = !parts.matches()
                ? 0
                : switch (parts.group(2)) {
                    case "" -> 1;
                    case "KiB" -> 1L << 10;
                    case "MiB" -> 1L << 20;
                    case "GiB" -> 1L << 30;
                    default -> 0;
                };
        if (factor > 0) {
            return Math.multiplyExact(Long.parseLong(parts.group(1)), factor);
        }
        throw new IllegalArgumentException(knob.key() + ": write a whole number"
                + (knob.unit() == Knob.Unit.BYTES ? ", with KiB, MiB or GiB behind it if you like" : ""));
    }

    private void check(Knob knob) {
        boolean tooSmall = switch (knob.unit()) {
            case COUNT -> count(knob) < parseQuantity(knob, knob.least());
            case BYTES -> bytes(knob) < parseQuantity(knob, knob.least());
            case DURATION -> duration(knob).compareTo(parseDuration(knob.key(), knob.least())) < 0;
            case FLAG -> {
                flag(knob);
                yield false;
            }
            case TEXT, PATH -> false;
        };
        if (tooSmall) {
            throw new IllegalArgumentException(knob.key() + ": at least " + knob.least());
        }
    }
}
