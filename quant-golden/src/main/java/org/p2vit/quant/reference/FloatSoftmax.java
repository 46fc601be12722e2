// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.reference;

/** Softmax over each row, in double. */
public final class FloatSoftmax {
    private FloatSoftmax() {}

    /**
     * Computes {@code exp(x - max) / sum exp(x - max)} row by row.
     *
     * @param logits [rows x columns]
     * @return [rows x columns], a new array
     */
    public static float[] apply(float[] logits, int rows, int columns) {
        float[] output = new float[rows * columns];
        double[] powers = new double[columns];
        for (int start = 0; start < rows * columns; start += columns) {
            float max = Float.NEGATIVE_INFINITY;
            for (int i = 0; i < columns; i++) {
                max = Math.max(max, logits[start + i]);
            }
            double sum = 0;
            for (int i = 0; i < columns; i++) {
                // StrictMath: Math.exp may differ in its last bit from one JVM to another.
                powers[i] = StrictMath.exp((double) logits[start + i] - max);
                sum += powers[i];
            }
            for (int i = 0; i < columns; i++) {
                output[start + i] = (float) (powers[i] / sum);
            }
        }
        return output;
    }
}
