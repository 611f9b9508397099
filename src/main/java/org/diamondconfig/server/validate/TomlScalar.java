/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.server.validate;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values of TOML that are written without quotes or brackets: numbers, truths, dates and times. Stateless. */
final class TomlScalar {

    /** Longest one, in characters: none that means something is near it. */
    private static final int MAX_LENGTH = 1000;

    private static final String DIGITS = "[0-9](?:_?[0-9])*+";
    private static final String WHOLE = "[+-]?(?:0|[1-9](?:_?[0-9])*+)";
    private static final Pattern INTEGER = Pattern.compile(WHOLE);
    private static final Pattern BASED = Pattern.compile(
            "0x(?<hex>[0-9A-Fa-f](?:_?[0-9A-Fa-f])*+)|0o(?<oct>[0-7](?:_?[0-7])*+)|0b(?<bin>[01](?:_?[01])*+)");
    private static final Pattern FLOAT =
            Pattern.compile("[+-]?(?:inf|nan)|" + WHOLE + "(?:\\." + DIGITS + ")?(?:[eE][+-]?" + DIGITS + ")?");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final String HOUR_AND_MINUTE = "(?:[01][0-9]|2[0-3]):[0-5][0-9]";

    /** The 60th second is there for leap seconds. */
    private static final Pattern MOMENT = Pattern.compile("(?:(?<date>" + DATE + ")(?:[Tt ]|$))?(?:(?<time>"
            + HOUR_AND_MINUTE + ":(?:[0-5][0-9]|60)(?:\\.[0-9]+)?)(?<zone>[Zz]|[+-]" + HOUR_AND_MINUTE + ")?)?");

    private TomlScalar() {}

    /** Whether this is a date, behind which a blank and a time may stand. */
    static boolean isDate(String token) {
        return DATE.matcher(token).matches();
    }

    /** What is wrong with this token; empty if nothing is. */
    static Optional<String> fault(String token) {
        if (token.length() > MAX_LENGTH) {
            return Optional.of("A value of more than " + MAX_LENGTH + " characters that is no string.");
        }
        Matcher based = BASED.matcher(token);
        if (INTEGER.matcher(token).matches()) {
            return range(token, 10);
        }
        if (based.matches()) {
            int base = based.group("hex") != null ? 16 : based.group("oct") != null ? 8 : 2;
            return range(token.substring(2), base);
        }
        boolean known = token.equals("true")
                || token.equals("false")
                || FLOAT.matcher(token).matches();
        return known ? Optional.empty() : momentFault(token);
    }

    private static Optional<String> range(String digits, int base) {
        boolean fits = new BigInteger(digits.replace("_", ""), base).bitLength() < Long.SIZE;
        return fits ? Optional.empty() : Optional.of("An integer beyond 64 bits.");
    }

    private static Optional<String> momentFault(String token) {
        Matcher moment = MOMENT.matcher(token);
        if (!moment.matches()) {
            return Optional.of("Neither a number, nor true or false, nor a date or time; a text stands in quotes.");
        }
        String date = moment.group("date");
        boolean timed = moment.group("time") != null;
        boolean whole = date == null ? moment.group("zone") == null : isDate(token) != timed;
        return whole && isDay(date) ? Optional.empty() : Optional.of("There is no such date or time.");
    }

    private static boolean isDay(String date) {
        try {
            return date == null || LocalDate.parse(date).getYear() >= 0;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
