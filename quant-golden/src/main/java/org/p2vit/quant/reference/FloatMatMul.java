// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.reference;

import org.p2vit.quant.weights.FloatLinear;

/**
 * Matrix products of the float reference. A product sums in one fixed order, so its result is the same bits on every
 * machine; sums are kept in float.
 *
 * <p>The right operand is stored depth-major ({@code [depth x columns]}): the innermost loop then runs along columns,
 * independent sums that the compiler turns into vector instructions, which a dot product's single sum forbids.
 */
public final class FloatMatMul {
    /** Columns per pass, so that a row's sums and the operand rows stay in the first-level cache. */
    private static final int COLUMN_TILE = 512;

    private static final int UNROLL = 8;

    private final int depth;
    private final int columns;
    private final float[] depthMajor;
    private final float[] bias;

    /** Prepares a linear layer for any number of inputs. */
    public FloatMatMul(FloatLinear layer) {
        this.depth = layer.inputs();
        this.columns = layer.outputs();
        this.depthMajor = transpose(layer.weight().toArray(), columns, depth);
        this.bias = layer.bias().toArray();
    }

    /**
     * Applies the layer to rows of inputs.
     *
     * @param input [rows x inputs]
     * @return [rows x outputs], a new array
     */
    public float[] apply(float[] input, int rows) {
        float[] output = new float[rows * columns];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(bias, 0, output, row * columns, columns);
        }
        accumulate(input, rows, depth, depthMajor, columns, output);
        return output;
    }

    /**
     * Adds a product to {@code output}: {@code output[r][c] += sum_d left[r][d] * right[d][c]}.
     *
     * @param left [rows x depth]
     * @param right [depth x columns]
     * @param output [rows x columns]
     */
    static void accumulate(float[] left, int rows, int depth, float[] right, int columns, float[] output) {
        for (int from = 0; from < columns; from += COLUMN_TILE) {
            int tile = Math.min(COLUMN_TILE, columns - from);
            float[] sums = new float[tile];
            for (int row = 0; row < rows; row++) {
                System.arraycopy(output, row * columns + from, sums, 0, tile);
                accumulateRow(left, row * depth, depth, right, from, columns, sums);
                System.arraycopy(sums, 0, output, row * columns + from, tile);
            }
        }
    }

    private static void accumulateRow(
            float[] left, int leftStart, int depth, float[] right, int from, int columns, float[] sums) {
        int d = 0;
        for (; d + UNROLL <= depth; d += UNROLL) {
            accumulateEight(left, leftStart + d, right, d * columns + from, columns, sums);
        }
        for (; d < depth; d++) {
            float factor = left[leftStart + d];
            int start = d * columns + from;
            for (int i = 0; i < sums.length; i++) {
                sums[i] += factor * right[start + i];
            }
        }
    }

    private static void accumulateEight(
            float[] left, int leftStart, float[] right, int start, int stride, float[] sums) {
        float l0 = left[leftStart];
        float l1 = left[leftStart + 1];
        float l2 = left[leftStart + 2];
        float l3 = left[leftStart + 3];
        float l4 = left[leftStart + 4];
        float l5 = left[leftStart + 5];
        float l6 = left[leftStart + 6];
        float l7 = left[leftStart + 7];
        int r1 = start + stride;
        int r2 = r1 + stride;
        int r3 = r2 + stride;
        int r4 = r3 + stride;
        int r5 = r4 + stride;
        int r6 = r5 + stride;
        int r7 = r6 + stride;
        for (int i = 0; i < sums.length; i++) {
            float low = (l0 * right[start + i] + l1 * right[r1 + i]) + (l2 * right[r2 + i] + l3 * right[r3 + i]);
            float high = (l4 * right[r4 + i] + l5 * right[r5 + i]) + (l6 * right[r6 + i] + l7 * right[r7 + i]);
            sums[i] += low + high;
        }
    }

    /** Turns [rows x columns] into [columns x rows]. */
    static float[] transpose(float[] matrix, int rows, int columns) {
        float[] transposed = new float[matrix.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                transposed[column * rows + row] = matrix[row * columns + column];
            }
        }
        return transposed;
    }
}
