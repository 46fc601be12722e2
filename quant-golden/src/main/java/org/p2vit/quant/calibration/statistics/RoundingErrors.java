// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.statistics;

import java.util.List;
import java.util.stream.IntStream;
import org.p2vit.quant.calibration.options.ScaleRounding;
import org.p2vit.quant.spec.NumericContract;

/**
 * Sums of squared errors that values suffer when they are stored as int8 codes, for every exponent that is worth
 * considering at once. Values come in groups (one per tensor, channel or head) that are to have exponents of their own.
 */
public final class RoundingErrors {
    /** Least exponent considered. */
    public static final int LEAST = -18;
    /** Greatest exponent considered. */
    public static final int GREATEST = 7;

    private static final int EXPONENTS = GREATEST - LEAST + 1;
    /** Adding and subtracting 1.5 · 2^23 rounds a small float to an integer. */
    private static final float ROUNDER = 12_582_912f;

    private final double[][] errors;
    private final float[] greatest;

    public RoundingErrors(int groups) {
        this.errors = new double[groups][EXPONENTS];
        this.greatest = new float[groups];
    }

    /** All values of some rows in one group. */
    public static RoundingErrors of(List<float[]> rows) {
        RoundingErrors errors = new RoundingErrors(1);
        rows.forEach(row -> errors.add(0, row, 0, 1, row.length));
        return errors;
    }

    public int groups() {
        return errors.length;
    }

    /** Adds {@code count} values from {@code from} on, {@code stride} apart, to a group. */
    public void add(int group, float[] values, int from, int stride, int count) {
        for (int i = 0; i < count; i++) {
            greatest[group] = Math.max(greatest[group], Math.abs(values[from + i * stride]));
        }
        for (int exponent = LEAST; exponent <= GREATEST; exponent++) {
            float inverse = Math.scalb(1f, -exponent);
            double sum = 0;
            int index = from;
            for (int i = 0; i < count; i++) {
                float scaled = values[index] * inverse;
                float error = code(scaled) - scaled;
                sum += error * error;
                index += stride;
            }
            errors[group][exponent - LEAST] += Math.scalb(sum, 2 * exponent);
        }
    }

    /** Adds an error of a group at an exponent that was measured otherwise, caused by values up to a magnitude. */
    void add(int group, int exponent, double error, float magnitude) {
        greatest[group] = Math.max(greatest[group], magnitude);
        errors[group][exponent - LEAST] += error;
    }

    void merge(RoundingErrors other) {
        for (int group = 0; group < errors.length; group++) {
            greatest[group] = Math.max(greatest[group], other.greatest[group]);
            for (int e = 0; e < EXPONENTS; e++) {
                errors[group][e] += other.errors[group][e];
            }
        }
    }

    public double error(int group, int exponent) {
        return errors[group][exponent - LEAST];
    }

    /** Exponent with the least error of one group, the greatest of equals. */
    public int best(int group) {
        int best = LEAST;
        for (int exponent = LEAST; exponent <= GREATEST; exponent++) {
            if (error(group, exponent) <= error(group, best)) {
                best = exponent;
            }
        }
        return best;
    }

    /** Exponent of one group: {@link #best(int)} if adaptive, otherwise from its greatest value. */
    public int exponent(int group, ScaleRounding rounding) {
        if (rounding == ScaleRounding.ADAPTIVE) {
            return best(group);
        }
        return Math.max(LEAST, Math.min(GREATEST, rounding.exponent(greatest[group], Byte.SIZE)));
    }

    /** Exponents of all groups. */
    public int[] exponents(ScaleRounding rounding) {
        return IntStream.range(0, groups())
                .map(group -> exponent(group, rounding))
                .toArray();
    }

    /** The same values in one group. */
    public RoundingErrors together() {
        RoundingErrors sum = new RoundingErrors(1);
        for (int group = 0; group < errors.length; group++) {
            sum.greatest[0] = Math.max(sum.greatest[0], greatest[group]);
            for (int e = 0; e < EXPONENTS; e++) {
                sum.errors[0][e] += errors[group][e];
            }
        }
        return sum;
    }

    /** The code of a value in units of its exponent. */
    static float code(float scaled) {
        return Math.max(NumericContract.INT8_MIN, Math.min(NumericContract.INT8_MAX, scaled)) + ROUNDER - ROUNDER;
    }
}
