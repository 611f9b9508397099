/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.figures;

import java.util.Arrays;
import java.util.Collection;

/** Measured values in ascending order, which answer percentiles. Immutable; never empty. */
public final class Sample {

    private final double[] ascending;

    private Sample(double[] ascending) {
        this.ascending = ascending;
    }

    /**
     * The sample of these values, in any order.
     *
     * @throws IllegalArgumentException if there is none, or one is not a number
     */
    public static Sample of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("sample: nothing was measured");
        }
        double[] ascending = values.clone();
        Arrays.sort(ascending);
        if (Double.isNaN(ascending[ascending.length - 1])) {
            throw new IllegalArgumentException("sample: a value is not a number");
        }
        return new Sample(ascending);
    }

    /** The sample of these values. */
    public static Sample of(Collection<Double> values) {
        return of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** The sample of the first {@code count} nanosecond counts, in microseconds. */
    public static Sample micros(long[] nanos, int count) {
        return of(Arrays.stream(nanos, 0, count).mapToDouble(each -> each / 1e3).toArray());
    }

    /** How many values there are. */
    public int size() {
        return ascending.length;
    }

    /**
     * The value below which this share of the sample lies, interpolated between neighbours.
     *
     * @param percent from 0 (the least value) to 100 (the greatest)
     */
    public double percentile(double percent) {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("percent: from 0 to 100");
        }
        double place = percent / 100 * (ascending.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, ascending.length - 1);
        return ascending[below] + (place - below) * (ascending[above] - ascending[below]);
    }

    /** The 50th percentile. */
    public double median() {
        return percentile(50);
    }

    /** The greatest value. */
    public double greatest() {
        return ascending[ascending.length - 1];
    }
}
