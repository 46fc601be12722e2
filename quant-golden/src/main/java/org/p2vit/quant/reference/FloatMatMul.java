// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.reference;

import org.p2vit.quant.weights.FloatLinear;

/**
 * Matrix products of the float reference. A product sums in one fixed order, so its result is the same bits on every
 * machine; sums are kept in float.
 *
 * <p>The right operand is stored as one array per depth ({@code [depth][columns]}). The innermost loop runs along columns,
 * from index 0 of four such arrays: independent sums in the one shape of loop that HotSpot was seen to turn into vector
 * instructions. A dot product (one sum), offsets into one large array, or eight arrays at a time stay scalar and are
 * three to five times slower.
 */
public final class FloatMatMul {
    private final int columns;
    private final float[][] depthMajor;
    private final float[] bias;

    /** Prepares a linear layer for any number of inputs. */
    public FloatMatMul(FloatLinear layer) {
        this.columns = layer.outputs();
        this.depthMajor = new float[layer.inputs()][columns];
        for (int d = 0; d < depthMajor.length; d++) {
            for (int column = 0; column < columns; column++) {
                depthMajor[d][column] = layer.weight().get(column, d);
            }
        }
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
        float[] sums = new float[columns];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(bias, 0, sums, 0, columns);
            accumulateRow(input, row * depthMajor.length, depthMajor, sums);
            System.arraycopy(sums, 0, output, row * columns, columns);
        }
        return output;
    }

    /**
     * Adds the product of one row with a matrix: {@code sums[c] += sum_d left[leftStart + d] * right[d][c]}.
     *
     * @param left holds the row from index {@code leftStart}
     * @param right [depth][columns]
     * @param sums [columns]
     */
    public static void accumulateRow(float[] left, int leftStart, float[][] right, float[] sums) {
        int d = 0;
        for (; d + 4 <= right.length; d += 4) {
            accumulateFour(left, leftStart + d, right, d, sums);
        }
        for (; d < right.length; d++) {
            float factor = left[leftStart + d];
            float[] row = right[d];
            for (int i = 0; i < sums.length; i++) {
                sums[i] += factor * row[i];
            }
        }
    }

    private static void accumulateFour(float[] left, int leftStart, float[][] right, int d, float[] sums) {
        float l0 = left[leftStart];
        float l1 = left[leftStart + 1];
        float l2 = left[leftStart + 2];
        float l3 = left[leftStart + 3];
        float[] r0 = right[d];
        float[] r1 = right[d + 1];
        float[] r2 = right[d + 2];
        float[] r3 = right[d + 3];
        for (int i = 0; i < sums.length; i++) {
            sums[i] += (l0 * r0[i] + l1 * r1[i]) + (l2 * r2[i] + l3 * r3[i]);
        }
    }
}
