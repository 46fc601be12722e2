// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.statistics;

/** Weighted sums of sample columns: the output of one neuron on all samples at once. */
public final class ColumnSums {
    private ColumnSums() {}

    /** {@code sums[s] += Σ_k sign · factors[k] · columns[k][s]}. */
    public static void add(float[] sums, float[][] columns, float[] factors, float sign) {
        int k = 0;
        for (; k + 4 <= columns.length; k += 4) {
            addFour(
                    sums,
                    columns[k],
                    columns[k + 1],
                    columns[k + 2],
                    columns[k + 3],
                    sign * factors[k],
                    sign * factors[k + 1],
                    sign * factors[k + 2],
                    sign * factors[k + 3]);
        }
        for (; k < columns.length; k++) {
            addFour(sums, columns[k], columns[k], columns[k], columns[k], sign * factors[k], 0, 0, 0);
        }
    }

    public static double squares(float[] sums) {
        double squares = 0;
        for (float sum : sums) {
            squares += (double) sum * sum;
        }
        return squares;
    }

    /** Squares around the mean. */
    public static double deviations(float[] sums) {
        double mean = 0;
        for (float sum : sums) {
            mean += sum / (double) sums.length;
        }
        return squares(sums) - mean * mean * sums.length;
    }

    /** Separate arrays and one index: the shape of loop that becomes vector code. */
    private static void addFour(
            float[] sums, float[] c0, float[] c1, float[] c2, float[] c3, float f0, float f1, float f2, float f3) {
        for (int s = 0; s < sums.length; s++) {
            sums[s] += (f0 * c0[s] + f1 * c1[s]) + (f2 * c2[s] + f3 * c3[s]);
        }
    }
}
