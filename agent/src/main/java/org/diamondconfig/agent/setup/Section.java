/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.agent.setup;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.diamondconfig.wire.ConfigKey;
import org.diamondconfig.wire.ConfigKey.Prefix;

/** One section of the file: its lines are taken by name and type, and what nobody took is refused. Confined to one thread. */
final class Section {

    private static final Pattern NUMBER = Pattern.compile("([0-9]{1,9})([a-zA-Z]*)");

    /** A value and where it stands. */
    private record Line(String name, String value, String place) {}

    private final String kind;
    private final String name;
    private final String place;
    private final List<Line> lines = new ArrayList<>();

    Section(String kind, String name, String place) {
        this.kind = kind;
        this.name = name;
        this.place = place;
    }

    String kind() {
        return kind;
    }

    String name() {
        return name;
    }

    String place() {
        return place;
    }

    void add(String lineName, String value, String linePlace) {
        lines.add(new Line(lineName, value, linePlace));
    }

    /** Every value of this name. */
    <T> List<T> all(String wanted, Function<String, T> type) throws SetupException {
        List<T> values = new ArrayList<>();
        for (Line line : lines.stream().filter(line -> line.name.equals(wanted)).toList()) {
            lines.remove(line);
            try {
                values.add(type.apply(line.value));
            } catch (IllegalArgumentException e) {
                throw new SetupException(line.place + ": " + wanted + ": " + e.getMessage());
            }
        }
        return values;
    }

    <T> Optional<T> one(String wanted, Function<String, T> type) throws SetupException {
        List<Line> found =
                lines.stream().filter(line -> line.name.equals(wanted)).toList();
        if (found.size() > 1) {
            throw new SetupException(
                    found.get(1).place + ": " + wanted + ": stands here already, at " + found.get(0).place);
        }
        return all(wanted, type).stream().findFirst();
    }

    <T> T required(String wanted, Function<String, T> type) throws SetupException {
        return one(wanted, type).orElseThrow(() -> new SetupException(place + ": " + wanted + " = ... is missing"));
    }

    /** Refuses what nobody took. */
    void done() throws SetupException {
        if (!lines.isEmpty()) {
            Line line = lines.get(0);
            throw new SetupException(line.place + ": " + line.name + ": no such setting in [" + kind + "]");
        }
    }

    static Path path(String value) {
        Path path = Path.of(value);
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException("an absolute path expected");
        }
        return path.normalize();
    }

    static boolean flag(String value) {
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException("true or false expected");
        }
        return value.equals("true");
    }

    /** 500ms, 30s, 5m or 2h. */
    static Duration duration(String value) {
        Matcher matcher = number(value);
        long number = Long.parseLong(matcher.group(1));
        Duration duration = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> throw new IllegalArgumentException("a duration expected: 500ms, 30s, 5m or 2h");
        };
        if (duration.isZero() || duration.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("between 1ms and 24h expected");
        }
        return duration;
    }

    /** 65536, 64K, 64M or 1G. */
    static long bytes(String value) {
        Matcher matcher = number(value);
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "" -> number;
            case "K" -> number << 10;
            case "M" -> number << 20;
            case "G" -> number << 30;
            default -> throw new IllegalArgumentException("a size expected: 65536, 64K, 64M or 1G");
        };
    }

    static int count(String value) {
        Matcher matcher = number(value);
        if (!matcher.group(2).isEmpty()) {
            throw new IllegalArgumentException("a number expected");
        }
        return Integer.parseInt(matcher.group(1));
    }

    private static Matcher number(String value) {
        Matcher matcher = NUMBER.matcher(value);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a number expected, and at most a unit behind it");
        }
        return matcher;
    }

    static URI web(String value) {
        URI uri = URI.create(value);
        if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw new IllegalArgumentException("an http or https URL expected");
        }
        return uri;
    }

    /** namespace/group/dataId; the dataId may hold more of {@code /}. */
    static ConfigKey key(String value) {
        String[] names = names(value, "public/shop/prices.yaml");
        return ConfigKey.of(names[0], names[1], names[2]);
    }

    /** namespace/group/ and any folders, each with a / behind it. */
    static Prefix prefix(String value) {
        String[] names = names(value, "public/shop/ or public/shop/flags/");
        return Prefix.of(names[0], names[1], names[2]);
    }

    private static String[] names(String value, String example) {
        String[] names = value.split("/", 3);
        if (names.length < 3 || names[0].isEmpty() || names[1].isEmpty()) {
            throw new IllegalArgumentException("namespace/group/... expected, like " + example);
        }
        return names;
    }
}
