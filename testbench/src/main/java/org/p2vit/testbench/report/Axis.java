// SPDX-License-Identifier: Apache-2.0
package org.p2vit.testbench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** A linear axis with round ticks, fitted to its values. */
record Axis(double least, double most, double step) {
    private static final int TICKS = 7;

    /** Beyond the outermost values, so that their points lie within the frame. */
    private static final double MARGIN = 0.04;

    /** An axis that holds all finite values. One that begins or ends with 0 does so without a margin, for bars to stand on. */
    static Axis over(DoubleStream values) {
        double[] finite = values.filter(Double::isFinite).sorted().toArray();
        double low = finite.length == 0 ? 0 : finite[0];
        double high = finite.length == 0 ? 1 : finite[finite.length - 1];
        if (high == low) {
            high = low + 1;
        }
        double step = roundStep((high - low) / TICKS);
        double margin = MARGIN * (high - low);
        return new Axis(low == 0 ? 0 : low - margin, high == 0 ? 0 : high + margin, step);
    }

    /** 1, 2 or 5 times a power of ten, at least {@code exact}. */
    private static double roundStep(double exact) {
        double power = Math.pow(10, Math.floor(Math.log10(exact)));
        for (double factor : new double[] {1, 2, 5}) {
            if (factor * power >= exact) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    /** Where a value is, 0 … 1. */
    double place(double value) {
        return (value - least) / (most - least);
    }

    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(least / step - 1e-9); i * step <= most + 1e-9 * step; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    String label(double tick) {
        int decimals = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
        return String.format(Locale.ROOT, "%." + decimals + "f", tick == 0 ? 0.0 : tick);
    }
}
