// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import java.util.Arrays;

/**
 * Position embeddings for another image size, as timm resizes them ({@code resample_abs_pos_embed}): the rows of the class
 * tokens stay, those of the patches are an image with {@code dim} channels that is resized bicubically with antialiasing.
 *
 * <p>Along one axis, from n to m rows with {@code scale = n / m} and {@code stretch = max(scale, 1)}, output i is the mean of
 * the inputs j within {@code 2 stretch} of {@code c = (i + 0.5) * scale}, with the weights {@code K((j + 0.5 - c) /
 * stretch)}; K is the cubic convolution kernel with a = -0.5.
 */
final class PositionResize {
    private static final double A = -0.5;
    private static final double SUPPORT = 2;

    private PositionResize() {}

    /**
     * @param positions [classTokens + from.rows·from.columns x dim]
     * @return [classTokens + to.rows·to.columns x dim]
     */
    static FloatTensor resize(FloatTensor positions, int classTokens, Grid from, Grid to) {
        int dim = positions.columns();
        double[] patches = new double[from.patches() * dim];
        for (int i = 0; i < patches.length; i++) {
            patches[i] = positions.get(classTokens * dim + i);
        }
        double[] wide = along(patches, from.rows(), from.columns(), to.columns(), dim);
        double[] all = along(wide, 1, from.rows(), to.rows(), to.columns() * dim);
        float[] resized = new float[classTokens * dim + all.length];
        for (int i = 0; i < resized.length; i++) {
            int patch = i - classTokens * dim;
            resized[i] = patch < 0 ? positions.get(i) : (float) all[patch];
        }
        return FloatTensor.of(resized, classTokens + to.patches(), dim);
    }

    /** From [outer x n x inner] to [outer x m x inner]. */
    private static double[] along(double[] values, int outer, int n, int m, int inner) {
        double[] result = new double[outer * m * inner];
        for (int i = 0; i < m; i++) {
            double[] weights = weights(i, n, m);
            for (int j = 0; j < n; j++) {
                for (int o = 0; weights[j] != 0 && o < outer; o++) {
                    for (int c = 0; c < inner; c++) {
                        result[(o * m + i) * inner + c] += weights[j] * values[(o * n + j) * inner + c];
                    }
                }
            }
        }
        return result;
    }

    /** What each of n inputs weighs in output i of m. */
    private static double[] weights(int i, int n, int m) {
        double scale = (double) n / m;
        double stretch = Math.max(scale, 1);
        double centre = (i + 0.5) * scale;
        double[] weights = new double[n];
        int first = Math.max(0, (int) (centre - SUPPORT * stretch + 0.5));
        int end = Math.min(n, (int) (centre + SUPPORT * stretch + 0.5));
        for (int j = first; j < end; j++) {
            weights[j] = kernel((j + 0.5 - centre) / stretch);
        }
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }

    private static double kernel(double x) {
        double t = Math.abs(x);
        if (t < 1) {
            return ((A + 2) * t - (A + 3)) * t * t + 1;
        }
        return t < 2 ? (((t - 5) * t + 8) * t - 4) * A : 0;
    }

    /** Rows and columns of patches. */
    record Grid(int rows, int columns) {
        int patches() {
            return rows * columns;
        }
    }
}
