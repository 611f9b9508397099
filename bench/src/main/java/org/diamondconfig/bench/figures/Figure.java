/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.figures;

import java.util.Locale;

/**
 * One line of a result: what was measured, in which unit, the values, and what their median must reach. Immutable.
 *
 * @param unit {@code x} for a ratio
 */
public record Figure(String name, String unit, Sample values, Bound bound) {

    /** A figure that is only told. */
    public static Figure told(String name, String unit, Sample values) {
        return new Figure(name, unit, values, Bound.REPORTED);
    }

    /** A figure of one value. */
    public static Figure of(String name, String unit, double value, Bound bound) {
        return new Figure(name, unit, Sample.of(value), bound);
    }

    /** Whether the median reaches the bound. */
    public boolean isMet() {
        return bound.isMetBy(values.median());
    }

    /** A number with three figures that matter, and no more. */
    static String format(double value) {
        double size = Math.abs(value);
        if (size >= 100 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f", value);
    }
}
