// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import org.p2vit.quant.model.FilterKernel;
import org.p2vit.quant.model.ResizeFilter;

/**
 * Position embeddings for another image size, as timm resizes them ({@code resample_abs_pos_embed}): the rows of the constant
 * tokens stay, those of the patches are an image with {@code dim} channels that is resized bicubically with antialiasing, in
 * doubles and with the weights of {@link FilterKernel}.
 */
final class PositionResize {
    private PositionResize() {}

    /**
     * @param positions [constant + from.rows·from.columns x dim]
     * @return [constant + to.rows·to.columns x dim]
     */
    static FloatTensor resize(FloatTensor positions, int constant, Grid from, Grid to) {
        int dim = positions.columns();
        double[] patches = new double[from.patches() * dim];
        for (int i = 0; i < patches.length; i++) {
            patches[i] = positions.get(constant * dim + i);
        }
        double[] wide = along(patches, from.rows(), from.columns(), to.columns(), dim);
        double[] all = along(wide, 1, from.rows(), to.rows(), to.columns() * dim);
        float[] resized = new float[constant * dim + all.length];
        for (int i = 0; i < resized.length; i++) {
            int patch = i - constant * dim;
            resized[i] = patch < 0 ? positions.get(i) : (float) all[patch];
        }
        return FloatTensor.of(resized, constant + to.patches(), dim);
    }

    /** From [outer x n x inner] to [outer x m x inner]. */
    private static double[] along(double[] values, int outer, int n, int m, int inner) {
        double[] result = new double[outer * m * inner];
        for (int i = 0; i < m; i++) {
            FilterKernel.Taps taps = FilterKernel.taps(ResizeFilter.BICUBIC, n, m, i);
            for (int j = 0; j < taps.weights().length; j++) {
                int from = taps.first() + j;
                for (int o = 0; o < outer; o++) {
                    for (int c = 0; c < inner; c++) {
                        result[(o * m + i) * inner + c] += taps.weights()[j] * values[(o * n + from) * inner + c];
                    }
                }
            }
        }
        return result;
    }

    /** Rows and columns of patches. */
    record Grid(int rows, int columns) {
        int patches() {
            return rows * columns;
        }
    }
}
