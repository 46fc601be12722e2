// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.layer;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.p2vit.quant.OrderedWork;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.options.Technique;
import org.p2vit.quant.reference.FloatMatMul;

/**
 * Means and second moments of the inputs of a layer over weighted sample rows, and the triangular factor with which
 * weights are rounded one after another.
 */
final class SecondMoments {
    /** Added to the diagonal, relative to its mean: errors of weights count where samples say little, too. */
    private static final double DAMPING = 0.1;

    private final double[] mean;
    private final float[][] products;
    private final int[] order;
    private final double[][] factor;
    private final double[] squares;

    /**
     * @param samples [samples][inputs]
     * @param weights one per sample
     */
    SecondMoments(float[][] samples, float[] weights, QuantizerOptions options) {
        this.mean = mean(samples, weights);
        float[][] rows = centred(samples, mean, weights);
        float[][] columns = transposed(rows);
        this.products = new float[mean.length][];
        OrderedWork.run(
                options.threads(),
                mean.length,
                i -> {
                    float[] sums = new float[mean.length];
                    FloatMatMul.accumulateRow(columns[i], 0, rows, sums);
                    return sums;
                },
                (i, sums) -> products[i] = sums);
        this.squares = squares(sum(weights));
        damp();
        this.order = IntStream.range(0, mean.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> products[i][i]))
                .mapToInt(i -> i)
                .toArray();
        this.factor = options.has(Technique.WEIGHT_COMPENSATION) ? factor(order) : new double[0][];
    }

    /** Weighted mean of an input. */
    double mean(int input) {
        return mean[input];
    }

    /** Row of the matrix of second moments around the means, its diagonal damped. */
    float[] products(int input) {
        return products[input];
    }

    /** Weighted sum of the squares of an input, its mean and no damping included. */
    double square(int input) {
        return squares[input];
    }

    /** Inputs by rising second moment: the order of {@link #factor()}. */
    int[] order() {
        return order;
    }

    /** The lower triangular L in the order of {@link #order()}: L·Lᵀ is the matrix of second moments. */
    double[][] factor() {
        return factor;
    }

    /** The matrix of second moments times a vector. */
    float[] times(float[] vector) {
        float[] result = new float[vector.length];
        FloatMatMul.accumulateRow(vector, 0, products, result);
        return result;
    }

    private double[] squares(double total) {
        double[] squares = new double[mean.length];
        for (int k = 0; k < squares.length; k++) {
            squares[k] = products[k][k] + total * mean[k] * mean[k];
        }
        return squares;
    }

    private void damp() {
        double trace = 0;
        for (int i = 0; i < mean.length; i++) {
            trace += products[i][i];
        }
        float damping = (float) (DAMPING * trace / mean.length) + Float.MIN_NORMAL;
        for (int i = 0; i < mean.length; i++) {
            products[i][i] += damping;
        }
    }

    /** The lower triangular L of some inputs in an order: L·Lᵀ is the matrix of their second moments. */
    double[][] factor(int[] some) {
        int n = some.length;
        double[][] lower = new double[n][];
        for (int i = 0; i < n; i++) {
            lower[i] = new double[i + 1];
            for (int j = 0; j <= i; j++) {
                double sum = products[some[i]][some[j]];
                double[] left = lower[i];
                double[] right = lower[j];
                for (int k = 0; k < j; k++) {
                    sum -= left[k] * right[k];
                }
                left[j] = i == j ? Math.sqrt(sum) : sum / right[j];
            }
        }
        return lower;
    }

    private static double sum(float[] weights) {
        double total = 0;
        for (float weight : weights) {
            total += weight;
        }
        return total;
    }

    static double[] mean(float[][] samples, float[] weights) {
        double[] mean = new double[samples[0].length];
        double total = 0;
        for (int s = 0; s < samples.length; s++) {
            total += weights[s];
            for (int k = 0; k < mean.length; k++) {
                mean[k] += weights[s] * (double) samples[s][k];
            }
        }
        double scale = 1 / total;
        return Arrays.stream(mean).map(sum -> sum * scale).toArray();
    }

    private static float[][] centred(float[][] samples, double[] mean, float[] weights) {
        float[][] centred = new float[samples.length][mean.length];
        for (int s = 0; s < samples.length; s++) {
            double root = Math.sqrt(weights[s]);
            for (int k = 0; k < mean.length; k++) {
                centred[s][k] = (float) ((samples[s][k] - mean[k]) * root);
            }
        }
        return centred;
    }

    static float[][] transposed(float[][] rows) {
        float[][] columns = new float[rows[0].length][rows.length];
        for (int s = 0; s < rows.length; s++) {
            for (int k = 0; k < columns.length; k++) {
                columns[k][s] = rows[s][k];
            }
        }
        return columns;
    }
}
