/* SPDX-FileCopyrightText: The Diamond authors
 * SPDX-License-Identifier: Apache-2.0 */
package org.diamondconfig.bench.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * Two things measured in turn, so that whatever else the machine does falls on both: each pair gives one ratio, and the
 * pairs' order alternates. Confined to one thread.
 */
public final class Pairs {

    private final List<Double> ours = new ArrayList<>();
    private final List<Double> theirs = new ArrayList<>();
    private final List<Double> ratios = new ArrayList<>();

    /** Measures {@code count} pairs, one the other way round from the next. */
    public static Pairs measure(int count, DoubleSupplier ours, DoubleSupplier theirs) {
        Pairs pairs = new Pairs();
        for (int i = 0; i < count; i++) {
            if (i % 2 == 0) {
                double first = ours.getAsDouble();
                pairs.add(first, theirs.getAsDouble());
            } else {
                double first = theirs.getAsDouble();
                pairs.add(ours.getAsDouble(), first);
            }
        }
        return pairs;
    }

    /**
     * Adds one pair.
     *
     * @throws IllegalArgumentException if there is nothing to compare with
     */
    public void add(double our, double their) {
        if (!(their > 0)) {
            throw new IllegalArgumentException("pair: compared with " + their);
        }
        ours.add(our);
        theirs.add(their);
        ratios.add(our / their);
    }

    /** What was measured of ours. */
    public Sample ours() {
        return Sample.of(ours);
    }

    /** What was measured of the other. */
    public Sample theirs() {
        return Sample.of(theirs);
    }

    /** Ours divided by the other, pair by pair. */
    public Sample ratios() {
        return Sample.of(ratios);
    }
}
