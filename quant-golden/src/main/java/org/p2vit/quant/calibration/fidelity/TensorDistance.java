// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.fidelity;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;

/** What separates the codes of a tensor from its float values: noise by row, and values that no code reaches. */
final class TensorDistance {
    private final double[] signal;
    private final double[] noise;
    private final long values;
    private final long clipped;

    private TensorDistance(double[] signal, double[] noise, long values, long clipped) {
        this.signal = signal;
        this.noise = noise;
        this.values = values;
        this.clipped = clipped;
    }

    /**
     * Compares a matrix, row-major.
     *
     * @param count elements, a multiple of {@code columns}
     * @param exact float value by index
     * @param coded what its code stands for, by index
     * @param clips whether the float value at an index is out of reach
     */
    static TensorDistance of(
            int count, int columns, IntToDoubleFunction exact, IntToDoubleFunction coded, IntPredicate clips) {
        double[] signal = new double[count / columns];
        double[] noise = new double[signal.length];
        long clipped = 0;
        for (int i = 0; i < count; i++) {
            double value = exact.applyAsDouble(i);
            double error = value - coded.applyAsDouble(i);
            signal[i / columns] += value * value;
            noise[i / columns] += error * error;
            clipped += clips.test(i) ? 1 : 0;
        }
        return new TensorDistance(signal, noise, count, clipped);
    }

    /** Both together; the rows of the other follow. */
    TensorDistance and(TensorDistance other) {
        return new TensorDistance(
                joined(signal, other.signal),
                joined(noise, other.noise),
                values + other.values,
                clipped + other.clipped);
    }

    SqnrReport.TensorSqnr named(String tensor) {
        double[] rows = new double[signal.length];
        Arrays.setAll(rows, row -> decibels(signal[row], noise[row]));
        Arrays.sort(rows);
        double median = (rows[(rows.length - 1) / 2] + rows[rows.length / 2]) / 2;
        double all = decibels(Arrays.stream(signal).sum(), Arrays.stream(noise).sum());
        return new SqnrReport.TensorSqnr(tensor, all, median, (double) clipped / values);
    }

    private static double decibels(double signal, double noise) {
        return noise == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(signal / noise);
    }

    private static double[] joined(double[] first, double[] second) {
        double[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
