/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.figures;

import java.util.Locale;

/**
 * What a figure's median must reach. Immutable.
 *
 * @param sense which side of the limit is good
 * @param limit the limit, itself good
 */
public record Bound(Sense sense, double limit) {

    /** Which side of a limit is good. */
    public enum Sense {
        AT_LEAST,
        AT_MOST,
        REPORTED
    }

    /** A figure that is only told. */
    public static final Bound REPORTED = new Bound(Sense.REPORTED, 0);

    /** Good at this value and above. */
    public static Bound atLeast(double limit) {
        return new Bound(Sense.AT_LEAST, limit);
    }

    /** Good at this value and below. */
    public static Bound atMost(double limit) {
        return new Bound(Sense.AT_MOST, limit);
    }

    /** Whether this median is good. */
    public boolean isMetBy(double median) {
        return switch (sense) {
            case AT_LEAST -> median >= limit;
            case AT_MOST -> median <= limit;
            case REPORTED -> true;
        };
    }

    /** {@code met}, {@code MISSED}, or nothing for a figure that is only told. */
    public String verdict(double median) {
        if (sense == Sense.REPORTED) {
            return "";
        }
        return isMetBy(median) ? "met" : "MISSED";
    }

    @Override
    public String toString() {
        return switch (sense) {
            case AT_LEAST -> String.format(Locale.ROOT, ">= %s", Figure.format(limit));
            case AT_MOST -> String.format(Locale.ROOT, "<= %s", Figure.format(limit));
            case REPORTED -> "";
        };
    }
}
