/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.diamondconfig.server.problem.BadRequest;
import org.diamondconfig.wire.ConfigKey;

/**
 * The query of one request, read strictly and by ourselves, because containers disagree on everything but plain ASCII: each
 * parameter is known and given once, escapes are whole and decode as UTF-8, and no control character gets in. Immutable.
 *
 * <p>{@code +} is a blank, as forms write it; a plus sign is {@code %2B}. Messages name parameters, never echo values.
 */
public final class Query {

    /** The parameters that name one key. */
    public static final Set<String> KEY = Set.of("namespace", "group", "dataId");

    /** Longest raw query, in characters. */
    static final int MAX_LENGTH = 8 * 1024;

    private static final Query EMPTY = new Query(Map.of());

    private final Map<String, String> values;

    private Query(Map<String, String> values) {
        this.values = values;
    }

    /** The query of this request, which may hold the named parameters and no other. */
    public static Query of(HttpServletRequest request, Set<String> known) {
        return parse(request.getQueryString(), known);
    }

    /**
     * Refuses every parameter.
     *
     * @throws BadRequest UNKNOWN_PARAMETER
     */
    public static void requireNone(HttpServletRequest request) {
        of(request, Set.of());
    }

    /**
     * Reads a raw query.
     *
     * @param raw as it stood behind the question mark; {@code null} when there was none
     * @throws BadRequest BAD_QUERY, UNKNOWN_PARAMETER or DUPLICATE_PARAMETER
     */
    public static Query parse(String raw, Set<String> known) {
        if (raw == null || raw.isEmpty()) {
            return EMPTY;
        }
        if (raw.length() > MAX_LENGTH) {
            throw new BadRequest("BAD_QUERY", "The query is longer than " + MAX_LENGTH + " characters.");
        }
        Map<String, String> values = new HashMap<>();
        int start = 0;
        while (start <= raw.length()) {
            int ampersand = raw.indexOf('&', start);
            int end = ampersand < 0 ? raw.length() : ampersand;
            readParameter(raw, start, end, known, values);
            start = end + 1;
        }
        return new Query(values);
    }

    private static void readParameter(String raw, int start, int end, Set<String> known, Map<String, String> values) {
        int equals = raw.indexOf('=', start);
        int nameEnd = equals < 0 || equals > end ? end : equals;
        String name = UrlText.decode(raw, start, nameEnd);
        if (!known.contains(name)) {
            throw new BadRequest(
                    "UNKNOWN_PARAMETER",
                    "A query parameter is not known here; known are "
                            + String.join(", ", known.stream().sorted().toList()) + ".");
        }
        String value = nameEnd == end ? "" : UrlText.decode(raw, nameEnd + 1, end);
        if (values.put(name, value) != null) {
            throw new BadRequest("DUPLICATE_PARAMETER", "The query parameter " + name + " is given more than once.");
        }
    }

    /** The known parameters of a route: a key's and these. */
    public static Set<String> keyAnd(String... more) {
        Set<String> known = new HashSet<>(KEY);
        known.addAll(Set.of(more));
        return Set.copyOf(known);
    }

    /** Whether the parameter is given, be it empty. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** The value of a parameter; empty when it is not given, {@code ""} when it is given without one. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /**
     * The value of a parameter of at most so many characters.
     *
     * @throws BadRequest BAD_PARAMETER if it is longer
     */
    public Optional<String> text(String name, int maxLength) {
        String value = values.get(name);
        if (value != null && value.length() > maxLength) {
            throw bad(name, value.length() + " characters, at most " + maxLength);
        }
        return Optional.ofNullable(value);
    }

    /**
     * A number of things, clamped into its bounds.
     *
     * @throws BadRequest BAD_PARAMETER if it is not a number
     */
    public int count(String name, int otherwise, int minimum, int maximum) {
        OptionalLong given = number(name);
        return given.isEmpty() ? otherwise : (int) Math.max(minimum, Math.min(maximum, given.getAsLong()));
    }

    /**
     * A whole number, the sign included.
     *
     * @throws BadRequest BAD_PARAMETER if it is not one, or does not fit into 64 bits
     */
    public OptionalLong number(String name) {
        String value = values.get(name);
        if (value == null) {
            return OptionalLong.empty();
        }
        if (!isDecimal(value)) {
            throw bad(name, "a whole number expected");
        }
        try {
            return OptionalLong.of(Long.parseLong(value));
        } catch (NumberFormatException tooLarge) {
            throw bad(name, "a whole number of 64 bits expected");
        }
    }

    /**
     * A version: a whole number from 1 on.
     *
     * @throws BadRequest BAD_PARAMETER if it is not one
     */
    public OptionalLong version(String name) {
        OptionalLong version = number(name);
        if (version.isPresent() && version.getAsLong() < 1) {
            throw bad(name, "versions start at 1");
        }
        return version;
    }

    /**
     * {@code true} or {@code false}; false when it is not given.
     *
     * @throws BadRequest BAD_PARAMETER if it is anything else
     */
    public boolean flag(String name) {
        String value = values.get(name);
        if (value == null || value.equals("false")) {
            return false;
        }
        if (value.equals("true")) {
            return true;
        }
        throw bad(name, "true or false expected");
    }

    /**
     * A time span such as {@code 30s}, {@code 500ms} or plain seconds, clamped into zero and its maximum.
     *
     * @throws BadRequest BAD_PARAMETER if it is not one
     */
    public Optional<Duration> duration(String name, Duration maximum) {
        String value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        boolean milliseconds = value.endsWith("ms");
        int unit = milliseconds ? 2 : value.endsWith("s") ? 1 : 0;
        String digits = value.substring(0, value.length() - unit);
        if (!isDecimal(digits)) {
            throw bad(name, "a time span such as 30s or 500ms expected");
        }
        return Optional.of(clamp(digits, milliseconds, maximum));
    }

    private static Duration clamp(String digits, boolean milliseconds, Duration maximum) {
        if (digits.startsWith("-")) {
            return Duration.ZERO;
        }
        if (digits.length() > 15) {
            return maximum;
        }
        long amount = Long.parseLong(digits);
        Duration span = milliseconds ? Duration.ofMillis(amount) : Duration.ofSeconds(amount);
        return span.compareTo(maximum) > 0 ? maximum : span;
    }

    /**
     * One of a few words, lower case on the wire.
     *
     * @throws BadRequest BAD_PARAMETER if it is another one
     */
    public <E extends Enum<E>> Optional<E> choice(String name, Class<E> words) {
        String value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        for (E word : words.getEnumConstants()) {
            if (word.name().toLowerCase(Locale.ROOT).equals(value)) {
                return Optional.of(word);
            }
        }
        throw bad(name, "not one of the words allowed here");
    }

    /**
     * The key that namespace, group and dataId name.
     *
     * @throws BadRequest INVALID_NAME, naming the field and the rule
     */
    public ConfigKey key() {
        try {
            return ConfigKey.of(values.get("namespace"), values.get("group"), values.get("dataId"));
        } catch (IllegalArgumentException e) {
            throw new BadRequest("INVALID_NAME", e.getMessage());
        }
    }

    /**
     * The namespace alone; the public one when it is not given.
     *
     * @throws BadRequest INVALID_NAME, naming the rule
     */
    public String namespace() {
        try {
            return ConfigKey.requireNamespace(values.get("namespace"));
        } catch (IllegalArgumentException e) {
            throw new BadRequest("INVALID_NAME", e.getMessage());
        }
    }

    private static boolean isDecimal(String text) {
        int start = text.startsWith("-") ? 1 : 0;
        for (int i = start; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.length() > start;
    }

    private static BadRequest bad(String name, String rule) {
        return new BadRequest("BAD_PARAMETER", name + ": " + rule);
    }
}
