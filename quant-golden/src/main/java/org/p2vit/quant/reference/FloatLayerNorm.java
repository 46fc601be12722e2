// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.reference;

import org.p2vit.quant.weights.FloatNorm;

/**
 * LayerNorm over each row: {@code (x - mean) / sqrt(variance + epsilon) * gamma + beta} with the biased variance.
 * Statistics are computed in double.
 */
public final class FloatLayerNorm {
    private final float[] gamma;
    private final float[] beta;
    private final double epsilon;

    public FloatLayerNorm(FloatNorm norm) {
        this.gamma = norm.gamma().toArray();
        this.beta = norm.beta().toArray();
        this.epsilon = norm.epsilon();
    }

    /**
     * Normalizes rows.
     *
     * @param input [rows x dim]
     * @return [rows x dim], a new array
     */
    public float[] apply(float[] input, int rows) {
        int dim = gamma.length;
        float[] output = new float[rows * dim];
        for (int start = 0; start < rows * dim; start += dim) {
            double sum = 0;
            for (int i = 0; i < dim; i++) {
                sum += input[start + i];
            }
            double mean = sum / dim;
            double squares = 0;
            for (int i = 0; i < dim; i++) {
                double distance = input[start + i] - mean;
                squares += distance * distance;
            }
            double scale = 1 / Math.sqrt(squares / dim + epsilon);
            for (int i = 0; i < dim; i++) {
                output[start + i] = (float) ((input[start + i] - mean) * scale * gamma[i] + beta[i]);
            }
        }
        return output;
    }
}
